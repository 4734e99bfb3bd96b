"""Each landed database opens in this version: migrated, guarded, chains whole, projections equal to logs.

Its stored policies can be read.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN = sorted(HERE.glob("*.sqlite3.gz"))
OPEN = """
import json
from slowdrip.cli.installation import migrate, open_installation
open_installation()
migrate()
from django.db import connection
from slowdrip.cli.backup import chain_faults
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.projecting import drifted
from slowdrip.clinic.policy.queries import policy_of
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.record.guards import missing_triggers
from slowdrip.clinic.record.models import Clinic
print(json.dumps({
    "faults": chain_faults(),
    "missing": missing_triggers(connection),
    "drifted": [str(key) for clinic in Clinic.objects.all() for key in drifted(clinic.pk)],
    "policies": [policy_of(version).alarms.ceiling_calls.value for version in PolicyVersion.objects.all()],
    "events": InfusionEvent.objects.count(),
}))
"""

pytestmark = pytest.mark.sqlite_only


def opened(kept: Path, home: Path) -> dict[str, object]:
    """Gives what this version finds in a landed database."""
    with gzip.open(kept, "rb") as packed, (home / "slowdrip.sqlite3").open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    env = {name: value for name, value in os.environ.items() if name != "SLOWDRIP_DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", OPEN],
        env={**env, "SLOWDRIP_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def test_a_golden_database_is_kept() -> None:
    assert GOLDEN


@pytest.mark.parametrize("kept", GOLDEN, ids=lambda kept: kept.name)
def test_a_landed_database_opens_in_this_version(kept: Path, tmp_path: Path) -> None:
    found = opened(kept, tmp_path)
    assert (found["faults"], found["missing"], found["drifted"]) == ([], [], [])
    assert found["events"]
    assert found["policies"], "no stored policy can be read"

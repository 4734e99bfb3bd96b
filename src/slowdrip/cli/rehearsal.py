"""A restore in a process, a folder and a database of its own, so that nothing of the running clinic is touched."""

import os
import subprocess
import sys
from pathlib import Path

from slowdrip.cli.databases import REHEARSAL, is_database_url


def restored_elsewhere(file: Path, key_file: Path, *, scratch: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Runs `slowdrip restore` with the scratch folder as its home and the scratch database, if there is one."""
    command = [sys.executable, "-m", "slowdrip.cli.main", "restore", str(file.resolve())]
    env = scratch_environment(scratch, address)
    return subprocess.run(
        [*command, "--key", str(key_file.resolve())], env=env, capture_output=True, text=True, check=False
    )


def scratch_environment(scratch: Path, address: str) -> dict[str, str]:
    """Gives the environment without a word about where the clinic's own rows are: neither its role nor its owner."""
    env = {name: value for name, value in os.environ.items() if not is_database_url(name) and name != REHEARSAL}
    env["SLOWDRIP_HOME"] = str(scratch)
    if address:
        env["SLOWDRIP_DATABASE_URL"] = address
    return env

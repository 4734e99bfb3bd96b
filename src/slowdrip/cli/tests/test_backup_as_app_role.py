"""Backup, rehearsal and restore on PostgreSQL as documented: the pages' role owns nothing, the owner copies."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from scripts.postgres_cluster import Cluster, postgres_cluster

pytestmark = [pytest.mark.needs("postgres"), pytest.mark.sqlite_only]
ROOT = Path(__file__).resolve().parents[4]
APP, OWNER = "slowdrip_app", "slowdrip_owner"


@dataclass(frozen=True, slots=True)
class Served:
    """An installation on a cluster, as its service sees it."""

    cluster: Cluster
    home: Path

    def address(self, role: str, name: str = "slowdrip") -> str:
        return f"postgres://{role}:{self.cluster.password}@127.0.0.1:{self.cluster.port}/{name}"

    def environment(self, name: str = "slowdrip") -> dict[str, str]:
        bare = {key: value for key, value in os.environ.items() if not key.startswith(("SLOWDRIP_", "PG"))}
        return {
            **bare,
            "SLOWDRIP_HOME": str(self.home),
            "SLOWDRIP_APP_ROLE": APP,
            "SLOWDRIP_DATABASE_URL": self.address(APP, name),
            "SLOWDRIP_OWNER_DATABASE_URL": self.address(OWNER, name),
        }

    def sql(self, query: str, *, role: str = APP, name: str = "slowdrip") -> list[str]:
        """Gives the first column of a query."""
        with psycopg.connect(self.address(role, name).replace("postgres://", "postgresql://")) as server:
            return [str(row[0]) for row in server.execute(query.encode())]


def slowdrip(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "slowdrip.cli.main", *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two clinics and a running drip, loaded by the owner."""
    with postgres_cluster() as cluster:
        served = Served(cluster, tmp_path_factory.mktemp("home"))
        env = {**served.environment(), "SLOWDRIP_DATABASE_URL": served.address(OWNER)}
        env.pop("SLOWDRIP_OWNER_DATABASE_URL")
        load = [sys.executable, "-m", "tests.house.load"]
        done = subprocess.run(load, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        yield served


@pytest.fixture(scope="module")
def written(served: Served) -> Path:
    """A backup made with the service's own environment."""
    done = slowdrip(served.environment(), "backup")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[0])


def test_a_backup_works_with_the_environment_of_the_service(written: Path) -> None:
    assert written.exists()


def test_planted_fault_without_the_owner_the_dump_is_refused_and_the_fix_is_said(served: Served) -> None:
    env = served.environment()
    env.pop("SLOWDRIP_OWNER_DATABASE_URL")
    done = slowdrip(env, "backup")
    assert done.returncode == 1
    assert "Set SLOWDRIP_OWNER_DATABASE_URL" in done.stderr


def test_verify_as_the_role_that_owns_nothing_sees_every_chain(served: Served, written: Path) -> None:
    done = slowdrip(served.environment(), "verify")
    assert (done.returncode, done.stdout.strip()) == (0, "every chain is whole"), done.stderr


def test_a_restore_names_its_target_and_gives_the_role_its_rights_back(served: Served, written: Path) -> None:
    name = "slowdrip_new"
    served.cluster.sql(f"CREATE DATABASE {name} OWNER {OWNER}")
    done = slowdrip(served.environment(name), "restore", str(written))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"restoring into the PostgreSQL database {name} on 127.0.0.1:{served.cluster.port}" in done.stdout
    assert served.cluster.password not in done.stdout + done.stderr
    assert served.sql("SELECT slug FROM record_clinic ORDER BY slug", name=name) == ["harbor", "northside"]
    assert served.sql("SELECT count(*) FROM people_patient", name=name) == ["0"], "row-level security is back"
    tables = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    assert served.sql(tables, name=name) == [OWNER]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        served.sql("UPDATE record_auditentry SET action = 'x' RETURNING id", name=name)


def test_a_restore_into_a_database_that_holds_something_changes_nothing(served: Served, written: Path) -> None:
    before = served.sql("SELECT count(*) FROM record_auditentry", role=OWNER)
    done = slowdrip(served.environment(), "restore", str(written))
    assert done.returncode == 1
    assert "already exists" in done.stderr
    assert served.sql("SELECT count(*) FROM record_auditentry", role=OWNER) == before


def test_a_restore_that_could_give_nobody_rights_is_refused(served: Served, written: Path) -> None:
    env = served.environment()
    env.pop("SLOWDRIP_APP_ROLE")
    done = slowdrip(env, "restore", str(written))
    assert done.returncode == 1
    assert "set SLOWDRIP_APP_ROLE" in done.stderr


def test_a_rehearsal_makes_its_own_database_and_leaves_the_clinic_alone(served: Served) -> None:
    schema = "SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_class WHERE relkind = 'r'"
    before = served.sql(schema)
    done = slowdrip(served.environment(), "rehearse")
    assert done.returncode == 0, done.stdout + done.stderr
    assert served.sql(schema) == before
    assert served.sql("SELECT datname FROM pg_database WHERE datname LIKE 'slowdrip_rehearsal%'") == []
    assert len(served.sql("SELECT slug FROM record_clinic WHERE rehearsed_restore_at IS NOT NULL")) == 2


def test_an_owner_who_may_not_make_a_database_is_told_what_to_set(served: Served) -> None:
    served.cluster.sql(f"ALTER ROLE {OWNER} NOCREATEDB; CREATE DATABASE scratch OWNER {OWNER}")
    try:
        done = slowdrip(served.environment(), "rehearse")
        assert done.returncode == 1
        assert re.search("set SLOWDRIP_REHEARSAL_URL", done.stderr)
        given = {**served.environment(), "SLOWDRIP_REHEARSAL_URL": served.address(OWNER, "scratch")}
        done = slowdrip(given, "rehearse")
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        served.cluster.sql(f"ALTER ROLE {OWNER} CREATEDB")

"""The house on PostgreSQL as it is meant to run: migrated by the owner, served by a role that owns nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from scripts.postgres_cluster import Cluster, free_port, postgres_cluster

pytestmark = [pytest.mark.needs("postgres"), pytest.mark.sqlite_only]
ROOT = Path(__file__).resolve().parents[2]


class House:
    """A served house: its address and what was loaded into it."""

    def __init__(self, cluster: Cluster, told: dict[str, Any], port: int) -> None:
        self.cluster, self.told, self.port = cluster, told, port

    def answer(self, who: str, path: str, *, posted: bytes | None = None) -> tuple[int, str]:
        """Gives status and body of a request with this person's session; redirects are not followed."""
        headers = {"Cookie": f"sessionid={self.told['sessions'][who]}; csrftoken={'c' * 32}", "X-CSRFToken": "c" * 32}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=posted, headers=headers)
        try:
            with OPENER.open(request, timeout=30) as response:
                return response.status, response.read(200_000 if "stream" not in path else 400).decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sql(self, clinic: str, query: str) -> Any:
        """Runs SQL as the application's role, bound to a clinic (empty: to none)."""
        where = {"host": "127.0.0.1", "port": self.cluster.port, "dbname": "slowdrip", "user": "slowdrip_app"}
        with psycopg.connect(**where, password=self.cluster.password) as connection:  # type: ignore[arg-type]  # plain words
            connection.execute("SELECT set_config('slowdrip.clinic', %s, true)", [clinic])
            row = connection.execute(query).fetchone()  # type: ignore[call-overload]  # fixed text of this file
        return row[0] if row else None


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as it is, so that its status is seen."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Never follows."""


OPENER = urllib.request.build_opener(NoRedirect)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Loads as the owner, serves as the application role, with the clock beside it."""
    home = tmp_path_factory.mktemp("home")
    with postgres_cluster() as cluster:
        base = {**os.environ, "SLOWDRIP_HOME": str(home), "SLOWDRIP_APP_ROLE": "slowdrip_app"}
        owner = {**base, **cluster.environment}
        app = {
            **owner,
            "SLOWDRIP_DATABASE_URL": owner["SLOWDRIP_DATABASE_URL"].replace("slowdrip_owner", "slowdrip_app"),
        }
        told = json.loads(_run(owner, "-m", "tests.house.load").strip().splitlines()[-1])
        port = free_port()
        serve = ["-m", "uvicorn", "slowdrip.site.asgi:application", "--port", str(port), "--log-level", "warning"]
        with _process(app, *serve), _process(app, "-m", "slowdrip.cli.main", "clock"):
            _wait_for(port)
            yield House(cluster, told, port)


def _run(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@contextmanager
def _process(env: dict[str, str], *arguments: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, *arguments], env=env, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5):  # loopback
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


@pytest.mark.parametrize("who", ["nurse", "director"])
def test_every_page_works_without_owning_a_table(house: House, who: str) -> None:
    allowed = set(house.told["permissions"][who])
    wrong = {}
    for path, permission in house.told["doors"]:
        if permission not in allowed or path.endswith("/stream"):
            continue
        status, _ = house.answer(who, path)
        if status not in (200, 302, 405):
            wrong[path] = status
    assert wrong == {}


def test_the_board_shows_the_drip_that_the_role_may_see(house: House) -> None:
    status, body = house.answer("nurse", "/harbor/")
    assert status == 200
    assert "M.F." in body


def test_a_tap_is_stored_through_the_role(house: House) -> None:
    path = f"/harbor/drips/{house.told['infusion']}/tap/"
    count = "SELECT count(*) FROM infusion_infusionevent WHERE kind = 'symptom_started'"
    before = house.sql(house.told["clinic"], count)
    status, _ = house.answer("nurse", path, posted=b"symptom_started=nausea")
    assert status in (200, 302)
    assert house.sql(house.told["clinic"], count) == before + 1


def test_the_clock_beats_through_the_role(house: House) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        _, body = house.answer("nurse", "/harbor/stream")
        if '"clock":"ok"' in body:
            return
        time.sleep(0.5)
    raise AssertionError("no beat said that the clock is ok")


def test_somebody_of_another_clinic_finds_nothing(house: House) -> None:
    assert {house.answer("outsider", path)[0] for path, _ in house.told["doors"]} <= {404, 405}


def test_the_database_itself_hides_other_clinics(house: House) -> None:
    count = "SELECT count(*) FROM people_patient"
    assert house.sql("", count) == 0
    assert house.sql(house.told["other_clinic"], count) == 0
    assert house.sql(house.told["clinic"], count) == 1


def test_the_database_itself_refuses_a_row_for_another_clinic(house: House) -> None:
    insert = (
        "INSERT INTO record_actor (id, clinic_id, kind, label) "
        f"VALUES (gen_random_uuid(), '{house.told['other_clinic']}', 'staff', 'x') RETURNING id"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        house.sql(house.told["clinic"], insert)


@pytest.mark.parametrize("verb", ["UPDATE record_auditentry SET action = 'x'", "DELETE FROM record_auditentry"])
def test_the_role_may_not_touch_the_chain(house: House, verb: str) -> None:
    with pytest.raises(psycopg.errors.Error):
        house.sql(house.told["clinic"], f"{verb} WHERE clinic_id = '{house.told['clinic']}' RETURNING id")

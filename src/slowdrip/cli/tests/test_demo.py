"""The demo: loaded once through the actions, a drip always running, started and stopped as a person would."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from slowdrip.cli.backup import chain_faults
from slowdrip.cli.demo import again, command, home, zone
from slowdrip.cli.demo.days import openings
from slowdrip.cli.demo.people import EMPLOYEES, HARBOR, PASSWORD
from slowdrip.cli.demo.team import team_of
from slowdrip.cli.installation import migrate
from slowdrip.clinic.accounts.models import Membership, User
from slowdrip.clinic.accounts.pins import prove_pin
from slowdrip.clinic.encounters.models import Letter, Note, Wishes
from slowdrip.clinic.infusion import gating
from slowdrip.clinic.infusion.holding import under_way
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent, Task
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import drifted, state_of
from slowdrip.clinic.infusion.shifts import open_shift_of, shift_of
from slowdrip.clinic.people.models import Allergy, Medicine, Patient
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.models import Clinic, Void
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.safety.queries import on_board
from slowdrip.clinic.safety.roster import roster, somebody_is_on_call
from slowdrip.clinic.treatment.queries import awaiting_verification, cosigns_due
from slowdrip.science.infusion import InfusionState, Phase, time_left_s
from slowdrip.site.demo import current_code
from tests.own_database import using

pytestmark = pytest.mark.sqlite_only
START_WITHIN_S, STOP_WITHIN_S = 90, 30


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """The folder of a demo that was loaded once for all tests here, open as this process's database."""
    folder = tmp_path_factory.mktemp("demo")
    home.claim(folder)
    with django_db_blocker.unblock(), using(folder / home.DATABASE):
        command.fill(folder)
        yield folder


@pytest.fixture
def copied(place: Path, tmp_path: Path) -> Path:
    """A copy of the loaded demo for one test to use up."""
    for name in (home.MARK, home.DATABASE):
        shutil.copy(place / name, tmp_path / name)
    return tmp_path


def harbor() -> Clinic:
    return Clinic.objects.get(slug=HARBOR)


def states() -> dict[str, list[InfusionState]]:
    found: dict[str, list[InfusionState]] = {}
    for row in StateRow.objects.filter(clinic=harbor()):
        found.setdefault(row.phase, []).append(state_of(row))
    return found


def endings() -> set[str]:
    return {state.ending.code for state in states()[Phase.ENDED] if state.ending}


def test_everyone_of_the_cast_is_there_and_can_sign_in(place: Path) -> None:
    assert {member.name for member in Membership.objects.all()} == {each.name for each in EMPLOYEES}
    for each in EMPLOYEES:
        user = User.objects.get(email=each.email)
        assert user.check_password(PASSWORD)
        assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).count() == 1
        member = Membership.objects.get(user=user)
        prove_pin(member.acting(), member.pk, each.pin, at=now())
    with override_settings(DEMO=True):
        assert len(current_code(User.objects.get(email=EMPLOYEES[0].email))) == 6


def test_two_dozen_patients_at_different_stages(place: Path) -> None:
    assert Patient.objects.filter(clinic=harbor()).count() == 24
    assert Patient.objects.filter(clinic__slug="northside").count() == 2
    assert endings() == {"discharged", "transferred_ems", "not_started"}
    assert {Phase.RUNNING, Phase.PAUSED, Phase.RECOVERY, Phase.PREPARING} <= set(states())
    told = {row.pk for row in StateRow.objects.all()}
    assert Infusion.objects.filter(state=None, planned_at__gt=now()).count() == 4
    assert len(told) == Infusion.objects.exclude(state=None).count()


def test_what_went_wrong_once_is_on_the_record(place: Path) -> None:
    ended = states()[Phase.ENDED]
    alarms = {(alarm.tier, alarm.reason) for state in ended for alarm in state.alarms.values()}
    assert {("urgent", "pump_paused"), ("emergency", "entered_by_mistake")} <= alarms
    assert {state.drip.stop_reason for state in ended} >= {"patient_request", "emergency"}
    assert Void.objects.filter(target="infusion.infusionevent").count() == 1
    assert {row.substance for row in Allergy.objects.all()} == {"Penicillin", "Latex"}
    listed = {row.substance for row in Medicine.objects.all()}
    assert listed == {"Lorazepam", "Sertraline", "Alprazolam", "Rifampicin"}
    asked = Patient.objects.exclude(medicines_asked_at=None)
    assert {each.legal_family for each in asked} == {"Kessler", "Oyelaran", "Soto"}
    nurse = team_of().nurse.acting()
    assert [standing.order.verbal for standing in awaiting_verification(nurse, at=now())] == [False]
    assert len(cosigns_due(nurse, at=now())) == 1


def test_today_one_drip_runs_and_one_waits_for_two_gates(place: Path) -> None:
    (runs,) = states()[Phase.RUNNING]
    assert len(runs.observed.blood_pressures) == 4
    assert not runs.open_alarms
    waiting = Infusion.objects.get(state__phase=Phase.PREPARING)
    # The instant of the load, not a planned one: after the next midnight the kit has to be checked anew.
    result = gating.ready_gates(waiting, state_of(waiting.state), at=runs.as_of or now())
    assert {gate.code for gate in result.gates if not gate.passed} == {"bedside_check", "pump_shows_order"}


def test_a_shift_is_open_and_every_chair_has_its_nurse(place: Path) -> None:
    team, shift = team_of(), open_shift_of(harbor().pk)
    assert shift is not None
    assert shift_of(team.nurse.acting(), shift.pk).opened.whole
    holders = {each.chair: each.state.in_charge for each in under_way(harbor().pk) if not each.is_over}
    assert holders == {
        **dict.fromkeys(("1", "2", "4"), str(team.nurse.actor_id)),
        "3": str(team.second.actor_id),
    }


def test_the_demo_has_a_roster_with_a_hole_and_a_case_to_act_on(place: Path) -> None:
    team, clinic = team_of(), harbor()
    assert somebody_is_on_call(clinic.pk, now())
    assert roster(clinic, at=now(), names={}).holes
    (case,) = on_board(team.nurse.acting(), now()).open
    assert (case.patient.legal_family, case.state.tier, case.owner_name) == ("Baptiste", "moderate", team.nurse.name)
    assert not case.late


def test_the_demo_shows_what_is_written_around_a_drip(place: Path) -> None:
    actor = team_of().nurse.acting()
    kinds = sorted(Note.objects.visible_to(actor).values_list("kind", flat=True))
    assert kinds == [Note.Kind.PHONE, Note.Kind.PROGRESS, Note.Kind.PROGRESS]
    assert Task.objects.visible_to(actor).filter(kind="note_cosign", state=Task.State.OPEN).count() == 1
    assert Wishes.objects.visible_to(actor).count() == 2
    (letter,) = Letter.objects.visible_to(actor)
    assert "Abendroth" in letter.document


def test_the_record_of_the_demo_is_a_record_like_any_other(place: Path) -> None:
    assert chain_faults() == []
    assert all(drifted(clinic.pk) == [] for clinic in Clinic.objects.all())
    assert policy_in_force(harbor().pk).signed
    assert not policy_in_force(Clinic.objects.get(slug="northside").pk).signed
    assert not InfusionEvent.objects.filter(occurred_at__gt=now()).exists()
    assert not any(state.flags for found in states().values() for state in found)


def test_a_later_start_leaves_a_running_drip_alone_and_begins_another_when_it_is_over(
    copied: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with using(copied / home.DATABASE):
        opened_at = max(state.as_of for state in states()[Phase.RUNNING] if state.as_of)
        before = InfusionEvent.objects.count()
        again.keep_alive(at=opened_at + timedelta(minutes=10))
        assert InfusionEvent.objects.count() == before
        for days in (1, 2, 9):
            later = opened_at + timedelta(days=days)
            again.keep_alive(at=later)
            (runs,) = states()[Phase.RUNNING]
            assert (time_left_s(runs, later) or 0) > 20 * 60
            assert not runs.flags
            assert set(states()) == {Phase.RUNNING, Phase.ENDED}
        assert endings() >= {"left_unseen", "not_started"}
        assert drifted(harbor().pk) == []


@pytest.mark.parametrize(("hour", "days"), [(12, 1), (1, 2)])
def test_a_day_that_began_before_midnight_is_opened_on_both_days(hour: int, days: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    last = datetime(2026, 5, 4, hour, tzinfo=berlin).astimezone(UTC)
    opened = list(openings(last - timedelta(hours=3), last, zone=berlin))
    assert len({moment.astimezone(berlin).date() for moment in opened}) == len(opened) == days


def test_the_folder_of_a_clinic_is_never_opened_as_a_demo(tmp_path: Path) -> None:
    (tmp_path / home.DATABASE).touch()
    with pytest.raises(home.NotADemo, match="--home"):
        home.claim(tmp_path)
    assert not (tmp_path / home.MARK).exists()


def test_a_load_that_breaks_off_leaves_nothing_behind_that_looks_loaded(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    home.claim(tmp_path)
    with django_db_blocker.unblock(), using(tmp_path / home.DATABASE):
        with pytest.raises(RuntimeError, match="planted"):
            _break_off(tmp_path)
        assert not home.is_loaded(tmp_path)
        with home.whole_or_not_at_all(tmp_path):
            migrate()
        assert home.is_loaded(tmp_path)
        assert Clinic.objects.count() == 0
    assert {path.name for path in tmp_path.iterdir()} == {home.MARK, home.DATABASE}


@pytest.mark.parametrize(
    ("asked", "link", "given"),
    [
        ("", "/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("Asia/Tokyo", "/nowhere", "Asia/Tokyo"),
        ("Mars/Olympus", "/nowhere", zone.ELSE),
        ("", "/nowhere", zone.ELSE),
    ],
)
def test_the_demo_keeps_the_time_of_the_wall_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, link: str, given: str
) -> None:
    monkeypatch.setenv("TZ", asked)
    localtime = tmp_path / "localtime"
    localtime.symlink_to(link)
    monkeypatch.setattr(Path, "exists", lambda self: True)
    assert zone.machine_zone(localtime) == given


def test_a_port_that_is_taken_is_said_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(_command(tmp_path, port), env=_env(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_starts_serves_and_stops_without_a_trace(copied: Path) -> None:
    port = command.free_port()
    with (copied / "said").open("w") as said:
        running = subprocess.Popen(_command(copied, port), env=_env(), stdout=said, stderr=subprocess.STDOUT)
        try:
            assert _get(port, "/") == 302
            assert _get(port, "/account/login/") == 200
            children = _children(running.pid)
            assert len(children) == 5
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(STOP_WITHIN_S)
    told = (copied / "said").read_text()
    assert running.returncode == 0
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    assert all(each.email in told and each.pin in told for each in EMPLOYEES)
    assert f"http://127.0.0.1:{port}/" in told
    assert "Traceback" not in told


def _break_off(folder: Path) -> None:
    with home.whole_or_not_at_all(folder):
        migrate()
        raise RuntimeError("planted")


def _command(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "slowdrip.cli.main", "demo", "--home", str(folder), "--port", str(port)]


def _env() -> dict[str, str]:
    """The environment of a person's terminal; another database in it must not matter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLOWDRIP_", "DJANGO_"))}
    return {**kept, "SLOWDRIP_DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}


def _get(port: int, path: str) -> int:
    deadline = time.monotonic() + START_WITHIN_S
    while True:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            asking.request("GET", path)
            return asking.getresponse().status
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        finally:
            asking.close()


def _children(parent: int) -> list[int]:
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(each) for each in told.split()]

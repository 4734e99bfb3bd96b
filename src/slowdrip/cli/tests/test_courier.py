"""The courier sends by a real gateway, and one that hangs holds up no alarm; the check says what hangs."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import override_settings

from slowdrip.cli import courier, message_checks
from slowdrip.cli.findings import State
from slowdrip.clinic.infusion.clock import tick_all
from slowdrip.clinic.notices import queueing
from slowdrip.clinic.notices.gateways import Unsure, gateways
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, queue
from slowdrip.clinic.notices.tests.conftest import FACTS, OFF, ON
from slowdrip.clinic.notices.tests.servers import Came, mail_server
from slowdrip.clinic.people.actions import add_contact, register_patient
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.tenancy import tenant
from tests.drips import House

KIND = "courier_news"


@pytest.fixture
def mails() -> Iterator[Came]:
    """A mail server of this machine, which the installation uses."""
    with mail_server() as came, override_settings(**{**ON, "SLOWDRIP_SMTP_URL": f"smtp://127.0.0.1:{came.port}"}):
        yield came


def queued(house: House, monkeypatch: pytest.MonkeyPatch) -> Message:
    words = queueing.Kind(lambda tx, message: Body("News", "Sign in."))
    monkeypatch.setattr(queueing, "_kinds", {**queueing._kinds, KIND: words})
    with act(house.cast.system, at=now()) as tx:
        return queue(tx, kind=KIND, key="one", to_staff=house.cast.nurse.member.actor_id, due_at=now())


def state(house: House) -> str:
    with tenant(house.cast.harbor.pk):
        return str(Message.objects.values_list("state", flat=True).get(key="one"))


def test_the_courier_sends_what_is_due_and_stops_when_told(
    installation: House, mails: Came, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(installation, monkeypatch)
    going = courier.Courier()
    going.start()
    deadline = time.monotonic() + 15
    while state(installation) != "sent" and time.monotonic() < deadline:
        time.sleep(0.05)
    going.stop()
    assert state(installation) == "sent"
    assert [to for to, _content in mails.mails] == [installation.cast.nurse.user.email]


def test_a_gateway_that_hangs_holds_up_no_alarm(installation: House, monkeypatch: pytest.MonkeyPatch) -> None:
    queued_under, release = threading.Event(), threading.Event()

    class Hangs:
        def send(self, to: str, body: Body) -> object:
            queued_under.set()
            release.wait(20)
            raise OSError

    with override_settings(**ON):
        monkeypatch.setattr("slowdrip.clinic.notices.sending.gateways", lambda: {"email": Hangs()})
        queued(installation, monkeypatch)
        going = courier.Courier()
        going.start()
        assert queued_under.wait(15)
        began = time.monotonic()
        tick_all("test", at=now())
        took_s = time.monotonic() - began
        assert state(installation) == "sending"
        release.set()
        going.stop()
    assert took_s < 10
    assert state(installation) == "unknown"


def texted(house: House) -> None:
    """Three messages to a patient with a safe phone, each of a kind of its own."""
    nurse, at = house.cast.nurse.acting, now()
    patient = register_patient(nurse, FACTS, at=at)
    add_contact(nurse, patient.pk, kind="phone", value="+1 555 0170", safe=True, at=at)
    for number in range(3):
        kind = f"text{number}"
        queueing._kinds[kind] = queueing._kinds[KIND]
        with act(house.cast.system, at=at) as tx:
            queue(tx, kind=kind, key=kind, patient=patient, due_at=at)


def texts(house: House) -> list[str]:
    with tenant(house.cast.harbor.pk):
        return sorted(Message.objects.filter(way="text").values_list("state", flat=True))


def test_a_text_gateway_that_hangs_keeps_no_mail_from_a_colleague(
    installation: House, mails: Came, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, release = threading.Event(), threading.Event()

    class Hangs:
        def send(self, to: str, body: Body) -> object:
            hanging.set()
            release.wait(20)
            return Unsure("text_no_answer")

    both = {**gateways(), "text": Hangs()}
    monkeypatch.setattr("slowdrip.clinic.notices.sending.gateways", lambda: both)
    monkeypatch.setattr(courier, "ROUND_S", 0.1)
    monkeypatch.setattr(queueing, "_kinds", {KIND: queueing.Kind(lambda tx, message: Body("News", "Sign in."))})
    texted(installation)
    going = courier.Courier()
    going.start()
    assert hanging.wait(15)
    queued(installation, monkeypatch)
    deadline = time.monotonic() + 15
    while state(installation) != "sent" and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(5 * courier.ROUND_S)  # rounds in which the mail's thread must leave the texts alone
    before = texts(installation)
    going._stop.set()
    release.set()
    going.stop()
    assert state(installation) == "sent"
    assert before == ["sending", "waiting", "waiting"]
    assert texts(installation) == ["unknown", "waiting", "waiting"]


def test_a_round_that_breaks_is_not_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[str] = []

    def breaks(stop: threading.Event, way: str) -> None:
        rounds.append(way)
        raise LookupError

    monkeypatch.setattr(courier, "ROUND_S", 0.01)
    monkeypatch.setattr(courier, "_round_with_connection", breaks)
    going = courier.Courier()
    going.start()
    deadline = time.monotonic() + 5
    while min(rounds.count("email"), rounds.count("text")) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    going.stop()
    assert min(rounds.count("email"), rounds.count("text")) >= 3


def test_a_clinic_that_fails_does_not_keep_the_others_waiting(
    installation: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def deliver(clinic_id: object, *, now: object, this_round: object) -> int:
        seen.append(clinic_id)
        raise LookupError

    monkeypatch.setattr("slowdrip.clinic.notices.sending.deliver", deliver)
    with override_settings(**ON):
        courier.one_round(threading.Event(), "email")
    assert len(seen) == 4
    assert seen[:2] == seen[2:]
    with override_settings(**OFF):
        courier.one_round(threading.Event(), "email")
    assert len(seen) == 4


def test_the_check_says_which_gateways_are_on() -> None:
    for settings, states in (
        (OFF, [State.NOTE]),
        ({**ON, "SLOWDRIP_PUBLIC_URL": "https://harbor.example"}, [State.OK]),
        ({**ON, "SLOWDRIP_PUBLIC_URL": ""}, [State.OFF, State.OK]),
        ({**OFF, "SLOWDRIP_TEXT_URL": "http://elsewhere.example/"}, [State.OFF, State.NOTE]),
    ):
        with override_settings(**settings):
            assert [finding.state for finding in message_checks.gateways()] == states


def test_the_check_says_that_messages_hang(installation: House, monkeypatch: pytest.MonkeyPatch) -> None:
    harbor = installation.cast.harbor
    with override_settings(**ON):
        queued(installation, monkeypatch)
        assert message_checks.of_clinic(harbor).state is State.OK
        with tenant(harbor.pk):
            Message.objects.update(try_at=now() - timedelta(minutes=16))
        assert message_checks.of_clinic(harbor).state is State.OFF

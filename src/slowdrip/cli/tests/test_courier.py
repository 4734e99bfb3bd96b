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
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, queue
from slowdrip.clinic.notices.tests.conftest import OFF, ON
from slowdrip.clinic.notices.tests.servers import Came, mail_server
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
    monkeypatch.setattr(queueing, "_kinds", {KIND: queueing.Kind(lambda tx, message: Body("News", "Sign in."))})
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


def test_a_clinic_that_fails_does_not_keep_the_others_waiting(
    installation: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def deliver(clinic_id: object, *, now: object) -> int:
        seen.append(clinic_id)
        raise LookupError

    monkeypatch.setattr("slowdrip.clinic.notices.sending.deliver", deliver)
    with override_settings(**ON):
        courier.one_round(threading.Event())
    assert len(seen) == 2
    with override_settings(**OFF):
        courier.one_round(threading.Event())
    assert len(seen) == 2


def test_the_check_says_which_gateways_are_on() -> None:
    for settings, states in (
        (OFF, [State.NOTE]),
        ({**ON, "SLOWDRIP_PUBLIC_URL": "https://harbor.example"}, [State.OK]),
        ({**ON, "SLOWDRIP_PUBLIC_URL": ""}, [State.OK, State.OFF]),
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

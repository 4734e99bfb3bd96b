"""A patient with contacts, gateways that only note what they are given, and words for one kind of message."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.test import override_settings

from slowdrip.clinic.notices import queueing
from slowdrip.clinic.notices.gateways import Outcome, Sent
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, queue, register_words
from slowdrip.clinic.people.actions import add_contact, register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.acting import act
from tests.cast import DAY, Cast

KIND = "visit_news"
ON = {
    "SLOWDRIP_SMTP_URL": "smtp://127.0.0.1:2525",
    "SLOWDRIP_SMTP_FROM": "desk@harbor.example",
    "SLOWDRIP_TEXT_URL": "http://127.0.0.1:2526/send",
    "SLOWDRIP_TEXT_TOKEN": "token",
    "SLOWDRIP_TEXT_BODY": "",
    "SLOWDRIP_PUBLIC_URL": "https://harbor.example",
    "DEMO": False,
}
OFF = {**ON, "SLOWDRIP_SMTP_URL": "", "SLOWDRIP_TEXT_URL": ""}
FACTS = PatientFacts(legal_given="Maya", legal_family="Ferreira", birth_date=date(1988, 4, 12), sex_for_dosing="female")


@dataclass(slots=True)
class Noting:
    """A gateway that notes what it was given and says what it was told to say."""

    says: Callable[[], Outcome] = Sent
    given: list[tuple[str, Body]] = field(default_factory=list)

    def send(self, to: str, body: Body) -> Outcome:
        """Notes and answers."""
        self.given.append((to, body))
        return self.says()


@pytest.fixture(autouse=True)
def kind_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """One kind of message, registered for one test only."""
    monkeypatch.setattr(queueing, "_kinds", dict(queueing._kinds))
    register_words(KIND, lambda tx, message: Body("News for you", "Please call us."), name="Call us")


@pytest.fixture
def on() -> Iterator[None]:
    """Both gateways are set up."""
    with override_settings(**ON):
        yield


@pytest.fixture
def off() -> Iterator[None]:
    """No gateway is set up."""
    with override_settings(**OFF):
        yield


@pytest.fixture
def maya(cast: Cast) -> Patient:
    """A patient without any contact."""
    return register_patient(cast.nurse.acting, FACTS, at=DAY)


@pytest.fixture
def phone(cast: Cast, maya: Patient) -> Contact:
    """Her safe phone."""
    return add_contact(cast.nurse.acting, maya.pk, kind="phone", value="+1 555 0170", safe=True, at=DAY)


@pytest.fixture
def email(cast: Cast, maya: Patient) -> Contact:
    """Her safe e-mail address."""
    return add_contact(cast.nurse.acting, maya.pk, kind="email", value="maya@example.org", safe=True, at=DAY)


@dataclass(slots=True)
class Post:
    """Queues messages and looks at them again."""

    cast: Cast
    patient: Patient
    count: int = 0

    def queued(
        self, *, due_at: datetime = DAY, until: datetime | None = None, key: str = "", at: datetime = DAY
    ) -> Message:
        """A message to the patient."""
        self.count += 1
        with act(self.cast.system, at=at) as tx:
            wanted = key or f"news:{self.count}"
            return queue(tx, kind=KIND, key=wanted, patient=self.patient, due_at=due_at, until=until)

    def now(self, message: Message) -> Message:
        """The message as it is stored."""
        found: Message = Message.objects.get(pk=message.pk)
        return found


@pytest.fixture
def post(cast: Cast, maya: Patient) -> Post:
    """The patient's letterbox."""
    return Post(cast, maya)


def later(minutes: float) -> datetime:
    """So many minutes after the day began."""
    return DAY + timedelta(minutes=minutes)

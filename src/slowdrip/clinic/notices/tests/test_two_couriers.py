"""Two processes that send at once, and two actions that want the same message: real commits, real connections."""

from collections import Counter
from collections.abc import Callable
from threading import Lock
from uuid import UUID

import pytest

from slowdrip.clinic.infusion.tests.test_at_the_same_time import together
from slowdrip.clinic.notices import sending, steps
from slowdrip.clinic.notices.due import MACHINES, Whom, due
from slowdrip.clinic.notices.gateways import Outcome, Sent
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, queue
from slowdrip.clinic.notices.tests.conftest import KIND
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Tx, act
from slowdrip.clinic.record.tenancy import tenant
from tests.cast import DAY, Cast
from tests.houses import Prototype, committed, prototype

__all__ = ["committed", "prototype"]
pytestmark = pytest.mark.usefixtures("on")
MANY = 6


class Counting:
    """A gateway that counts whom it told how often."""

    def __init__(self) -> None:
        self.told: Counter[str] = Counter()
        self.lock = Lock()

    def send(self, to: str, body: Body) -> Outcome:
        """Counts."""
        with self.lock:
            self.told[body.text] += 1
        return Sent()


@pytest.fixture
def cast_with_messages(committed: Prototype, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Messages to a colleague, each about something else."""
    from slowdrip.clinic.notices import queueing

    monkeypatch.setitem(queueing._kinds, KIND, queueing.Kind(lambda tx, message: Body("", message.key)))
    cast = committed.house.cast
    with act(cast.system, at=DAY) as tx:
        for number in range(MANY):
            to = cast.nurse.member.actor_id
            queue(tx, kind=KIND, key=f"m{number}", to_staff=to, due_at=DAY)
    return cast


def rounds(cast: Cast, gateway: Counting) -> list[Callable[[], object]]:
    def one() -> int:
        return sending.deliver(cast.harbor.pk, now=lambda: DAY, by={"email": gateway})

    return [one, one]


def test_two_couriers_send_each_message_once(cast_with_messages: Cast) -> None:
    gateway = Counting()
    assert together(*rounds(cast_with_messages, gateway)) == []
    assert gateway.told == Counter({f"m{number}": 1 for number in range(MANY)})
    with tenant(cast_with_messages.harbor.pk):
        assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_a_claim_that_does_not_look_under_its_lock_would_be_caught(
    cast_with_messages: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: whoever claims believes what it read before the lock."""
    real = steps.locked

    def blind(tx: Tx, message_id: UUID) -> Message:
        row = real(tx, message_id)
        row.state = "waiting"
        return row

    monkeypatch.setattr(sending, "locked", blind)
    monkeypatch.setattr(sending, "settle", lambda *_args, **_kw: None)
    gateway = Counting()

    def listed_before(clinic_id: object, whom: Whom, **_kw: object) -> list[object]:
        return list(LISTED) if whom is Whom.STAFF else []

    with tenant(cast_with_messages.harbor.pk):
        LISTED = due(cast_with_messages.harbor.pk, Whom.STAFF, ways=MACHINES, at=DAY)
    monkeypatch.setattr(sending, "due", listed_before)
    together(*rounds(cast_with_messages, gateway))
    assert max(gateway.told.values()) == 2


def test_two_actions_that_want_the_same_message_make_one(cast_with_messages: Cast) -> None:
    cast = cast_with_messages
    with tenant(cast.harbor.pk):
        patient = Patient.objects.filter(clinic=cast.harbor)[0].pk

    def want() -> None:
        for number in range(MANY):
            with act(cast.system, at=DAY) as tx:
                queue(tx, kind=KIND, key=f"same{number}", patient=patient, due_at=DAY)

    assert together(want, want) == []
    with tenant(cast.harbor.pk):
        assert Message.objects.filter(key__startswith="same").count() == MANY

"""Any history of ticks, crashes, answers and people: taken by the gateway at most once, unless a person asks again."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slowdrip.clinic.notices import actions, course, queueing, sending, steps
from slowdrip.clinic.notices.gateways import Bounced, Outcome, Refused, Sent, Unsure
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import queue
from slowdrip.clinic.notices.tests.conftest import KIND, Noting, Post
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused as NotDone
from tests.cast import DAY, Cast
from tests.fixtures import taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
Step = tuple[str, str, int]
ANSWERS: dict[str, Outcome] = {
    "sent": Sent(),
    "busy": Refused("text_503"),
    "no": Refused("text_422", lasting=True),
    "gone": Bounced("text_410"),
    "silence": Unsure("text_no_answer"),
}
STEPS = st.tuples(
    st.sampled_from(["deliver", "deliver", "crash_before", "crash_after", "tick", "queue", "again", "by_hand"]),
    st.sampled_from(sorted(ANSWERS)),
    st.sampled_from([0, 1, 61, 400, 4_000, 9_000]),
)
# Told by hand and by the gateway are both a telling; only the gateway's is counted here.


class Killed(BaseException):
    """The process ends here."""


class World:
    """One message and everything that can befall it."""

    def __init__(self, cast: Cast, post: Post, key: str) -> None:
        self.cast, self.post, self.key, self.at = cast, post, key, DAY
        self.taken = self.allowed = 0
        self.row = post.queued(key=key)
        self.allowed = 1

    def play(self, step: Step) -> None:
        """Does one step."""
        what, answer, seconds = step
        self.at += timedelta(seconds=seconds)
        match what:
            case "deliver" | "crash_before" | "crash_after":
                self.deliver(answer, what)
            case "tick":
                sending.tick(self.cast.harbor.pk, self.at)
            case "queue":
                self.queue_again()
            case "again" | "by_hand":
                self.person(what)

    def deliver(self, answer: str, what: str) -> None:
        """Sends; the process may end just before the gateway gets the words, or just after it took them."""

        def says() -> Outcome:
            if what == "crash_before":
                raise Killed
            # A silent gateway may have taken it; here it always has, which is the worst case.
            self.taken += answer in ("sent", "silence") or what == "crash_after"
            if what == "crash_after":
                raise Killed
            return ANSWERS[answer]

        with contextlib.suppress(Killed):
            sending.deliver(self.cast.harbor.pk, now=lambda: self.at, by={"text": Noting(says)})

    def queue_again(self) -> None:
        """The same occurrence is wanted again."""
        with act(self.cast.system, at=self.at) as tx:
            queue(tx, kind=KIND, key=self.key, patient=self.post.patient, due_at=self.at)

    def person(self, what: str) -> None:
        """Somebody asks for it once more, where that is theirs to decide."""
        decision = {"again": actions.send_again, "by_hand": actions.by_hand}[what]
        try:
            decision(self.cast.nurse.acting, self.row.pk, at=self.at)
        except NotDone:
            return
        self.allowed += what == "again"


Play = Callable[[Sequence[Step]], World]


@pytest.fixture
def play(cast: Cast, post: Post, phone: Contact) -> Play:
    def played(history: Sequence[Step]) -> World:
        with taken_back():
            world = World(cast, post, key=f"h{len(history)}")
            for step in history:
                world.play(step)
            return world

    return played


SHAKEN = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
CRASHES: Sequence[Step] = (("crash_after", "sent", 0), ("tick", "sent", 61), ("deliver", "sent", 400))
TWICE: Sequence[Step] = (("deliver", "sent", 0), ("queue", "sent", 61), ("deliver", "sent", 61))
SILENCE: Sequence[Step] = (("deliver", "silence", 0), ("tick", "sent", 61), ("deliver", "sent", 400))


def test_no_history_tells_twice_without_a_person(play: Play) -> None:
    @SHAKEN
    @given(st.lists(STEPS, max_size=9))
    def holds(history: list[Step]) -> None:
        world = play(history)
        assert world.taken <= world.allowed

    holds()


def test_whatever_happens_a_message_ends_where_somebody_sees_it(play: Play) -> None:
    """After all, a minute later nothing stands in `sending`: it was told, waits, or a person is shown it."""

    @SHAKEN
    @given(st.lists(STEPS, max_size=6))
    def holds(history: list[Step]) -> None:
        world = play([*history, ("tick", "sent", 61)])
        state = Message.objects.filter(pk=world.row.pk).values_list("state", flat=True).first()
        assert state != "sending"

    holds()


@pytest.mark.parametrize("history", [CRASHES, TWICE, SILENCE])
def test_the_worst_histories_tell_once(play: Play, history: Sequence[Step]) -> None:
    assert play(history).taken == 1


def test_planted_sending_written_after_the_call_is_caught(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(system: Acting, message_id: UUID, *, at: datetime) -> sending.Parcel | None:
        row = Message.objects.get(pk=message_id)
        return sending.Parcel(row.pk, row.tries, row.way, "+15550170", queueing.Body("", "x"))

    monkeypatch.setattr(sending, "claimed", careless)
    assert play(CRASHES).taken == 2


def test_planted_retry_of_what_is_unknown_is_caught(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    real = steps.moved

    def eager(tx: Tx, row: Message, state: str, **more: Any) -> Message:
        return real(tx, row, "waiting" if state == "unknown" else state, **more)

    monkeypatch.setattr(sending, "moved", eager)
    assert play(SILENCE).taken == 2


def test_planted_dropped_key_is_caught(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault gives each wanting a key of its own, as if there were none."""
    real = queueing._stored

    def keyless(tx: Tx, row: Message) -> Message:
        row.key = f"{row.key}:{row.pk}"
        return real(tx, row)

    monkeypatch.setattr(queueing, "_stored", keyless)
    assert play(TWICE).taken == 2


def test_only_refusals_and_people_lead_back_to_waiting() -> None:
    leading_back = {state for state, after in course.NEXT.items() if "waiting" in after}
    assert leading_back == {"sending", "unknown", "failed", "bounced"}
    assert all(course.may_follow(state, "sent") for state in ("waiting", "sending", "unknown"))
    assert course.NEXT["withdrawn"] == frozenset()

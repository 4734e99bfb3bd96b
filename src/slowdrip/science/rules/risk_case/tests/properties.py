"""What holds of any story of a case. Each property is told in terms of the story, not of the fold that it checks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from slowdrip.science.rules.risk_case import codec, fold, ladder, waiting
from slowdrip.science.rules.risk_case.codes import MEETS_ANY, Disposal, Step, Tier, Urgency
from slowdrip.science.rules.risk_case.events import (
    Acted,
    Closed,
    Disposed,
    Escalated,
    Event,
    Payload,
    Reminded,
    Reopened,
    Screened,
    Signalled,
    TextRead,
    place,
)
from slowdrip.science.rules.risk_case.limits import CLOCK_SKEW
from slowdrip.science.rules.risk_case.state import EMPTY, CaseState
from slowdrip.science.rules.risk_case.tests.histories import LIMITS, START, instant
from slowdrip.science.rules.risk_case.waiting import Duty

Property = Callable[[list[Event], Random], None]
LATER: Final = timedelta(days=30)
IN_OTHER_HANDS: Final = (Disposal.EMERGENCY_CARE, Disposal.ADMITTED, Disposal.REFERRED)


def it_is_never_closed_without_screen_disposition_and_signature(events: list[Event], rng: Random) -> None:
    """Whenever the story closes, there was a screen after the last sign, then a disposition, then a signature."""
    state, told = EMPTY, list[Event]()
    for event in sorted(events, key=place):
        was_open, state = state.is_open, fold.step(state, event)
        if was_open and isinstance(event.payload, Reopened):
            continue  # opening what is open says nothing
        told.append(event)
        if was_open and not state.is_open:
            _must_be_closed_well(told, state)
        if isinstance(event.payload, Signalled | Reopened) or _worries(event.payload):
            assert state.is_open


def _must_be_closed_well(told: Sequence[Event], state: CaseState) -> None:
    """A screen after the last sign; where none was possible, an end in other hands."""
    last = told[-1].payload
    assert isinstance(last, Closed)
    assert last.signature
    assert last.signed_by
    signs = signs_in(told)
    tries = _places(told, lambda one: isinstance(one, Screened))
    screens = _places(told, _is_screen)
    disposed = _places(told, lambda one: isinstance(one, Disposed))
    assert disposed
    assert not tries or disposed[-1] > tries[-1]
    if signs and (not screens or screens[-1] < signs[-1]):
        assert tries
        assert tries[-1] > signs[-1]
        # Of several that were told the one holds that may: a safety plan says nothing where nobody could screen.
        assert state.disposition is not None
        assert state.disposition.disposal in IN_OTHER_HANDS
    read = {one.payload.sign for one in told if isinstance(one.payload, TextRead)}
    assert {one.id for one in told if isinstance(one.payload, Signalled) and one.payload.own_words} <= read


def _places(told: Sequence[Event], wanted: Callable[[Payload], bool]) -> list[int]:
    return [number for number, one in enumerate(told) if wanted(one.payload)]


def _is_screen(one: Payload) -> bool:
    """A person screened the patient; "it was not possible" is no screen."""
    return isinstance(one, Screened) and (one.tool, one.tier) != ("clinician", Tier.UNDETERMINED)


def _is_sign(one: Payload) -> bool:
    return (isinstance(one, Signalled) and not one.own_words) or isinstance(one, Reopened)


def signs_in(ordered: Sequence[Event]) -> list[int]:
    """The places of the signs: also where somebody read for the first time what was written, and it worried them."""
    found, unread = list[int](), set[str]()
    for number, event in enumerate(ordered):
        one = event.payload
        if isinstance(one, Signalled) and one.own_words:
            unread.add(event.id)
        if _is_sign(one) or (isinstance(one, TextRead) and one.sign in unread and one.concern is not None):
            found.append(number)
        if isinstance(one, TextRead):
            unread.discard(one.sign)
    return found


def _worries(one: Payload) -> bool:
    return isinstance(one, Signalled)


def arrival_does_not_matter(events: list[Event], rng: Random) -> None:
    """Any order of arrival, and everything sent twice, gives the same state."""
    other = [*events, *rng.sample(events, rng.randrange(len(events) + 1))]
    rng.shuffle(other)
    assert fold.replay(other) == fold.replay(events)


def a_restart_does_not_matter(events: list[Event], rng: Random) -> None:
    """Folding a part, writing it down, reading it again and folding the rest gives the whole."""
    ordered = sorted(events, key=place)
    cut = rng.randrange(len(ordered) + 1)
    state = codec.from_json(codec.to_json(fold.replay(ordered[:cut])))
    for event in ordered[cut:]:
        state = fold.step(state, event)
    assert state == fold.replay(events)


def payloads_come_back(events: list[Event], rng: Random) -> None:
    """What was written down of an event is read as it was told."""
    for event in events:
        told = event.payload
        assert codec.decoded(codec.kind_of(told), codec.encoded(told)) == told


def an_open_case_always_waits_for_something(events: list[Event], rng: Random) -> None:
    """No open case without a deadline and a next look, and none of a closed one; a demanded screen is among them."""
    state = fold.replay(events)
    found = waiting.deadlines(state, LIMITS)
    assert bool(found) == state.is_open
    assert (ladder.next_look(state, LIMITS) is not None) == state.is_open
    assert any(one.duty is Duty.SCREEN for one in found) == (state.is_open and state.is_screen_demanded)
    assert len([one for one in found if one.duty is Duty.READ]) == (len(state.unread) if state.is_open else 0)


def every_sign_is_met_in_its_time(events: list[Event], rng: Random) -> None:
    """A screen is due no later than its own limit after each sign that nobody screened, whatever else is told."""
    state = fold.replay(events)
    if not state.is_open:
        return
    due = [one.due_at for one in waiting.deadlines(state, LIMITS) if one.duty is Duty.SCREEN]
    for sign in _unscreened(events):
        assert due
        assert min(due) <= sign.known_at + LIMITS.screen(_urgency(sign.payload))


def _unscreened(events: list[Event]) -> list[Event]:
    """The signs after the last screen; what opened a case again by hand has its place in another property."""
    ordered = sorted(events, key=place)
    last = max(_places(ordered, _is_screen), default=-1)
    signs = [ordered[number] for number in signs_in(ordered) if number > last]
    return [one for one in signs if not isinstance(one.payload, Reopened)]


def _urgency(one: Payload) -> Urgency:
    told = one.concern if isinstance(one, TextRead) else getattr(one, "urgency", None)
    return told or Urgency.REVIEW


def a_bad_screen_is_acted_on(events: list[Event], rng: Random) -> None:
    """After a screen that says high somebody is due to act until somebody did, whatever a later screen says."""
    ordered = sorted(events, key=place)
    acts = _places(ordered, lambda one: isinstance(one, Acted) and one.what in MEETS_ANY)
    high = _places(ordered, lambda one: isinstance(one, Screened) and one.tier is Tier.HIGH)
    state = fold.replay(events)
    if high and not any(place > high[-1] for place in acts):
        assert state.is_open == any(one.duty is Duty.ACT for one in waiting.deadlines(state, LIMITS))


def a_missed_deadline_calls_everyone_in_the_end(events: list[Event], rng: Random) -> None:
    """A month later, in one jump or in many looks, each deadline has called its whole ladder, each step once."""
    start = fold.replay(events)
    at = max((start.as_of or instant(rng)), *(one.recorded_at for one in events)) + LATER
    jumped = _called(start, [at, at, at + timedelta(seconds=1)])
    walked = _called(start, [at - LATER + timedelta(hours=18) * number for number in range(41)])
    for state in (jumped, walked):
        made = [(call.deadline, call.step, call.number) for call in state.calls[len(start.calls) :]]
        assert len(made) == len(set(made))
        for one in waiting.deadlines(start, LIMITS):
            if one.due_at + 4 * one.every < at:
                steps = {call.step for call in state.calls if call.deadline == one.key}
                assert {Step.OWNER, Step.FIRST, Step.BACKUP, Step.EVERYONE} <= steps
    flood = len(jumped.calls) - len(start.calls)
    assert flood <= 4 * len(waiting.deadlines(start, LIMITS))


def a_clock_set_back_loses_nothing(events: list[Event], rng: Random) -> None:
    """Seen by a clock that stands before the story, what is waited for is overdue at once, and so are its calls."""
    state = fold.replay(events)
    if not state.is_open:
        return
    before = min(min(one.occurred_at, one.recorded_at) for one in events) - timedelta(hours=2)
    found = waiting.deadlines(state, LIMITS)
    assert waiting.late(state, LIMITS, before) == found
    # A review that was signed for a day before that clock is late in its own time.
    keys = {one.key for one in found if one.since > before + CLOCK_SKEW}
    steps = {(call.deadline.key, call.step) for call in ladder.due_calls(replace(state, calls=()), LIMITS, before)}
    assert {(key, step) for key in keys for step in (Step.OWNER, Step.EVERYONE)} <= steps


def words_are_told_at_once_and_once_for_a_round(events: list[Event], rng: Random) -> None:
    """Somebody is told of words as they come, unless something waits of which they were told; reading tells nobody."""
    state = EMPTY
    for number, event in enumerate(sorted(events, key=place)):
        at = START + timedelta(minutes=7 * number)
        screens = state.is_screen_demanded and not state.could_not_screen
        waited = state.is_open and bool(state.unread or screens)
        state = fold.step(state, replace(event, occurred_at=at, recorded_at=at))
        called = _called(state, [at])
        told = [call for call in called.calls[len(state.calls) :] if call.step is Step.TOLD]
        told = [call for call in told if call.deadline.startswith("read:")]
        is_words = isinstance(event.payload, Signalled) and event.payload.own_words
        assert [call.deadline for call in told] == ([f"read:{event.id}"] if is_words and not waited else [])
        state = called


def _called(state: CaseState, looks: Sequence[datetime]) -> CaseState:
    """The state after the clock looked at these moments and wrote down each call it made."""
    for number, at in enumerate(looks):
        for call in ladder.due_calls(state, LIMITS, at):
            told: Payload = (
                Reminded(deadline=call.deadline.key, step=call.step)
                if call.is_reminder
                else Escalated(deadline=call.deadline.key, step=call.step, number=call.number)
            )
            state = fold.step(state, Event(f"{number}:{call.name}", told, at, at, "system"))
    return state


PROPERTIES: Final[tuple[Property, ...]] = (
    it_is_never_closed_without_screen_disposition_and_signature,
    arrival_does_not_matter,
    a_restart_does_not_matter,
    payloads_come_back,
    an_open_case_always_waits_for_something,
    every_sign_is_met_in_its_time,
    a_bad_screen_is_acted_on,
    a_missed_deadline_calls_everyone_in_the_end,
    a_clock_set_back_loses_nothing,
    words_are_told_at_once_and_once_for_a_round,
)

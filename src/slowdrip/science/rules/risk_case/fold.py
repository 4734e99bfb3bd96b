"""The fold: one event more, or the whole story; any order of arrival and any repeat give the same state."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from slowdrip.science.rules.risk_case.closing import may_close, may_dispose
from slowdrip.science.rules.risk_case.codes import MEETS_ANY, MEETS_BY_PLAN, OwnerWhy, Tier, Urgency
from slowdrip.science.rules.risk_case.events import (
    Acted,
    Closed,
    Disposed,
    Escalated,
    Event,
    KnownSigned,
    OwnerNamed,
    PlanMade,
    Reminded,
    Reopened,
    Screened,
    Signalled,
    TextRead,
    place,
)
from slowdrip.science.rules.risk_case.state import (
    EMPTY,
    Act,
    Call,
    CaseState,
    Disposition,
    Known,
    OwnWords,
    Problem,
    Screen,
    Sign,
    Turn,
)

BY_CLOCK: Final = (Reminded, Escalated)
REOPENED: Final = "reopened"
NOT_POSSIBLE: Final = ("clinician", Tier.UNDETERMINED)
"""Tool and tier of "it was not possible to screen": somebody acts on it, and the screen stays asked for."""
SIGN_AFTER_CLOSE: Final = "sign_after_close"
Handler = Callable[[CaseState, Event, Any], CaseState]


def replay(events: Iterable[Event]) -> CaseState:
    """The state after all of these, by when they occurred and then by id; the same id twice counts once."""
    state, seen = EMPTY, set[str]()
    for event in sorted(events, key=lambda one: (*place(one), repr(one.payload))):
        if event.id not in seen:
            seen.add(event.id)
            state = step(state, event)
    return state


def step(state: CaseState, event: Event) -> CaseState:
    """The state after one event more, which comes after those that were folded."""
    after = HANDLERS[type(event.payload)](state, event, event.payload)
    if not isinstance(event.payload, BY_CLOCK) and not _is_by_roster(event.payload):
        after = replace(after, moved=event.id, moved_at=event.known_at)
    return replace(after, events=state.events + 1, as_of=event.occurred_at)


def _is_by_roster(payload: Any) -> bool:
    """An owner that the roster named is no sign that a person looked."""
    return isinstance(payload, OwnerNamed) and payload.why not in (OwnerWhy.TAKEN, OwnerWhy.NAMED)


def _signalled(state: CaseState, event: Event, told: Signalled) -> CaseState:
    if told.own_words:
        words = OwnWords(id=event.id, at=event.known_at, subject=told.subject, code=told.code)
        return _opened(replace(state, unread=(*state.unread, words)), event)
    sign = Sign(
        id=event.id,
        at=event.known_at,
        source=told.source,
        code=told.code,
        urgency=told.urgency,
        height=told.height,
        subject=told.subject,
        words=told.words,
        by=event.by,
        calls=len(state.calls),
    )
    return _with_sign(state, event, sign)


def _with_sign(state: CaseState, event: Event, sign: Sign) -> CaseState:
    return _opened(replace(state, signs=(*state.signs, sign)), event)


def _opened(state: CaseState, event: Event) -> CaseState:
    """A sign opens the case, also one that was closed, and takes back what was decided without it."""
    if state.is_open:
        return replace(state, disposition=None)
    turns = state.turns
    if state.opened_at is not None:
        turns = (*turns, Turn(id=event.id, at=event.known_at, is_open=True, reason=SIGN_AFTER_CLOSE, by=event.by))
    opened_at = state.opened_at or event.known_at
    return replace(state, is_open=True, opened_at=opened_at, disposition=None, turns=turns)


def _screened(state: CaseState, event: Event, told: Screened) -> CaseState:
    screen = Screen(id=event.id, at=event.known_at, tool=told.tool, tier=told.tier, outcome=told.outcome, by=event.by)
    if (told.tool, told.tier) == NOT_POSSIBLE:
        screens = (*state.screens, screen)
        return replace(state, screens=screens, tried_signs=len(state.signs), disposition=None)
    known = replace(state.known, open=False) if state.known else None
    return replace(
        state,
        screens=(*state.screens, screen),
        screened_signs=len(state.signs),
        known=known,
        disposition=None,
    )


def _owner_named(state: CaseState, event: Event, told: OwnerNamed) -> CaseState:
    return replace(state, owner=told.owner, owner_why=told.why)


def _called(state: CaseState, event: Event, told: Reminded | Escalated) -> CaseState:
    number = told.number if isinstance(told, Escalated) else 0
    call = Call(deadline=told.deadline, step=told.step, at=event.known_at, number=number, to=told.to)
    return replace(state, calls=(*state.calls, call))


def _acted(state: CaseState, event: Event, told: Acted) -> CaseState:
    act = Act(id=event.id, at=event.known_at, what=told.what, note=told.note, by=event.by)
    met = len(state.screens) if told.what in MEETS_ANY else state.acted_screens
    return replace(state, acts=(*state.acts, act), acted_screens=met)


def _plan_made(state: CaseState, event: Event, told: PlanMade) -> CaseState:
    return _met_by_plan(replace(state, plan=told.plan))


def _known_signed(state: CaseState, event: Event, told: KnownSigned) -> CaseState:
    known = Known(id=told.known, plan=told.plan, review_by=told.review_by, heights=dict(told.heights))
    return _met_by_plan(replace(state, known=known, plan=told.plan))


def _met_by_plan(state: CaseState) -> CaseState:
    worst = state.worst_unacted
    is_met = worst is not None and worst.tier in MEETS_BY_PLAN
    return replace(state, acted_screens=len(state.screens)) if is_met else state


def _text_read(state: CaseState, event: Event, told: TextRead) -> CaseState:
    found = next((words for words in state.unread if words.id == told.sign), None)
    if found is None:
        return _ignored(state, event, "text_not_unread")
    unread = tuple(words for words in state.unread if words.id != told.sign)
    after = replace(state, unread=unread, read=(*state.read, found))
    if told.concern is None:
        return after
    sign = Sign(
        id=event.id,
        at=event.known_at,
        source="own_words",
        code=found.code or "own_words",
        urgency=told.concern,
        subject=found.subject,
        words=told.note,
        by=event.by,
        calls=len(state.calls),
    )
    return _with_sign(after, event, sign)


def _disposed(state: CaseState, event: Event, told: Disposed) -> CaseState:
    if reasons := may_dispose(state, told.disposal):
        return _ignored(state, event, "disposition_ignored", reasons)
    made = Disposition(id=event.id, at=event.known_at, disposal=told.disposal, note=told.note, by=event.by)
    return replace(state, disposition=made)


def _closed(state: CaseState, event: Event, told: Closed) -> CaseState:
    """A close that nobody signed, or that comes too early, closes nothing."""
    reasons = may_close(state) if told.signature and told.signed_by else ("not_signed",)
    if reasons:
        return _ignored(state, event, "close_ignored", reasons)
    turn = Turn(id=event.id, at=event.known_at, is_open=False, by=event.by)
    return replace(state, is_open=False, turns=(*state.turns, turn))


def _reopened(state: CaseState, event: Event, told: Reopened) -> CaseState:
    """Opening again demands a screen like any sign."""
    if state.is_open:
        return _ignored(state, event, "reopen_ignored", ("is_open",))
    sign = Sign(
        id=event.id,
        at=event.known_at,
        source=REOPENED,
        code=REOPENED,
        urgency=Urgency.REVIEW,
        words=told.reason,
        by=event.by,
        calls=len(state.calls),
    )
    turn = Turn(id=event.id, at=event.known_at, is_open=True, reason=told.reason, by=event.by)
    opened_at = state.opened_at or event.known_at
    return replace(
        state,
        is_open=True,
        opened_at=opened_at,
        disposition=None,
        signs=(*state.signs, sign),
        turns=(*state.turns, turn),
    )


def _ignored(state: CaseState, event: Event, code: str, reasons: tuple[str, ...] = ()) -> CaseState:
    return replace(state, problems=(*state.problems, Problem(code=code, event=event.id, reasons=reasons)))


HANDLERS: Final[Mapping[type, Handler]] = MappingProxyType(
    {
        Signalled: _signalled,
        Screened: _screened,
        OwnerNamed: _owner_named,
        Reminded: _called,
        Escalated: _called,
        Acted: _acted,
        PlanMade: _plan_made,
        KnownSigned: _known_signed,
        TextRead: _text_read,
        Disposed: _disposed,
        Closed: _closed,
        Reopened: _reopened,
    }
)

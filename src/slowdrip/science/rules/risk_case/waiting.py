"""The deadlines of a case, as functions of its state: nothing is scheduled, so no restart or clock can lose one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from slowdrip.science.rules.risk_case.codes import Step, Tier, Urgency
from slowdrip.science.rules.risk_case.limits import AGAIN_EVERY, AGAIN_URGENT_EVERY, CLOCK_SKEW, Limits
from slowdrip.science.rules.risk_case.state import CaseState, OwnWords, Sign


class Duty(StrEnum):
    """What is waited for."""

    SCREEN = "screen"
    ACT = "act"
    READ = "read"
    REVIEW = "review"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that has to happen by then; `key` names the occurrence, `every` the time between calls once it passed.

    `again` is the time after which everyone is called once more, `is_told` says that whoever answers is told of it at
    once, before anything is late.
    """

    key: str
    duty: Duty
    since: datetime
    due_at: datetime
    every: timedelta
    again: timedelta = AGAIN_EVERY
    is_told: bool = False


def deadlines(state: CaseState, limits: Limits) -> tuple[Deadline, ...]:
    """Everything that is waited for, the earliest first; an open case always has one."""
    if not state.is_open:
        return ()
    found = [*_screens(state, limits), *_act(state, limits), *_reads(state, limits), *_review(state, limits)]
    return tuple(sorted([*found, _settle(state, limits)], key=lambda one: (one.due_at, one.key)))


def next_deadline(state: CaseState, limits: Limits) -> Deadline | None:
    """The earliest thing that is waited for; None for a closed case."""
    return next(iter(deadlines(state, limits)), None)


def overdue_at(deadline: Deadline, at: datetime) -> datetime:
    """When it is overdue, seen from now: what was written by a clock ahead of now is overdue, and long since.

    Such a time cannot be trusted, and waiting for the clock to come round again could take days.
    """
    if deadline.since - at > CLOCK_SKEW:
        return at - 3 * deadline.every
    return deadline.due_at


def late(state: CaseState, limits: Limits, at: datetime) -> tuple[Deadline, ...]:
    """The deadlines that passed."""
    return tuple(one for one in deadlines(state, limits) if overdue_at(one, at) <= at)


def _screens(state: CaseState, limits: Limits) -> Iterator[Deadline]:
    """One for each round of signs: what comes while a round is still being called about joins it.

    A sign to be reviewed that stands beside an urgent one has none of its own: it is screened with that one, sooner.
    """
    urgent = [sign for sign in state.unscreened if sign.urgency is Urgency.URGENT]
    review = [sign for sign in state.unscreened if sign not in urgent and not _stands_beside(sign, urgent, limits)]
    yield from _rounds(urgent, state, limits, every=limits.quickly, again=AGAIN_URGENT_EVERY)
    yield from _rounds(review, state, limits, every=limits.slowly, again=AGAIN_EVERY)


def _stands_beside(sign: Sign, urgent: list[Sign], limits: Limits) -> bool:
    earliest, latest = sign.at - limits.screen_review, sign.at + limits.screen_review - limits.screen_urgent
    return any(earliest <= other.at <= latest for other in urgent)


def _rounds(
    signs: list[Sign], state: CaseState, limits: Limits, *, every: timedelta, again: timedelta
) -> Iterator[Deadline]:
    last: Deadline | None = None
    for sign in sorted(signs, key=lambda one: (one.at, one.id)):
        due_at = sign.at + limits.screen(sign.urgency)
        if last is None or due_at > last.due_at + 3 * every or _is_used_up(last, sign, state):
            last = Deadline(
                key=f"screen:{sign.id}",
                duty=Duty.SCREEN,
                since=sign.at,
                due_at=due_at,
                every=every,
                again=again,
                is_told=True,
            )
            yield last


def _is_used_up(round_: Deadline, sign: Sign, state: CaseState) -> bool:
    """Whether everyone had been called about the round when the sign came: then nobody would hear of the sign."""
    made = state.calls[: sign.calls]
    return any(call.deadline == round_.key and call.step is Step.EVERYONE for call in made)


def _act(state: CaseState, limits: Limits) -> Iterator[Deadline]:
    """After the worst screen that nobody acted on somebody acts; screening again moves nothing, whatever it says."""
    worst = state.worst_unacted
    within = limits.act(worst.tier) if worst is not None else None
    if worst is None or within is None:
        return
    yield Deadline(
        key=f"act:{worst.id}",
        duty=Duty.ACT,
        since=worst.at,
        due_at=worst.at + within,
        every=limits.quickly if within <= limits.act_moderate else limits.slowly,
        again=AGAIN_URGENT_EVERY if worst.tier.rank == Tier.HIGH.rank else AGAIN_EVERY,
    )


def _reads(state: CaseState, limits: Limits) -> Iterator[Deadline]:
    """One for each entry, so that none is left unread; whoever answers is told once of all that is waiting."""
    for words in state.unread:
        yield Deadline(
            key=f"read:{words.id}",
            duty=Duty.READ,
            since=words.at,
            due_at=words.at + limits.read,
            every=limits.slowly,
            is_told=_is_told(words, state, limits),
        )


def _is_told(words: OwnWords, state: CaseState, limits: Limits) -> bool:
    """Whether somebody is told of these words: nobody was told of the case lately, or all that they were told is done.

    What is told is told in the transaction in which it comes. So words that came while others were unread, or while a
    sign waits for its screen, have joined that round, and stay joined when the others are read first. A round that
    somebody else was told, or a sign that nobody can screen now, is none to join.
    """
    since = words.at - 3 * limits.slowly
    told = (call for call in state.calls if call.step is Step.TOLD and call.at >= since)
    lately = any(not call.to or state.owner in call.to for call in told)
    others_wait = len(state.unread) > 1 or (state.is_screen_demanded and not state.could_not_screen)
    return not lately or (words.id == state.moved and not others_wait)


def _review(state: CaseState, limits: Limits) -> Iterator[Deadline]:
    known = state.known
    if known is not None and known.open and state.moved_at is not None:
        yield Deadline(
            key=f"review:{known.id}",
            duty=Duty.REVIEW,
            since=min(state.moved_at, known.review_by),
            due_at=known.review_by,
            every=limits.slowly,
        )


def _settle(state: CaseState, limits: Limits) -> Deadline:
    """An open case is not left lying, also when all that was due was done."""
    since = state.moved_at or state.opened_at
    if since is None:
        raise AssertionError("open_case_without_sign")
    return Deadline(
        key=f"settle:{state.moved}",
        duty=Duty.SETTLE,
        since=since,
        due_at=since + limits.settle(state.tier),
        every=limits.slowly,
    )

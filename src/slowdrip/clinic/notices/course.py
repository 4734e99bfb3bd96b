"""The states of a message and the steps between them: pure, so that every history can be walked."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from slowdrip.clinic.notices.models import Message

S = Message.State
MOST_TRIES: Final = 5
BACKOFF: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long after the first, second, third and fourth try that the gateway surely did not take."""
SENDING_LASTS: Final = timedelta(seconds=60)
"""A call ends well within this time; what stands in `sending` for longer was left there by a crash."""

NEXT: Final[Mapping[str, frozenset[str]]] = {
    S.WAITING: frozenset({S.SENDING, S.SENT, S.FAILED, S.WITHDRAWN}),
    S.SENDING: frozenset({S.SENT, S.WAITING, S.FAILED, S.BOUNCED, S.UNKNOWN}),
    S.SENT: frozenset({S.BOUNCED}),
    S.UNKNOWN: frozenset({S.SENT, S.BOUNCED, S.FAILED, S.WAITING}),
    S.FAILED: frozenset({S.WAITING, S.WITHDRAWN}),
    S.BOUNCED: frozenset({S.WAITING, S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}
"""What may follow a state. A refusal leads from `sending` back to `waiting`; from later states only a person does."""

DECIDED_BY_A_PERSON: Final = frozenset({S.UNKNOWN, S.FAILED, S.BOUNCED})


def may_follow(state: str, after: str) -> bool:
    """Says whether a message in one state may come into another."""
    return after in NEXT[state]


def wait_after(tries: int) -> timedelta | None:
    """Gives how long to wait after so many tries; None when there were enough, until somebody asks for it again."""
    place = (tries - 1) % MOST_TRIES + 1
    return None if place == MOST_TRIES else BACKOFF[place - 1]


def begun_anew(tries: int) -> int:
    """Gives the count from which a message has all its tries again; it never falls, as a late answer names its try."""
    return -(-tries // MOST_TRIES) * MOST_TRIES

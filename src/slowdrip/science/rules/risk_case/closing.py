"""When a case may be closed, and whether its patient may leave: codes of what is still in the way."""

from typing import Final

from slowdrip.science.rules.risk_case.codes import Disposal, Tier
from slowdrip.science.rules.risk_case.state import CaseState

NOT_OPEN: Final = "not_open"
SCREEN_DEMANDED: Final = "screen_demanded"
TEXT_UNREAD: Final = "text_unread"
NOT_ACTED: Final = "not_acted"
NO_DISPOSITION: Final = "no_disposition"
ACTS_BEFORE_CLOSE: Final = frozenset({Tier.HIGH, Tier.UNDETERMINED, Tier.MODERATE})
WITHOUT_SCREEN: Final = frozenset({Disposal.EMERGENCY_CARE, Disposal.ADMITTED, Disposal.REFERRED})
"""Where a patient is in the hands of others, so that a case ends also where no screen was possible [proposal]."""


def may_close(state: CaseState) -> tuple[str, ...]:
    """Why the case cannot be closed; nothing where only the signature is missing."""
    if not state.is_open:
        return (NOT_OPEN,)
    return (*_before_disposition(state, _made(state)), *(() if state.disposition else (NO_DISPOSITION,)))


def may_dispose(state: CaseState, disposal: Disposal | None = None) -> tuple[str, ...]:
    """Why nobody can say yet where the case ends, or that it ends there."""
    return _before_disposition(state, disposal) if state.is_open else (NOT_OPEN,)


def holds_back(state: CaseState) -> bool:
    """Whether a patient of this case is not let go as discharged: a positive without a disposition after its screen."""
    return state.is_open and bool(state.signs) and (state.is_screen_demanded or state.disposition is None)


def _made(state: CaseState) -> Disposal | None:
    return state.disposition.disposal if state.disposition else None


def _before_disposition(state: CaseState, disposal: Disposal | None) -> tuple[str, ...]:
    in_other_hands = state.could_not_screen and disposal in WITHOUT_SCREEN
    worst = state.worst_unacted
    found = (
        (SCREEN_DEMANDED, state.is_screen_demanded and not in_other_hands),
        (TEXT_UNREAD, bool(state.unread)),
        (NOT_ACTED, worst is not None and worst.tier in ACTS_BEFORE_CLOSE),
    )
    return tuple(code for code, stands in found if stands)

"""When a case may be closed, and whether its patient may leave: codes of what is still in the way."""

from typing import Final

from slowdrip.science.rules.risk_case.codes import Tier
from slowdrip.science.rules.risk_case.state import CaseState

NOT_OPEN: Final = "not_open"
SCREEN_DEMANDED: Final = "screen_demanded"
TEXT_UNREAD: Final = "text_unread"
NOT_ACTED: Final = "not_acted"
NO_DISPOSITION: Final = "no_disposition"
ACTS_BEFORE_CLOSE: Final = frozenset({Tier.HIGH, Tier.UNDETERMINED, Tier.MODERATE})


def may_close(state: CaseState) -> tuple[str, ...]:
    """Why the case cannot be closed; nothing where only the signature is missing."""
    if not state.is_open:
        return (NOT_OPEN,)
    return (*_before_disposition(state), *(() if state.disposition else (NO_DISPOSITION,)))


def may_dispose(state: CaseState) -> tuple[str, ...]:
    """Why nobody can say yet where the case ends."""
    return _before_disposition(state) if state.is_open else (NOT_OPEN,)


def holds_back(state: CaseState) -> bool:
    """Whether a patient of this case is not let go as discharged: a positive without a disposition after its screen."""
    return state.is_open and bool(state.signs) and (state.is_screen_demanded or state.disposition is None)


def _before_disposition(state: CaseState) -> tuple[str, ...]:
    found = (
        (SCREEN_DEMANDED, state.is_screen_demanded),
        (TEXT_UNREAD, bool(state.unread)),
        (NOT_ACTED, bool(state.unacted) and state.tier in ACTS_BEFORE_CLOSE),
    )
    return tuple(code for code, stands in found if stands)

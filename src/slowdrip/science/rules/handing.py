"""Who may give a chair to whom: the reason why a hand-over or a taking cannot stand as it was signed, or nothing."""

from slowdrip.science.rules.outcome import Reason, because


def hand_over_reason(*, holder: str, giver: str, taker: str) -> Reason | None:
    """Why a hand-over cannot stand: only whoever holds the chair hands it over, and never to themselves."""
    if not holder:
        return because("chair_without_nurse")
    if giver != holder:
        return because("handed_over_by_another", holder=holder)
    return because("handed_to_oneself") if taker == holder else None


def take_over_reason(*, holder: str, taker: str, told: str) -> Reason | None:
    """Why a taking cannot stand: whoever holds the chair has it already, and from somebody else it needs a reason."""
    if holder and taker == holder:
        return because("chair_held_already")
    return because("take_over_needs_reason", holder=holder) if holder and not told.strip() else None

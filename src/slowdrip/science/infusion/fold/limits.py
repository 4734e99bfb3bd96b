"""Own limits: each set takes the place of the one before it, and the earlier ones keep what was measured under them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.events.limits import LIMITS_SET, OWN_LIMITS
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.payload import whole, written
from slowdrip.science.infusion.state import InfusionState, OwnLimits


def limits_set(state: InfusionState, event: Event) -> InfusionState:
    """Other limits from now on; one that can be read in no number leaves those in force."""
    numbers = {name: value for name in OWN_LIMITS if (value := whole(event, name)) is not None}
    if not numbers:
        return flag(state, "limits_unreadable", event)
    own = OwnLimits(
        at=event.occurred_at,
        by=event.by,
        event_id=event.id,
        prescriber=written(event, "prescriber"),
        reason=written(event, "reason"),
        **numbers,
    )
    return replace(state, own_limits=(*state.own_limits, own))


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {LIMITS_SET: limits_set}

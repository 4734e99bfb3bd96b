"""Own limits: each set takes the place of the one before it, and the earlier ones keep what was measured under them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.events.limits import LIMITS_SET, OWN_LIMITS, VOIDED_AT
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.payload import instant, whole, written
from slowdrip.science.infusion.state import InfusionState, OwnLimits


def limits_set(state: InfusionState, event: Event) -> InfusionState:
    """Other limits from now on, or the policy's again; one of which no number can be read leaves those in force."""
    given = [name for name in OWN_LIMITS if event.payload.get(name) is not None]
    numbers = {name: value for name in given if (value := whole(event, name)) is not None}
    if given and not numbers:
        return flag(state, "limits_unreadable", event)
    own = OwnLimits(
        at=event.occurred_at,
        by=event.by,
        event_id=event.id,
        prescriber=written(event, "prescriber"),
        reason=written(event, "reason"),
        voided_at=instant(event, VOIDED_AT),
        **numbers,
    )
    return replace(state, own_limits=(*state.own_limits, own))


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {LIMITS_SET: limits_set}

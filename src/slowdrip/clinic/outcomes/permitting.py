"""A site's permission to use a scale: recorded with who gave it, when, and for what."""

from datetime import date, datetime

from slowdrip.clinic.outcomes.models import ScalePermission
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.scales.catalogue import scales
from slowdrip.knowledge.types.scales import Distribution, Scale


def scales_that_need_it() -> list[Scale]:
    """Gives the scales that are off until a permission is recorded, by title."""
    found = (each for each in scales().values() if each.licence.distribution is Distribution.ON_PERMISSION)
    return sorted(found, key=lambda each: each.title)


def record_permission(
    actor: Acting, scale: str, *, given_by: str, given_on: date, scope: str, at: datetime
) -> ScalePermission:
    """Records who allowed the clinic to use a scale; from then on its numbers can be entered."""
    actor.must("outcomes.permit")
    if scale not in {each.name for each in scales_that_need_it()}:
        raise Refused("not_a_permission_scale")
    if given_on > at.date():
        raise Refused("permission_in_future", field="given_on")
    row = ScalePermission(
        clinic_id=actor.clinic_id,
        scale=scale,
        given_by=given_by,
        given_on=given_on,
        scope=scope,
        by_id=actor.actor_id,
        at=at,
    )
    with act(actor, at=at) as tx:
        tx.insert(row)
        tx.wrote("scale.permitted", row, scale=scale)
        tx.publish("outcomes")
    return row

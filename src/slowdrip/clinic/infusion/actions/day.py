"""The day around the drips: who is in the building, the rescue kit."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.infusion.holding import hold_house
from slowdrip.clinic.infusion.models import KitCheck, Presence, SoundCheck
from slowdrip.clinic.infusion.nursing import move
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.refusal import Refused

# facts/clinical.md D4, readiness items in sources [published: airway equipment (label), the rest one clinic's page].
KIT = (
    "airway",
    "bag_valve_mask",
    "oxygen",
    "suction",
    "pulse_oximeter",
    "ecg",
    "aed",
    "crash_drugs",
    "call_bell",
    "ems_plan",
)


def arrive(actor: Acting, membership_id: UUID, *, at: datetime) -> None:
    """Says that a staff member is in the building; the tasks of the chairs they hold end with that."""
    _moved(actor, membership_id, Presence.Way.IN, at=at)


def leave(actor: Acting, membership_id: UUID, *, at: datetime) -> list[str]:
    """Says that a staff member left the building, and gives the chairs they leave without a nurse.

    Who went has gone, so nothing is refused: each of those chairs becomes a task.
    """
    return _moved(actor, membership_id, Presence.Way.OUT, at=at)


def _moved(actor: Acting, membership_id: UUID, way: str, *, at: datetime) -> list[str]:
    actor.must("day.open")
    with act(actor, at=at) as tx:
        hold_house(actor)
        member = Membership.objects.visible_to(actor).filter(id=membership_id, active=True).first()
        if member is None:
            raise Refused("no_such_person", field="who")
        held = move(tx, member.actor_id, way)
    return [each.chair for each in held]


def check_kit(actor: Acting, items: Mapping[str, bool], *, at: datetime) -> KitCheck:
    """Records the rescue kit item by item; it counts as checked only when every item is there."""
    actor.must("day.open")
    unknown = sorted(set(items) - set(KIT))
    if unknown:
        raise Refused("unknown_kit_item", items=unknown)
    found = {name: bool(items.get(name, False)) for name in KIT}
    with act(actor, at=at) as tx:
        check = KitCheck(
            clinic_id=actor.clinic_id, items=canonical(found), complete=all(found.values()), by_id=actor.actor_id, at=at
        )
        tx.insert(check)
        tx.wrote("kit.checked", check, complete=check.complete)
        tx.publish("day")
    return check


def check_sound(actor: Acting, *, heard: bool, device_id: UUID | None, at: datetime) -> SoundCheck:
    """Records whether the sounds of this screen were heard; nothing waits for it."""
    actor.must("day.open")
    with act(actor, at=at) as tx:
        check = SoundCheck(clinic_id=actor.clinic_id, device_id=device_id, heard=heard, by_id=actor.actor_id, at=at)
        tx.insert(check)
        tx.wrote("sound.checked", check, heard=heard, device=device_id)
        tx.publish("day")
    return check

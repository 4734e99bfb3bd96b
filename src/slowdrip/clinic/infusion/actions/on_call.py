"""Who is called by name when nobody answers an alarm: chosen on the day page among those who are here."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.infusion.house import present_actors
from slowdrip.clinic.infusion.models import OnCall
from slowdrip.clinic.infusion.on_call import on_call_today
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused


def call_first(actor: Acting, first: UUID | None, second: UUID | None = None, *, at: datetime) -> OnCall:
    """Says who is first and second call from now on, by membership; nobody means that everybody is called.

    Who was chosen today and has left since may stay chosen: they are passed over until they are back.
    """
    actor.must("day.open")
    if second is not None and first is None:
        raise Refused("on_call_second_only", field="first")
    if second is not None and first == second:
        raise Refused("on_call_twice", field="second")
    with act(actor, at=at) as tx:
        chosen = {"first": _present(actor, first, "first", at=at), "second": _present(actor, second, "second", at=at)}
        row = OnCall(
            clinic_id=actor.clinic_id,
            first_id=chosen["first"],
            second_id=chosen["second"],
            by_id=actor.actor_id,
            at=at,
        )
        tx.insert(row)
        tx.wrote("on_call.chosen", row, **chosen)
        tx.publish("day")
    return row


def _present(actor: Acting, membership_id: UUID | None, field: str, *, at: datetime) -> UUID | None:
    if membership_id is None:
        return None
    member = Membership.objects.visible_to(actor).filter(id=membership_id, active=True).first()
    if member is None:
        raise Refused("no_such_person", field=field)
    if member.actor_id not in {*present_actors(actor.clinic_id, at=at), *_chosen(actor, at=at)}:
        raise Refused("on_call_away", field=field)
    found: UUID = member.actor_id
    return found


def _chosen(actor: Acting, *, at: datetime) -> tuple[UUID, ...]:
    row = on_call_today(actor.clinic_id, at=at)
    return () if row is None else tuple(each for each in (row.first_id, row.second_id) if each is not None)

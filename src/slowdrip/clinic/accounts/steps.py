"""Writes that several actions share; each needs the open transaction it is given."""

from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.refusal import Refused

from .models import Membership, User


def take_place(tx: Tx, user: User, *, roles: list[str], initials: str) -> Membership:
    """Makes a person a member of the actor's clinic, with an actor of their own."""
    clinic_id = tx.actor.clinic_id
    if Membership.objects.visible_to(tx.actor).filter(user=user).exists():
        raise Refused("already_member", field="email")
    person = tx.insert(Actor(clinic_id=clinic_id, kind=Actor.Kind.STAFF, label=user.name))
    member = Membership(clinic_id=clinic_id, user=user, actor=person, name=user.name, initials=initials, roles=roles)
    tx.insert(member)
    tx.wrote("staff.joined", member, roles=roles)
    return member

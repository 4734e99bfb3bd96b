"""Mends how a person is written down: name, initials, and the address as long as nobody has signed in with it."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused

from .models import Membership, User
from .queries import belongs_here_alone


def mend_person(
    actor: Acting, membership_id: UUID, *, name: str, initials: str, email: str, at: datetime
) -> Membership:
    """Changes name, initials and address, audited before and after; what was signed keeps the name it was signed with.

    Another address is refused once the account is in use, or when it is somebody else's.
    """
    actor.must("staff.edit")
    with act(actor, at=at) as tx:
        found = Membership.objects.visible_to(actor).select_related("user", "actor", "clinic")
        member: Membership = found.select_for_update(of=("self",)).get(id=membership_id)
        wanted = email.strip().lower()
        if wanted != member.user.email:
            _change_address(tx, member, wanted)
        tx.change(member, name=name.strip(), initials=initials.strip())
        tx.change(member.actor, label=name.strip())
    return member


def may_change_address(member: Membership) -> bool:
    """Says whether the address is still only what a director typed: no password chosen, no place in another clinic."""
    return not member.user.has_usable_password() and belongs_here_alone(member.clinic, member.user)


def _change_address(tx: Tx, member: Membership, wanted: str) -> None:
    # Held: whoever chooses a password at this moment waits, or is seen.
    member.user = User.objects.select_for_update(no_key=True).get(pk=member.user_id)
    if not may_change_address(member):
        raise Refused("address_in_use", field="email")
    if _is_taken(wanted):
        raise Refused("address_taken", field="email")
    try:
        tx.change(member.user, email=wanted)
    except IntegrityError as why:
        # Somebody else was given it between the look and the write.
        raise Refused("address_taken", field="email") from why


def _is_taken(address: str) -> bool:
    return bool(User.objects.filter(email=address).exists())

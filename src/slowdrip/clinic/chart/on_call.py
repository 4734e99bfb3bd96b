"""Who is called by name today, as the day page shows it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.infusion.on_call import on_call_today
from slowdrip.clinic.record.acting import Acting


@dataclass(frozen=True, slots=True)
class Place:
    """First or second call: who it is, and whether they have left meanwhile."""

    name: str
    label: str
    actor_id: UUID | None
    who: str
    away: bool
    member_id: UUID | None = None


def places(actor: Acting, *, members: Collection[Membership], present: Collection[UUID], at: datetime) -> list[Place]:
    """Gives the first and the second call of today."""
    row = on_call_today(actor.clinic_id, at=at)
    known = {member.actor_id: member for member in members}
    found = (
        ("first", _("First call"), row.first_id if row else None),
        ("second", _("Second call"), row.second_id if row else None),
    )
    return [
        _place(name, label, known.get(who) if who else None, away=who is not None and who not in present)
        for name, label, who in found
    ]


def _place(name: str, label: str, member: Membership | None, *, away: bool) -> Place:
    if member is None:
        return Place(name, label, None, "", away=False)
    return Place(name, label, member.actor_id, member.name, away, member.pk)

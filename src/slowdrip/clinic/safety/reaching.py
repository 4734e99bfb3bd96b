"""Who hears of a case away from an open screen: by e-mail, where the installation sends one and has the address."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.notices import configured
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.safety.roster import LOOKED_AHEAD, able_members, spans_around


def sends_mail() -> bool:
    """Says whether this installation sends e-mail at all."""
    return Message.Way.EMAIL in configured.ways_on()


def unreached(members: Iterable[Membership]) -> frozenset[UUID]:
    """Gives the actors whom no e-mail reaches; nobody where none is sent at all, which is said once for all."""
    if not sends_mail():
        return frozenset()
    return frozenset(each.actor_id for each in members if not (each.user.is_active and each.user.email))


def unreached_on_roster(clinic_id: UUID, *, at: datetime) -> list[str] | None:
    """Gives the names of those whom no e-mail reaches and who are on the roster for now or the days to come.

    None where nobody is written into it at all.
    """
    written = {span.who for span in spans_around(clinic_id, since=at, until=at + LOOKED_AHEAD)}
    if not written:
        return None
    members = able_members(clinic_id)
    return [each.name for each in members if each.actor_id in written & unreached(members)]

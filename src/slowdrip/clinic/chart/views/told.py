"""What a screen says about a tap or a form: its id and its moment, so that a retry is not read as a second one."""

from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.queries import was_active
from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant


def told_id(typed: QueryDict, name: str = "event_id") -> UUID:
    """Gives the id the screen made, so that what is sent twice is one; a page without script gets a fresh one."""
    try:
        return UUID(typed.get(name, ""))
    except ValueError:
        return uuid7()


def told_at(request: ClinicRequest) -> datetime:
    """Gives when the key was pressed by the tablet, never later than now by the server."""
    return told_moment(request, "occurred_at") or request.at


def told_moment(request: ClinicRequest, name: str) -> datetime | None:
    """Gives an instant that the screen sends along, never later than now; None when there is none."""
    try:
        told = datetime.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None
    return min(told, request.at) if told.tzinfo is not None else None


def captured_by(request: ClinicRequest) -> Acting | None:
    """Gives whoever tapped what a tablet had kept, when another person's session sends it; None for one's own.

    They must have the right to chart in this clinic and have had their place when it was tapped: a name is never taken
    from a form on trust alone.
    """
    told = request.POST.get("captured_by", "")
    if not told or told == str(request.acting.actor_id):
        return None
    try:
        actor_id = UUID(told)
    except ValueError as why:
        raise Refused("captured_by_unknown") from why
    with tenant(request.clinic.pk):
        rows = Membership.objects.filter(clinic=request.clinic, actor_id=actor_id)
        member: Membership | None = rows.first()
        here = member is not None and was_active(member, told_at(request))
    if member is None or not here or not member.acting().may("drip.chart"):
        raise Refused("captured_by_unknown")
    return member.acting(session_actor_id=request.acting.actor_id)


def own_page(request: ClinicRequest) -> None:
    """Refuses what a page sends that was made for another person than the one whose session this is by now.

    Two tabs share one session: where a form has no room for who tapped, it must not stand under the other's name.
    """
    told = request.POST.get("page_actor", "")
    if told and told != str(request.acting.actor_id):
        raise Refused("screen_changed_hands")


def chosen_id(typed: str) -> UUID:
    """Gives the id of what was chosen in a list, or refuses."""
    try:
        return UUID(typed)
    except ValueError as why:
        raise Refused("choose_one") from why

"""What a screen says about a tap or a form: its id and its moment, so that a retry is not read as a second one."""

from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7


def told_id(typed: QueryDict) -> UUID:
    """Gives the event id the screen made; a page without script gets a fresh one."""
    try:
        return UUID(typed.get("event_id", ""))
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


def chosen_id(typed: str) -> UUID:
    """Gives the id of what was chosen in a list, or refuses."""
    try:
        return UUID(typed)
    except ValueError as why:
        raise Refused("choose_one") from why

"""What stands on every open screen of the colleague whom it is for, and the number beside the menu's link."""

import contextlib
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, live_page, staff_page
from slowdrip.clinic.notices import actions
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queries import for_colleague, waits_for_a_person
from slowdrip.clinic.notices.queueing import kind_of
from slowdrip.clinic.notices.shown import Line
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused


@live_page("messages.see")
@require_safe
def mine(request: ClinicRequest) -> HttpResponse:
    """Gives a line per message to whoever acts; at the lock nothing, as nobody is known to stand there."""
    rows = [] if request.seat.locked else for_colleague(request.acting, at=request.at)
    context = {
        "lines": [(Line(row, request.at), address(request, row)) for row in rows],
        "waiting": waits_for_a_person(request.clinic.pk, at=request.at),
    }
    return render(request, "notices/parts/mine.html", context)


def address(request: ClinicRequest, row: Message) -> str:
    """Gives the page that the message is about, where its kind names one."""
    kind = kind_of(row.kind)
    if kind is None or not kind.page:
        return ""
    try:
        return reverse(kind.page, kwargs={"clinic": request.clinic.slug})
    except NoReverseMatch:
        return ""


@require_POST
@staff_page("messages.see")
@or_404
def seen(request: ClinicRequest, message: UUID) -> HttpResponse:
    """Takes one's own message off one's screens; tapped twice it is gone all the same."""
    with contextlib.suppress(Refused):
        actions.seen(request.acting, message, at=request.at)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect("chart:board", clinic=request.clinic.slug)

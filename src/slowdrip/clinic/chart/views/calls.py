"""The lines on top of every staff screen while somebody is called anywhere in the house, and the answer to one."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from slowdrip.clinic.accounts.rules import ClinicRequest, live_page, staff_page
from slowdrip.clinic.chart.calls import HELP, Call, open_calls
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.views.answers import answered, charted_line, saved, says_why
from slowdrip.clinic.chart.views.told import told_at, told_id
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.queries import unwatched
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.tenancy import tenant


@dataclass(frozen=True, slots=True)
class Line:
    """A call on this screen: whether the page is that chair's own, and whether the page shows it already."""

    call: Call
    own: bool
    shown: bool

    @property
    def sounds(self) -> bool:
        """Whether it may sound here: the screen from which somebody calls for help need not call to itself."""
        return not (self.own and self.call.what == HELP)


@live_page("board.see")
@require_safe
def open_now(request: ClinicRequest) -> HttpResponse:
    """Gives a line per call: chair, running clock, who called; on a locked screen without a key."""
    path = (HtmxDetails(request).current_url_abs_path or "").partition("?")[0]
    context = {
        "lines": [_line(request, call, path) for call in open_calls(request.acting, at=request.at)],
        "unwatched": bool(unwatched(request.clinic.pk)),
        "locked": request.seat.locked,
        "may_answer": request.acting.may("drip.chart"),
    }
    return render(request, "chart/parts/calls.html", context)


def _line(request: ClinicRequest, call: Call, path: str) -> Line:
    board = reverse("chart:board", kwargs={"clinic": request.clinic.slug})
    own = reverse("chart:chair", kwargs={"clinic": request.clinic.slug, "infusion": call.infusion_id})
    return Line(call, own=path.startswith(own), shown=path in (board, own) and call.what != HELP)


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def coming(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Answers a call for help in one tap: tapped elsewhere, somebody is on the way; at the chair, somebody is there."""
    with tenant(request.clinic.pk):
        find(request.acting, infusion)
    here = request.POST.get("where") == "here"
    moment, event_id = told_at(request), told_id(request.POST)
    kind = "help_arrived" if here else "help_coming"
    if not actions.answer_help(
        request.acting, infusion, at=request.at, occurred_at=moment, event_id=event_id, there=here
    ):
        return saved(request, infusion, _("Somebody else has answered already. Nothing was entered."))
    text = _("Help is here") if here else _("You are on your way")
    line = charted_line(request, infusion, event_id, kind, text, occurred_at=moment)
    return answered(request, infusion, line)

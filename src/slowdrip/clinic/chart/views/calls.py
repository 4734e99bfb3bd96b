"""The lines on top of every staff screen while somebody is called anywhere in the house, and the answer to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from slowdrip.clinic.accounts.rules import ClinicRequest, live_page, staff_page
from slowdrip.clinic.chart.calls import HELP, PATIENT, Call, open_calls
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.record.times import clock
from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.chart.views.answers import answered, charted_line, saved, says_why
from slowdrip.clinic.chart.views.told import told_at, told_id, told_moment
from slowdrip.clinic.chart.words.alarms.sources import calling_words
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.helping import COLLEAGUE
from slowdrip.clinic.infusion.queries import unwatched
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.science.rules.adapters.lasting import NURSE

# More lines than these would push the page itself off a tablet.
OWN_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A call on this screen: whether the page is that chair's own, and whether the page shows it already.

    Whoever is called by name sees the line wherever they are.
    """

    call: Call
    own: bool
    shown: bool
    is_you: bool = False
    called: str = ""
    called_at: str = ""

    @property
    def may_share(self) -> bool:
        """Whether it may stand in one line with others: never an emergency, a call for help, or a call by name."""
        return self.call.what == "urgent" and not self.shown and not self.is_you

    @property
    def sounds(self) -> bool:
        """Whether it may sound here: the screen from which somebody calls for help need not call to itself."""
        return not (self.own and self.call.what == HELP)

    @property
    def pattern(self) -> str:
        """Gives how a patient's call sounds: softly, as an urgent alarm when it waited too long, or not at all."""
        if self.call.is_quiet or self.call.coming_at is not None:
            return ""
        return "urgent" if self.call.is_urgent else PATIENT


@live_page("board.see")
@require_safe
def open_now(request: ClinicRequest) -> HttpResponse:
    """Gives a line per call: chair, running clock, who called; on a locked screen without a key."""
    path = (HtmxDetails(request).current_url_abs_path or "").partition("?")[0]
    calls = open_calls(request.acting, at=request.at)
    names = names_of(request.clinic.pk) if any(call.to_person for call in calls) else {}
    every = (_line(request, call, path, names=names) for call in calls)
    # That somebody is on the way to a patient is news for that chair alone.
    lines, folded = _folded([line for line in every if line.own or line.call.coming_at is None])
    context = {
        "lines": lines,
        "folded": folded,
        "unwatched": bool(unwatched(request.clinic.pk)),
        "locked": request.seat.locked,
        "may_answer": request.acting.may("drip.chart"),
    }
    return render(request, "chart/parts/calls.html", context)


def _folded(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Gives what has a line of its own, and the urgent alarms beyond the first few, which share one."""
    urgent = [line for line in lines if line.may_share]
    folded = urgent[OWN_LINES:] if len(urgent) > OWN_LINES + 1 else []
    return [line for line in lines if line not in folded], folded


def _line(request: ClinicRequest, call: Call, path: str, *, names: Mapping[str, str]) -> Line:
    board = reverse("chart:board", kwargs={"clinic": request.clinic.slug})
    own = reverse("chart:chair", kwargs={"clinic": request.clinic.slug, "infusion": call.infusion_id})
    is_you = bool(call.to_person) and call.to_person == str(request.acting.actor_id)
    zone = ZoneInfo(request.clinic.time_zone)
    called_at = clock(call.called_at, zone) if call.called_at is not None else ""
    shown = path in (board, own) and call.what not in (HELP, PATIENT) and not is_you
    called = calling_words(call.to_person, names, time=called_at, unknown="") if called_at else ""
    own_page = path.startswith(own)
    return Line(call, own=own_page, shown=shown, is_you=is_you, called=called, called_at=called_at)


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def coming(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Answers a call in one tap: somebody is on the way, or there; what was called for says which key it was."""
    with tenant(request.clinic.pk):
        find(request.acting, infusion)
    here, of_patient = request.POST.get("where") == "here", request.POST.get("what") == PATIENT
    event_id, kind = told_id(request.POST), "help_arrived" if here else "help_coming"
    moment = actions.answer_help(
        request.acting,
        infusion,
        at=request.at,
        occurred_at=told_at(request),
        event_id=event_id,
        there=here,
        called_at=told_moment(request, "called_at"),
        who=NURSE if of_patient else COLLEAGUE,
    )
    if moment is None:
        return saved(request, infusion, _("Somebody else has answered already. Nothing was entered."))
    there = _("You were with the patient") if of_patient else _("Help is here")
    text = there if here else _("You are on your way")
    line = charted_line(request, infusion, event_id, kind, text, occurred_at=moment)
    return answered(request, infusion, line)

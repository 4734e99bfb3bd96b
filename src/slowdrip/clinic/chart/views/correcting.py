"""It was earlier, or this is why: an entry that was just tapped gets its right time or its reason, by one tap."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.forms.when import happened_at
from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.chart.views.answers import (
    EARLIER_MIN,
    Line,
    answered,
    bar,
    charted_line,
    event_url,
    problem_lines,
    scripted,
)
from slowdrip.clinic.chart.views.told import own_page, told_moment
from slowdrip.clinic.chart.words.events import event_words
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.correcting import may_be_charted_again
from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.queries import event_row
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.science.infusion import Event


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def again(request: ClinicRequest, infusion: UUID, event: UUID) -> HttpResponse:
    """Shows the keys for another time, and charts the entry again with what was tapped or typed."""
    if request.method != "POST":
        return _page(request, infusion, event)
    with tenant(request.clinic.pk):
        first = as_event(event_row(request.acting, infusion, event))
    try:
        own_page(request)
        new_id = _charted_again(request, first)
    except Refused as why:
        return _sent_back(request, infusion, first, why)
    with tenant(request.clinic.pk):
        return answered(request, infusion, _line(request, infusion, first, new_id))


def _charted_again(request: ClinicRequest, first: Event) -> UUID:
    typed, event_id = request.POST, UUID(first.id)
    if "reason" in typed:
        new_id, reason = _new_id(typed, event_id, typed["reason"]), typed["reason"]
        actions.give_stop_reason(request.acting, event_id, reason=reason, new_id=new_id, at=request.at)
        return new_id
    moment = _moment(request, first)
    new_id = _new_id(typed, event_id, moment.isoformat())
    actions.chart_again(request.acting, event_id, occurred_at=moment, new_id=new_id, at=request.at)
    return new_id


def _new_id(typed: QueryDict, event_id: UUID, wanted: str) -> UUID:
    """Without an id from the screen, the same wish about the same entry has the same id."""
    try:
        return UUID(typed.get("event_id", ""))
    except ValueError:
        return uuid5(event_id, wanted)


def _moment(request: ClinicRequest, first: Event) -> datetime:
    if back := told_moment(request, "back_to"):
        return back
    minutes = request.POST.get("earlier_min", "")
    if minutes in map(str, EARLIER_MIN):
        return first.occurred_at - timedelta(minutes=int(minutes))
    typed = request.POST.get("occurred", "")
    if not typed.strip():
        raise Refused("time_of_day_form", field="occurred")
    return happened_at(typed, at=request.at, zone=ZoneInfo(request.clinic.time_zone))


def _line(request: ClinicRequest, infusion_id: UUID, first: Event, new_id: UUID) -> Line:
    """Gives the line of the new entry; its undo brings the first one's time or reason back, and the next undo voids."""
    new = as_event(event_row(request.acting, infusion_id, new_id))
    line = _offered(request, infusion_id, new)
    if _takes_back(request.POST):
        return line
    back = {"reason": str(first.payload.get("reason", ""))} if "reason" in request.POST else _back_to(first)
    return replace(line, undo_url=event_url(request, infusion_id, new_id, "again"), undo_sends=back)


def _takes_back(typed: QueryDict) -> bool:
    return "back_to" in typed or typed.get("reason") == ""


def _back_to(first: Event) -> Mapping[str, str]:
    return {"back_to": first.occurred_at.isoformat()}


def _offered(request: ClinicRequest, infusion_id: UUID, event: Event) -> Line:
    words = event_words(event, names_of(request.clinic.pk), ZoneInfo(request.clinic.time_zone))
    line = charted_line(request, infusion_id, UUID(event.id), event.kind, words, occurred_at=event.occurred_at)
    return replace(line, reasons=()) if event.payload.get("reason") else line


def _sent_back(request: ClinicRequest, infusion_id: UUID, first: Event, why: Refused) -> HttpResponse:
    """What was typed stays, with the keys beside it; an entry that no longer stands offers nothing more."""
    lines = problem_lines(why)
    if not scripted(request):
        words = " ".join(line.text for line in lines)
        return render_again(request, lambda: _page(request, infusion_id, UUID(first.id), problem=words))
    if why.code == "already_voided":
        return bar(request, lines, status=422)
    with tenant(request.clinic.pk):
        line = replace(_offered(request, infusion_id, first), typed=request.POST.get("occurred", ""))
        return bar(request, [*lines, line], status=422)


def _page(request: ClinicRequest, infusion_id: UUID, event_id: UUID, *, problem: str = "") -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    first = as_event(event_row(request.acting, infusion_id, event_id))
    if not may_be_charted_again(first.kind):
        raise Http404
    shows(request, infusion.patient_id)
    context = {
        "infusion": infusion,
        "patient": infusion.patient,
        "line": _offered(request, infusion_id, first),
        "event_id": uuid7(),
        "typed": request.POST.get("occurred", ""),
        "problem": problem,
    }
    return render(request, "chart/again.html", context, status=422 if problem else 200)

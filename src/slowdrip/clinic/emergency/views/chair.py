"""The emergency page of a drip: one tap opens it, each key is a time."""

from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart.chair import allergies, find, weight_kg
from slowdrip.clinic.chart.story import standing, story_of
from slowdrip.clinic.chart.tapping import bar, captured_by, charted_line, problem_lines, scripted, told_at, told_id
from slowdrip.clinic.chart.timeline import lines_of
from slowdrip.clinic.emergency.course import key_groups, newest, own_events, shown_medicines, to_the_second
from slowdrip.clinic.emergency.keys import OVER
from slowdrip.clinic.emergency.queries import card_in_force, debriefs_of, open_since
from slowdrip.clinic.emergency.tapped import tapped
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant


@staff_page("drip.see", shows_patient=True, held_since=open_since)
@require_safe
@or_404
def page(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Shows the card, the clock and the keys; without an emergency, the key that begins one."""
    return _shown(request, infusion, "emergency/page.html")


@staff_page("drip.see", shows_patient=True, held_since=open_since)
@require_safe
@or_404
def live(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Gives clock, keys and times anew."""
    return _shown(request, infusion, "emergency/parts/live.html")


@require_POST
@staff_page("drip.chart")
@or_404
def begin(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Opens an emergency at this drip, or goes to the one that is open."""
    with tenant(request.clinic.pk):
        find(request.acting, infusion)
    try:
        actions.begin_emergency(
            request.acting,
            infusion,
            at=request.at,
            occurred_at=told_at(request),
            event_id=told_id(request.POST),
            by=captured_by(request),
        )
    except Refused as why:
        return _refused(request, infusion, why)
    there = _url(request, infusion)
    return HttpResponseClientRedirect(there) if scripted(request) else HttpResponseRedirect(there)


@require_POST
@staff_page("drip.chart", held_since=open_since)
@or_404
def tap(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Stores one tapped time; the tablet made its id and its moment, so a retry is not a second tap."""
    with tenant(request.clinic.pk):
        find(request.acting, infusion)
    try:
        with tenant(request.clinic.pk):
            pressed = tapped(request.acting, request.POST)
        draft = Draft(pressed.kind, pressed.payload, told_at(request), id=told_id(request.POST))
        actions.chart(request.acting, infusion, [draft], at=request.at, by=captured_by(request))
    except Refused as why:
        return _refused(request, infusion, why)
    if not scripted(request):
        messages.success(request, pressed.told)
        return HttpResponseRedirect(_url(request, infusion))
    line = charted_line(request, infusion, draft.id, draft.kind, pressed.told, occurred_at=draft.occurred_at)
    # Why the pump was stopped is known here: nobody asks in the middle of an emergency.
    return bar(request, [replace(line, reasons=())], status=200)


def _refused(request: ClinicRequest, infusion_id: UUID, why: Refused) -> HttpResponse:
    if scripted(request):
        return bar(request, problem_lines(why), status=422)
    for line in problem_lines(why):
        messages.error(request, line.text)
    return HttpResponseRedirect(_url(request, infusion_id))


def _url(request: ClinicRequest, infusion_id: UUID) -> str:
    return reverse("emergency:page", kwargs={"clinic": request.clinic.slug, "infusion": infusion_id})


def _shown(request: ClinicRequest, infusion_id: UUID, template: str) -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    shows(request, infusion.patient_id)
    card = card_in_force(infusion.clinic_id)
    context = {
        "infusion": infusion,
        "patient": infusion.patient,
        "weight_kg": weight_kg(infusion),
        "allergies": allergies(infusion),
        "card": card,
        "may_chart": request.acting.may("drip.chart"),
        "over_key": OVER,
        **_course(request, infusion, card=card),
    }
    return render(request, template, context)


def _course(request: ClinicRequest, infusion: Infusion, *, card: Any) -> dict[str, Any]:
    state, zone = state_now(infusion.pk), ZoneInfo(request.clinic.time_zone)
    emergency = newest(state)
    if emergency is None:
        return {"emergency": None}
    story = story_of(infusion)
    own = own_events(standing(story), state, emergency)
    ids = {event.id for event in own}
    began_at = emergency.began_at
    told = [one for one in story if one.event.id in ids or (not one.stands and one.event.occurred_at >= began_at)]
    return {
        "emergency": emergency,
        "since": emergency.began_at.isoformat(),
        "lasted_s": _lasted(emergency.began_at, emergency.over_at),
        "groups": key_groups(own, state, zone=zone),
        "oxygen_on": any(event.payload.get("step") == "oxygen_on" for event in own),
        "medicines": shown_medicines(card.card, card.number, own, zone=zone),
        "lines": to_the_second(
            lines_of(request.acting, infusion, told, clinic=request.clinic, at=request.at), zone=zone
        ),
        "debriefs": debriefs_of(infusion.pk, UUID(emergency.event_id)),
    }


def _lasted(began_at: Any, over_at: Any) -> str:
    if over_at is None:
        return ""
    minutes, seconds = divmod(int((over_at - began_at).total_seconds()), 60)
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds}

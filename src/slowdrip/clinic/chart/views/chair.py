"""The chair: one drip as big numbers, what is due, what happened, and what can be done next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart import slots
from slowdrip.clinic.chart.alarms import alarm_lines
from slowdrip.clinic.chart.chair import attachable, chair_page, find
from slowdrip.clinic.chart.compare import compared
from slowdrip.clinic.chart.forms.vitals import vitals_form
from slowdrip.clinic.chart.last_time import last_time
from slowdrip.clinic.chart.lately import gathered
from slowdrip.clinic.chart.nurses import nurses_at
from slowdrip.clinic.chart.odd import marked
from slowdrip.clinic.chart.offers import offers
from slowdrip.clinic.chart.own_limits import in_force
from slowdrip.clinic.chart.rate_ordered import may_change, rate_ordered
from slowdrip.clinic.chart.story import standing, story_of
from slowdrip.clinic.chart.timeline import lines_of
from slowdrip.clinic.chart.trend import Trend, trend_of
from slowdrip.clinic.chart.trend.behind import behind
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy, pinned_version
from slowdrip.clinic.infusion.queries import free_chairs, unwatched
from slowdrip.clinic.monitors.panel import shown as monitors_at
from slowdrip.clinic.people.medicine_panel import medicine_panel
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.infusion import Event, InfusionState

LATELY: Final = 12
"""How many lines of what happened stand open; all of them are one tap away and in the record."""


@staff_page("drip.see", shows_patient=True)
@require_safe
@or_404
def page(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Shows the chair."""
    return _chair(request, infusion, "chart/chair.html")


@staff_page("drip.see", shows_patient=True)
@require_safe
@or_404
def live(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Gives the living parts of the chair anew; what is being typed stays untouched."""
    return _chair(request, infusion, "chart/parts/chair_live.html")


def _chair(request: ClinicRequest, infusion_id: UUID, template: str) -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    shows(request, infusion.patient_id)
    zone = ZoneInfo(request.clinic.time_zone)
    story = story_of(infusion)
    events = standing(story)
    seen = chair_page(infusion, at=request.at, slug=request.clinic.slug, zone=zone)
    lines = lines_of(request.acting, infusion, story, clinic=request.clinic, at=request.at)
    nurses = nurses_at(request.clinic.pk, at=request.at)
    context = {
        "chair": seen,
        "card": seen.card,
        "nurse": nurses.of(seen.state),
        "infusion": infusion,
        "patient": infusion.patient,
        "alarms": alarm_lines(seen.state, zone=zone, names=nurses.names),
        "own_limits": in_force(seen.state, nurses.names, zone=zone),
        "unwatched": infusion.pk in unwatched(infusion.clinic_id),
        "timeline": gathered(marked(lines, seen.state)),
        "lately": LATELY,
        "compared": compared(seen.state, events) if seen.recovering else [],
        "trend": _trend(infusion, events, seen.state, at=request.at, zone=zone),
        "last_time": last_time(request.acting, infusion),
        # The living part leaves them alone: they change only when somebody writes them, on a page of their own.
        "slots": SimpleLazyObject(lambda: slots.rendered(request, infusion)),
        "under_trend": SimpleLazyObject(lambda: slots.under_trend(request, infusion)),
        "offers": offers(seen.state, pinned_policy(infusion)),
        "may_chart": request.acting.may("drip.chart"),
        "vitals": vitals_form(request.acting),
        "old_after_s": seen.card.old_after_s,
        "medicines": medicine_panel(infusion.patient, at=request.at) if seen.before else None,
        "chairs": [*free_chairs(request.acting)] if seen.before else [],
        "event_id": uuid7(),
        # The living part leaves the monitor's panel alone: it has a life of its own, so nothing is read for it.
        "monitors": SimpleLazyObject(lambda: monitors_at(request.acting, infusion, seen.state, at=request.at)),
        "orders": attachable(request.acting, infusion, seen.state),
        "rate_ordered": rate_ordered(infusion, seen.state, at=request.at),
        "may_order_rate": request.acting.may("order.enter_verbal") and may_change(infusion, seen.state),
    }
    return render(request, template, context)


def _trend(infusion: Infusion, events: Sequence[Event], state: InfusionState, *, at: datetime, zone: ZoneInfo) -> Trend:
    policy, number = pinned_policy(infusion), pinned_version(infusion).number
    bands = behind(infusion, state, at=at)
    return trend_of(events, state, policy, at=at, zone=zone, policy_version=number, behind=bands)

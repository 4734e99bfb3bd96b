"""One tap, one event: pump, symptoms, scales, alarms, undo. Nothing asks twice; what was wrong is voided."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.chart.views.answers import refused, saved
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.queries import is_stored, pump_rate_ul_per_h, symptom_is_open
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.science.infusion.events.observations import SCALES

PUMP = {
    "started": gettext_lazy("Started"),
    "paused": gettext_lazy("Pump paused"),
    "resumed": gettext_lazy("Pump resumed"),
    "stopped": gettext_lazy("Pump stopped"),
    "completed": gettext_lazy("Completed"),
}
ORIENTED = {"person": True, "place": True, "time": True, "situation": True}


def _says_why(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turns a refusal into words on the same page."""

    @wraps(view)
    def answered(request: ClinicRequest, infusion: UUID, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, infusion, **kwargs)
        except Refused as why:
            return refused(request, infusion, why)

    return answered


@require_POST
@staff_page("drip.chart")
@or_404
@_says_why
def tap(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Stores one tapped event; the tablet made its id and its time, so a retry is not read as a second tap."""
    event_id = told_id(request.POST)
    with tenant(request.clinic.pk):
        if is_stored(infusion, event_id):
            return saved(request, infusion, _("Saved"), undo=event_id)
        kind, payload, told = tapped(request.POST, infusion)
    draft = Draft(kind, payload, told_at(request), id=event_id)
    actions.chart(request.acting, infusion, [draft], at=request.at)
    return saved(request, infusion, told, undo=draft.id)


def tapped(typed: QueryDict, infusion_id: UUID) -> tuple[str, dict[str, Any], str]:
    """Gives kind, payload and words of a tap, from whichever key was pressed."""
    for name in SCALES:
        score = str(typed.get(name, ""))
        if score.isdigit():
            return name, {"score": int(score)}, f"{code_words(name)} {score}"
    if symptom := typed.get("symptom"):
        kind = "symptom_ended" if symptom_is_open(infusion_id, symptom) else "symptom_started"
        told = _("%(symptom)s: over") if kind == "symptom_ended" else "%(symptom)s"
        return kind, {"symptom": symptom}, told % {"symptom": code_words(symptom)}
    if gait := typed.get("gait"):
        return "recovery_score", {"gait": gait}, _("Gait: %(gait)s") % {"gait": code_words(gait)}
    return _by_kind(typed.get("kind", ""), infusion_id)


def _by_kind(kind: str, infusion_id: UUID) -> tuple[str, dict[str, Any], str]:
    if kind == "site_fine":
        return "iv_site_checked", {"finding": "patent"}, _("IV site fine")
    if kind == "oriented":
        return "orientation", dict(ORIENTED), _("Oriented × 4")
    if kind == "help_called":
        return "help_called", {"who": "colleague"}, _("Help called")
    if kind not in PUMP:
        raise Refused("entry_unknown_kind")
    payload = {"rate_ul_per_h": pump_rate_ul_per_h(infusion_id)} if kind in ("started", "resumed") else {}
    return kind, payload, str(PUMP[kind])


def told_id(typed: QueryDict) -> UUID:
    """Gives the event id the tablet made; a page without script gets a fresh one."""
    try:
        return UUID(typed.get("event_id", ""))
    except ValueError:
        return uuid7()


def told_at(request: ClinicRequest) -> datetime:
    """Gives when the key was pressed by the tablet, never later than now by the server."""
    try:
        told = datetime.fromisoformat(request.POST.get("occurred_at", ""))
    except ValueError:
        return request.at
    return min(told, request.at) if told.tzinfo is not None else request.at


@require_POST
@staff_page("drip.chart")
@or_404
@_says_why
def acknowledge(request: ClinicRequest, infusion: UUID, alarm: str) -> HttpResponse:
    """Says that somebody is at the chair."""
    actions.acknowledge(request.acting, infusion, alarm, at=request.at, event_id=told_id(request.POST))
    return saved(request, infusion, _("You are on it"))


@require_POST
@staff_page("drip.chart")
@or_404
@_says_why
def resolve(request: ClinicRequest, infusion: UUID, alarm: str) -> HttpResponse:
    """Ends an alarm with the tapped reason."""
    reason = request.POST.get("reason", "")
    actions.resolve(request.acting, infusion, alarm, reason=reason, at=request.at, event_id=told_id(request.POST))
    return saved(request, infusion, _("Alarm ended: %(reason)s") % {"reason": code_words(reason)})


@require_POST
@staff_page("drip.chart")
@or_404
@_says_why
def void(request: ClinicRequest, infusion: UUID, event: UUID) -> HttpResponse:
    """Voids an entry made by mistake; it stays visible, struck through."""
    reason = request.POST.get("reason") or _("entered by mistake")
    actions.void_event(request.acting, event, reason=reason, at=request.at)
    return saved(request, infusion, _("Voided. The entry stays visible, struck through."))


@require_POST
@staff_page("drip.chart")
@or_404
@_says_why
def check_in(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Receives the patient into a chair."""
    actions.check_in(request.acting, infusion, chair_id=_uuid(request.POST.get("chair", "")), at=request.at)
    return saved(request, infusion, _("Checked in"))


@require_POST
@staff_page("drip.chart")
@or_404
@_says_why
def ready(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Says that the drip is ready to start."""
    actions.confirm_ready(request.acting, infusion, at=request.at)
    return saved(request, infusion, _("Ready to start"))


@require_POST
@staff_page("drip.chart")
@or_404
@_says_why
def attach(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Puts a verified order in force at this drip."""
    actions.attach_order(request.acting, infusion, _uuid(request.POST.get("order", "")), at=request.at)
    return saved(request, infusion, _("Order attached"))


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as why:
        raise Refused("choose_one") from why

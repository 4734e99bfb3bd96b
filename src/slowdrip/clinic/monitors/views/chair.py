"""The monitor's panel at a chair: newest numbers, pair, release, chart what is shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.panel import shown
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import said

MOST_SAMPLES = 24


@staff_page("drip.see", shows_patient=True)
@require_safe
@or_404
def numbers(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Gives the newest numbers anew; the keys around them stay where the finger is."""
    return _panel(request, infusion, template="monitors/numbers.html")


@staff_page("drip.see", shows_patient=True)
@require_safe
@or_404
def panel(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Gives the whole panel anew: another screen paired or released a monitor."""
    return _panel(request, infusion)


@require_POST
@staff_page("drip.chart", shows_patient=True)
@or_404
def pair(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Pairs the chosen monitor with this drip."""

    def paired() -> str:
        found = actions.pair(request.acting, infusion, _uuid(request.POST.get("monitor", "")), at=request.at)
        return _("%(monitor)s now measures this patient.") % {"monitor": found}

    return _done(request, infusion, paired)


@require_POST
@staff_page("drip.chart", shows_patient=True)
@or_404
def release(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Takes a monitor from this drip."""

    def released() -> str:
        actions.unpair(request.acting, infusion, _uuid(request.POST.get("monitor", "")), at=request.at)
        return _("Released. Its numbers are no longer taken for this patient's.")

    return _done(request, infusion, released)


@require_POST
@staff_page("drip.chart", shows_patient=True)
@or_404
def accept(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Charts the numbers that stood on the screen when it was tapped: all of them, or one channel."""

    def accepted() -> str:
        chosen = [_uuid(each) for each in _tapped(request)[:MOST_SAMPLES]]
        actions.accept(request.acting, infusion, chosen, at=request.at)
        return _("Charted from the monitor.")

    return _done(request, infusion, accepted)


def _tapped(request: ClinicRequest) -> list[str]:
    """Each number's ids come under its channel's name; the key names one channel or all. Either rate is the heart's."""
    only = request.POST.get("only", "")
    names = [only] if only else request.POST.getlist("channel")
    if only == "heart_rate" and not request.POST.getlist("sample-heart_rate"):
        names = ["pulse_rate"]
    return [each for name in names for each in request.POST.getlist(f"sample-{name}")]


def _done(request: ClinicRequest, infusion_id: UUID, do: Callable[[], str]) -> HttpResponse:
    """Gives the panel anew and says what was done on the saved bar: news of it renews the panel a moment later."""
    level, status = "success", 200
    try:
        text = do()
    except Refused as why:
        text, level, status = said(why), "error", 422
    if request.headers.get("HX-Request") == "true":
        line = {"text": text, "level_tag": level}
        return render_again(request, lambda: _panel(request, infusion_id, status=status, message=line))
    (messages.success if level == "success" else messages.error)(request, text)
    return redirect("chart:chair", clinic=request.clinic.slug, infusion=infusion_id)


def _panel(
    request: ClinicRequest, infusion_id: UUID, *, template: str = "monitors/panel.html", status: int = 200, **more: Any
) -> HttpResponse:
    infusion = Infusion.objects.visible_to(request.acting).get(id=infusion_id)
    shows(request, infusion.patient_id)
    context = {
        "infusion": infusion,
        "monitors": shown(request.acting, infusion, state_now(infusion_id), at=request.at),
        "may_chart": request.acting.may("drip.chart"),
        **more,
    }
    return render(request, template, context, status=status)


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as why:
        raise Refused("choose_one") from why

"""Where the patient sits: checked in to a chair, moved to another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart import slots
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.views.answers import saved, says_why, to_chair
from slowdrip.clinic.chart.views.told import chosen_id, told_id
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.queries import free_chairs
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.words import said


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def check_in(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Receives the patient into a chair."""
    chair_id = chosen_id(request.POST.get("chair", ""))
    actions.check_in(request.acting, infusion, chair_id=chair_id, at=request.at, event_id=told_id(request.POST))
    return saved(request, infusion, _("Checked in"))


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def move(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Shows the free chairs, each as a key, and moves the patient to the one that was tapped."""
    if request.method != "POST":
        return _free(request, infusion)
    try:
        chair_id = chosen_id(request.POST.get("chair", ""))
        actions.move_to_chair(
            request.acting, infusion, chair_id=chair_id, at=request.at, event_id=told_id(request.POST)
        )
    except Refused as why:
        words = said(why)
        return render_again(request, lambda: _free(request, infusion, problem=words))
    messages.success(request, _("Moved to another chair"))
    return to_chair(request, infusion)


def _free(request: ClinicRequest, infusion_id: UUID, *, problem: str = "") -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    shows(request, infusion.patient_id)
    context = {
        "infusion": infusion,
        "patient": infusion.patient,
        "chairs": [chair for chair in free_chairs(request.acting) if chair.pk != infusion.chair_id],
        "event_id": uuid7(),
        "problem": problem,
        "stays": slots.for_move(request, infusion),
    }
    return render(request, "chart/move.html", context, status=422 if problem else 200)

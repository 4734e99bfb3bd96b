"""How one patient does: every scale over time beside every drip."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.progress import notes
from slowdrip.clinic.progress.diary import events_of, told_effects
from slowdrip.clinic.progress.pictured import pictured
from slowdrip.clinic.record.missing import or_404


@staff_page("outcomes.see", shows_patient=True)
@require_safe
@or_404
def page(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows missing answers first, then each scale as a drawing and as a table, and what the drips were."""
    patient = found_patient(request.acting, patient_id)
    shows(request, patient.pk)
    seen = pictured(request.acting, patient.pk, zone=ZoneInfo(request.clinic.time_zone), at=request.at)
    shown = {
        "patient": patient,
        "seen": seen,
        "notes": notes.rendered(request, patient),
        "effects": told_effects(request.acting, patient.pk, seen.drips),
        "events": events_of(request.acting, patient.pk, at=request.at),
    }
    return render(request, "progress/patient.html", shown)

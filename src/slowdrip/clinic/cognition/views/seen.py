"""A patient's runs beside their own baseline, for the staff."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.cognition.reading import seen_of
from slowdrip.clinic.cognition.shown import section_of
from slowdrip.clinic.cognition.visits import limits_of
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404


@staff_page("outcomes.see", shows_patient=True)
@require_safe
@or_404
def page(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows what was offered and done, then each run beside the baseline, with the words that this gates nothing."""
    patient = found_patient(request.acting, patient_id)
    shows(request, patient.pk)
    limits = limits_of(request.clinic.pk)
    shown = {
        "patient": patient,
        "sections": [section_of(each) for each in seen_of(request.acting, patient.pk, at=request.at)],
        "is_offered": limits is not None,
        "may_void": request.acting.may("outcomes.enter"),
        "may_hand_out": limits is not None and request.acting.may("outcomes.hand_out"),
    }
    return render(request, "cognition/seen.html", shown)

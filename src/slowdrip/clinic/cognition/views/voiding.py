"""A run is taken back with its reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.cognition.forms import VoidForm
from slowdrip.clinic.cognition.models import CognitionRun
from slowdrip.clinic.cognition.voiding import void_run
from slowdrip.clinic.cognition.words import TASK_WORDS
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.tenancy import tenant


@staff_page("outcomes.enter", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def page(request: ClinicRequest, patient_id: UUID, run: UUID) -> HttpResponse:
    """Asks why, and voids the run; its trials stay in the record."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        row = CognitionRun.objects.visible_to(request.acting).get(pk=run, patient_id=patient_id)
    form = VoidForm(posted(request))
    if request.method == "POST" and form.is_valid() and _is_voided(request, row, form):
        messages.success(request, _("Voided. It is compared with nothing any more."))
        return redirect("cognition:patient", clinic=request.clinic.slug, patient_id=patient_id)
    return render_again(request, lambda: _page(request, patient, row, form))


def _is_voided(request: ClinicRequest, row: CognitionRun, form: VoidForm) -> bool:
    reason = form.cleaned_data["reason"]
    return done(form, lambda: void_run(request.acting, row.patient_id, row.pk, reason=reason, at=request.at))


def _page(request: ClinicRequest, patient: Patient, row: CognitionRun, form: VoidForm) -> HttpResponse:
    shows(request, patient.pk)
    shown = {"patient": patient, "run": row, "title": TASK_WORDS[row.task], "form": form}
    return render(request, "cognition/void.html", shown, status=422 if form.is_bound else 200)

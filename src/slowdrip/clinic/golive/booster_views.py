"""The pages of boosters that were agreed before Slowdrip: those due, and one patient's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.golive import actions
from slowdrip.clinic.golive.actions.boosting import PLAN
from slowdrip.clinic.golive.boosters import due_boosters, standing_booster
from slowdrip.clinic.golive.forms import BoosterForm
from slowdrip.clinic.golive.steps import today_at, zone_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done, posted


@staff_page("outcomes.see", shows_patient=True)
@require_safe
def boosters(request: ClinicRequest) -> HttpResponse:
    """Lists the boosters of the next two weeks and those whose day has passed."""
    found = due_boosters(request.acting, today=today_at(zone_of(request.clinic.pk), request.at))
    shows(request, *(each.booster.patient_id for each in found))
    return render(request, "golive/boosters.html", {"boosters": found, "may_plan": request.acting.may(PLAN)})


@staff_page(PLAN, shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def booster(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes another day for the booster of a patient, or its end."""
    patient: Patient = Patient.objects.visible_to(request.acting).get(pk=patient_id)
    form = BoosterForm(posted(request))
    if request.method != "POST":
        return _booster_page(request, patient, form)
    if form.is_valid() and done(form, lambda: _kept(request, patient_id, form)):
        messages.success(request, _("Saved."))
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)
    return render_again(request, lambda: _booster_page(request, patient, form, status=422))


def _kept(request: ClinicRequest, patient_id: UUID, form: BoosterForm) -> None:
    if form.cleaned_data["ends"]:
        actions.end_booster(request.acting, patient_id, at=request.at)
    else:
        actions.move_booster(request.acting, patient_id, due_on=form.cleaned_data["due_on"], at=request.at)


def _booster_page(request: ClinicRequest, patient: Patient, form: BoosterForm, *, status: int = 200) -> HttpResponse:
    shows(request, patient.pk)
    shown = {"patient": patient, "booster": standing_booster(request.acting, patient.pk), "form": form}
    return render(request, "golive/booster.html", shown, status=status)

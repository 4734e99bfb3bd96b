"""A patient's responses, and voiding one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.outcomes.asked import counts_of
from slowdrip.clinic.outcomes.forms import VoidForm
from slowdrip.clinic.outcomes.history import lines_of
from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.outcomes.offered import offers
from slowdrip.clinic.outcomes.shown import forms_to_enter, shown_line
from slowdrip.clinic.outcomes.voiding import void_response
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.knowledge.scales.catalogue import scale as scale_of


@staff_page("outcomes.see", shows_patient=True)
@require_safe
@or_404
def listing(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows how much was not answered, then what was, newest first, with its score or why there is none."""
    patient = found_patient(request.acting, patient_id)
    shows(request, patient.pk)
    may_enter = request.acting.may("outcomes.enter")
    shown = {
        "patient": patient,
        "counted": counts_of(request.acting, patient_id, at=request.at),
        "lines": [shown_line(each) for each in lines_of(request.acting, patient_id)],
        "forms": forms_to_enter(offers(request.clinic.pk)) if may_enter else [],
        "may_enter": may_enter,
        "may_hand_out": request.acting.may("outcomes.hand_out"),
        "may_permit": request.acting.may("outcomes.permit"),
    }
    return render(request, "outcomes/answers.html", shown)


@staff_page("outcomes.enter", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def void(request: ClinicRequest, patient_id: UUID, response: UUID) -> HttpResponse:
    """Takes a response back with its reason; its answers stay visible in the record, struck out."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        row = Response.objects.visible_to(request.acting).filter(pk=response, patient_id=patient_id).first()
    if row is None:
        raise Http404
    form = VoidForm(posted(request))
    if request.method != "POST":
        return _void(request, patient, row, form)
    try:
        if form.is_valid():
            void_response(request.acting, row.pk, reason=form.cleaned_data["reason"], at=request.at)
            messages.success(request, _("Voided. It can be entered again."))
            return redirect("outcomes:answers", clinic=request.clinic.slug, patient_id=patient_id)
    except Refused as refused:
        explain(form, refused)
    return render_again(request, lambda: _void(request, patient, row, form, status=422))


def _void(
    request: ClinicRequest, patient: Patient, row: Response, form: VoidForm, *, status: int = 200
) -> HttpResponse:
    shows(request, patient.pk)
    shown = {"patient": patient, "response": row, "title": scale_of(row.scale).title, "form": form}
    return render(request, "outcomes/void.html", shown, status=status)

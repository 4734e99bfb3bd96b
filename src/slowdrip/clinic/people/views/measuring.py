"""Weight and height: typing, re-reading by a second person, voiding."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import signers
from slowdrip.clinic.people import queries
from slowdrip.clinic.people.actions import confirm_measurement, measure, void_measurement
from slowdrip.clinic.people.forms import MeasureForm, ReasonForm, RereadForm
from slowdrip.clinic.people.models import Measurement
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import each, explain, said

from .short import Short, short_form


@staff_page("people.measure", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def measuring(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes a weight and a height; an unlikely one is kept only after someone looked again."""
    form = MeasureForm(request.POST or None, zone=request.clinic.time_zone, at=request.at)
    if request.method != "POST":
        return _measure_page(request, form, patient_id)
    doubts: list[Refused] = []
    if form.is_valid():
        try:
            measure(request.acting, patient_id, form.readings, at=request.at, accepted=form.accepted)
        except Refused as refused:
            doubts = _doubts(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)
    return render_again(request, lambda: _measure_page(request, form, patient_id, doubts=doubts, status=422))


def _doubts(form: MeasureForm, refused: Refused) -> list[Refused]:
    """Doubts are shown with their confirmation; whatever cannot be confirmed is shown at its field."""
    found = [one for one in each(refused) if one.field == "even_so"]
    if not found:
        explain(form, refused)
    return found


def _measure_page(
    request: ClinicRequest,
    form: MeasureForm,
    patient_id: UUID,
    *,
    doubts: list[Refused] | None = None,
    status: int = 200,
) -> HttpResponse:
    patient = queries.patient(request.acting, patient_id)
    shows(request, patient.pk)
    codes = " ".join(doubt.code for doubt in doubts or [])
    shown = {
        "patient": patient,
        "form": form,
        "doubts": [said(doubt) for doubt in doubts or []],
        "confirmation": f"{form.values()}|{codes}",
        "weight": queries.latest(request.acting, patient.pk, Measurement.Kind.WEIGHT_G),
        "height": queries.latest(request.acting, patient.pk, Measurement.Kind.HEIGHT_MM),
        "returned": status != 200,
        "at": request.at,
    }
    return render(request, "people/measure.html", shown, status=status)


@staff_page("people.see", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def rereading(request: ClinicRequest, patient_id: UUID, measurement_id: UUID) -> HttpResponse:
    """Takes the second person's reading and PIN; the first reading is not shown before they typed their own."""
    with tenant(request.clinic.pk):
        row = Measurement.objects.visible_to(request.acting).current().get(id=measurement_id, patient_id=patient_id)
        able = signers(request.acting, "people.measure", apart_from=[row.by_id])
    form = RereadForm(request.POST or None, able=able)
    if request.method != "POST":
        return _reread_page(request, form, row)
    if form.is_valid():
        try:
            value = form.read(row.kind)
            confirm_measurement(request.acting, row.pk, form.proof(request), value=value, at=request.at)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _("Re-read and signed."))
            return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)
    return render_again(request, lambda: _reread_page(request, form, row, status=422))


def _reread_page(request: ClinicRequest, form: RereadForm, row: Measurement, *, status: int = 200) -> HttpResponse:
    patient = queries.patient(request.acting, row.patient_id)
    shows(request, patient.pk)
    shown = {"patient": patient, "form": form, "is_weight": row.kind == Measurement.Kind.WEIGHT_G, "row": row}
    return render(request, "people/reread.html", {**shown, "returned": status != 200}, status=status)


@staff_page("people.measure", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def measured_void(request: ClinicRequest, patient_id: UUID, measurement_id: UUID) -> HttpResponse:
    """Voids a weight or height with a reason."""
    short = Short(
        _("Void this measurement"), _("Void"), ReasonForm(request.POST or None), keep=f"void:{measurement_id}"
    )
    return short_form(
        request,
        patient_id,
        short,
        lambda typed: void_measurement(request.acting, measurement_id, reason=typed["reason"], at=request.at),
    )

"""The record of a drip: a page, and the same as a flow sheet to print and keep."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart.record import Record, record_of
from slowdrip.clinic.chart.record.pdf import as_pdf, pdf_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.missing import or_404


@staff_page("record.see", shows_patient=True)
@require_safe
@or_404
def page(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Shows the record."""
    response = render(request, "chart/record.html", {"record": _record(request, infusion)})
    response["Cache-Control"] = "no-store"
    return response


@staff_page("record.see", shows_patient=True)
@require_safe
@or_404
def flow_sheet(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Gives the record as PDF; the file's name says nothing about the patient."""
    record = _record(request, infusion)
    return as_pdf(pdf_of(record), f"flow-sheet-{record.infusion.pk}")


def _record(request: ClinicRequest, infusion_id: UUID) -> Record:
    rows = Infusion.objects.visible_to(request.acting).select_related("patient", "chair", "order", "policy")
    infusion: Infusion = rows.get(id=infusion_id)
    shows(request, infusion.patient_id)
    return record_of(infusion, at=request.at)

"""The serious-event report as PDF."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart.record.pdf import as_pdf
from slowdrip.clinic.emergency.report import report_of, report_pdf
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.missing import or_404


@staff_page("record.see", shows_patient=True)
@require_safe
@or_404
def report(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Gives the report; the file's name says nothing about the patient."""
    rows = Infusion.objects.visible_to(request.acting).select_related("patient", "chair", "order", "policy")
    found: Infusion = rows.get(id=infusion)
    shows(request, found.patient_id)
    told = report_of(found, wanted=request.GET.get("of", ""), at=request.at)
    if told is None:
        messages.error(request, _("There was no emergency at this visit, so there is no report."))
        return redirect("chart:record", clinic=request.clinic.slug, infusion=infusion)
    return as_pdf(report_pdf(told), f"event-report-{found.pk}")

"""What the chart adds to a patient's page: the visits, and planning the next."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.chart.words.names import phase_words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import infusions_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.panels import register


def visits(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the patient's visits, latest first."""
    if not (request.acting.may("drip.see") or request.acting.may("drip.expect")):
        return SafeString("")
    rows = [(row, phase_words(_phase(row))) for row in infusions_of(request.acting, patient.pk)]
    context = {
        "clinic": request.clinic,
        "patient": patient,
        "visits": rows,
        "may_see": request.acting.may("drip.see"),
        "may_plan": request.acting.may("drip.expect"),
    }
    return SafeString(render_to_string("chart/parts/visits.html", context, request=request))


def _phase(row: Infusion) -> str:
    return str(row.state.phase) if hasattr(row, "state") else "expected"


def register_all() -> None:
    """Adds the panel."""
    register(visits)

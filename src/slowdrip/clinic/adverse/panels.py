"""What this app adds to other pages: what is open on the patient's page, the bladder's question beside an order."""

from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest, shows
from slowdrip.clinic.adverse.counting import matters_now
from slowdrip.clinic.adverse.gates import ON_HOLD, waits_for
from slowdrip.clinic.adverse.queries import of_patient, on_list
from slowdrip.clinic.adverse.shown import line_of
from slowdrip.clinic.adverse.texts import ENTER, SEE
from slowdrip.clinic.chart import waiting
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.treatment import beside
from slowdrip.clinic.treatment.models import Order
from slowdrip.science.rules.adverse.codes import Task


def adverse_panel(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives what is open of this patient, and the way to all of it."""
    if not request.acting.may(SEE):
        return SafeString("")
    found = of_patient(request.acting, patient.pk, request.at)
    lines = [line_of(each) for each in found if each.is_open]
    context = {
        "clinic": request.clinic,
        "patient": patient,
        "lines": lines,
        "closed": sum(not each.is_open for each in found),
        "persists": any(line.standing.matter.kind == Task.BLADDER_PERSISTS for line in lines),
        "may_enter": request.acting.may(ENTER),
    }
    return SafeString(render_to_string("adverse/parts/panel.html", context, request=request))


def beside_order(request: ClinicRequest, order: Order) -> SafeString:
    """Gives the bladder's question beside an order; nothing while symptoms do not persist."""
    reason = waits_for(order.clinic_id, order.patient_id) if request.acting.may(SEE) else ""
    if not reason:
        return SafeString("")
    context = {"clinic": request.clinic, "patient_id": order.patient_id, "on_hold": reason == ON_HOLD}
    return SafeString(render_to_string("adverse/parts/order.html", context, request=request))


def overdue(request: ClinicRequest) -> SafeString:
    """Gives what is overdue, for the page of tasks; nothing where nothing is."""
    if not request.acting.may(SEE):
        return SafeString("")
    late = [each for each in on_list(request.acting, request.at) if each.late]
    if not late:
        return SafeString("")
    shows(request, *(each.matter.patient_id for each in late))
    context = {"clinic": request.clinic, "late": len(late), "lines": [line_of(each) for each in late]}
    return SafeString(render_to_string("adverse/parts/overdue.html", context, request=request))


def number_overdue(clinic_id: UUID, at: datetime) -> int:
    """Gives how many are overdue."""
    return matters_now(clinic_id, at=at).late


def register_all() -> None:
    """Adds the panels."""
    waiting.register(number_overdue, overdue)
    panels.register(adverse_panel)
    beside.register(beside_order)

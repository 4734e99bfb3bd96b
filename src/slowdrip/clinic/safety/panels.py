"""What this app adds to other pages: the case and the worry key on the patient's page and at the chair."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.chart import slots
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.safety.case_shown import board_lines
from slowdrip.clinic.safety.plans import ACT, SEE
from slowdrip.clinic.safety.queries import case_of_patient, of_patient
from slowdrip.science.rules.risk_case import holds_back

PANEL = "safety/parts/panel.html"


def case_panel(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the patient's open case with its deadline, the key for a worry, and the way to the safety plan."""
    if not request.acting.may(SEE):
        return SafeString("")
    shown = _shown(request, patient) | {"at_home": True}
    if shown["line"] is None and not shown["broken"]:
        shown["closed"] = case_of_patient(request.acting, patient.pk)
    return SafeString(render_to_string(PANEL, shown, request=request))


def case_at_chair(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Gives the open case of whoever sits there, and the key for a worry."""
    if not request.acting.may(SEE):
        return SafeString("")
    return SafeString(render_to_string(PANEL, _shown(request, infusion.patient), request=request))


def case_handed_over(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Gives the open case to whoever takes the chair; nothing where there is none."""
    if not request.acting.may(SEE):
        return SafeString("")
    shown = _shown(request, infusion.patient)
    return SafeString(render_to_string(PANEL, shown, request=request) if shown["line"] or shown["broken"] else "")


def _shown(request: ClinicRequest, patient: Patient) -> dict[str, Any]:
    found = of_patient(request.acting, patient.pk, request.at)
    line = next(iter(board_lines(found.open, at=request.at)), None)
    return {
        "clinic": request.clinic,
        "patient": patient,
        "line": line,
        "broken": bool(found.unreadable),
        "blocks": line is not None and holds_back(line.case.state),
        "may_act": request.acting.may(ACT),
    }


def register_all() -> None:
    """Adds the panels."""
    panels.register(case_panel)
    slots.register(case_at_chair)
    slots.register_for_hand_over(case_handed_over)

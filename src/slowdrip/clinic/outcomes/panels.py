"""What this app adds to other pages: the way to a patient's answers, and the key that hands them a tablet."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.chart import slots
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient


def answers(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the keys around a patient's answers that this person may use."""
    actor = request.acting
    shown = {
        "clinic": request.clinic,
        "patient": patient,
        "may_see": actor.may("outcomes.see"),
        "may_hand_out": actor.may("outcomes.hand_out"),
    }
    if not shown["may_see"] and not shown["may_hand_out"]:
        return SafeString("")
    return SafeString(render_to_string("outcomes/panel.html", shown))


def at_the_chair(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Gives the key that hands this tablet to whoever sits there."""
    if not request.acting.may("outcomes.hand_out") or request.seat.locked:
        return SafeString("")
    shown = {"clinic": request.clinic, "patient": infusion.patient}
    return SafeString(render_to_string("outcomes/parts/at_chair.html", shown))


def register_all() -> None:
    """Adds the card and the key."""
    panels.register(answers)
    slots.register(at_the_chair)

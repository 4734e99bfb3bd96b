"""What this app adds to the patient's page: the last messages with what became of them, and where nothing is sent."""

from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.notices.queries import contacts_with_stops, last_messages
from slowdrip.clinic.notices.shown import Line
from slowdrip.clinic.notices.words import STOP_WHY
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient

MOST: Final = 5


def messages_of(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the patient's newest messages, and the contacts at which they may be stopped."""
    actor = request.acting
    if not actor.may("messages.see"):
        return SafeString("")
    shown = {
        "clinic": request.clinic,
        "patient": patient,
        "lines": [Line(row, request.at) for row in last_messages(actor, patient.pk, most=MOST)],
        "contacts": contacts_with_stops(actor, patient.pk),
        "reasons": STOP_WHY.items(),
        "may_send": actor.may("messages.send"),
    }
    return SafeString(render_to_string("notices/panel.html", shown, request=request))


def register_all() -> None:
    """Adds the panel."""
    panels.register(messages_of)

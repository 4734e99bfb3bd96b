"""What this app adds to other pages: notes, letters and wishes on the patient's page, wishes at the chair."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.chart import slots
from slowdrip.clinic.encounters.models import Wishes
from slowdrip.clinic.encounters.queries import letters_of, notes_of, wishes_of
from slowdrip.clinic.encounters.shown import shown_notes
from slowdrip.clinic.encounters.words import CHAPERONE, TOUCH
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient

MOST = 5


def noted(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the newest notes, the letters and the wishes of a patient."""
    actor = request.acting
    if not actor.may("record.see"):
        return SafeString("")
    shown = {
        "notes": shown_notes(notes_of(actor, patient.pk, most=MOST)),
        "letters": letters_of(actor, patient.pk),
        **_wishes(request, patient),
    }
    return SafeString(render_to_string("encounters/panel.html", shown))


def wishes_at_chair(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Gives the wishes of whoever sits there, dated."""
    shown = {**_wishes(request, infusion.patient), "infusion": infusion}
    return SafeString(render_to_string("encounters/parts/wishes.html", shown))


def _wishes(request: ClinicRequest, patient: Patient) -> dict[str, Any]:
    found = wishes_of(request.acting, patient.pk)
    return {
        "clinic": request.clinic,
        "patient": patient,
        "wishes": found,
        "lines": wish_lines(found) if found is not None else [],
        "may_write": request.acting.may("drip.chart"),
    }


def wish_lines(row: Wishes) -> list[tuple[str, str]]:
    """Gives what was wished for, in words; what was not asked is left out."""
    told = (
        (_("Comfort"), row.comfort),
        (_("Touch"), str(TOUCH[row.touch]) if row.touch else ""),
        (_("Chaperone"), str(CHAPERONE[row.chaperone]) if row.chaperone else ""),
        (_("Music"), row.music),
    )
    return [(label, value) for label, value in told if value]


def register_all() -> None:
    """Adds the panels."""
    panels.register(noted)
    slots.register(wishes_at_chair)
    slots.register_for_hand_over(wishes_at_chair)

"""What this app adds to other pages: what was before Slowdrip, on the patient's page and above the scores."""

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.golive.reads import before
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.progress import notes
from slowdrip.clinic.progress.courses import FOREVER, elsewhere_until

SEE, PLAN = "outcomes.see", "drip.expect"


def prior_card(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the card of what was imported; nothing for a patient who began here."""
    return _rendered(request, patient, "golive/parts/card.html")


def prior_note(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the line above the scores of a patient who did not begin here."""
    until = elsewhere_until(request.clinic.pk, [patient.pk]).get(patient.pk)
    return _rendered(request, patient, "golive/parts/note.html", is_elsewhere=until == FOREVER)


def _rendered(request: ClinicRequest, patient: Patient, template: str, **more: object) -> SafeString:
    found = before(request.acting, patient, at=request.at)
    if found is None:
        return SafeString("")
    shown: dict[str, Any] = {
        "clinic": request.clinic,
        "patient": patient,
        "before": found,
        "treatment": found.treatment,
        **more,
        "dose_mg": dose_words(found.treatment.last_dose_ug),
        "may_see": request.acting.may(SEE),
        "may_plan": request.acting.may(PLAN),
    }
    return SafeString(render_to_string(template, shown))


def dose_words(dose_ug: int | None) -> str:
    """Gives a dose in milligrams; nothing for one that is not known."""
    return "" if dose_ug is None else f"{Decimal(dose_ug).scaleb(-3).normalize():f}"


def register_all() -> None:
    """Adds the card and the note."""
    panels.register(prior_card)
    notes.register(prior_note)

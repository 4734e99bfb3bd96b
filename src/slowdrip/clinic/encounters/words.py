"""Words of notes, calls, wishes and letters: choices, and sentences for what is refused."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.record.words import Sentence, register

KINDS: Final[dict[str, Words]] = {"progress": _("Progress note"), "phone": _("Phone call")}
CALLERS: Final[dict[str, Words]] = {
    "clinic_called": _("The clinic called"),
    "patient_called": _("The patient called"),
    "relative_called": _("A relative or the escort called"),
    "other_called": _("Somebody else called"),
}
REASONS: Final[dict[str, Words]] = {
    "after_drip": _("After a drip"),
    "symptom": _("Symptom"),
    "medicine": _("Medicine"),
    "safety": _("Worry about safety"),
    "appointment": _("Appointment"),
    "question": _("Question"),
    "other": _("Other"),
}
COURSES: Final[dict[str, Words]] = {
    "": _("not asked"),
    "same": _("the same"),
    "mild": _("now mild"),
    "moderate": _("now moderate"),
    "severe": _("now severe"),
    "ended": _("gone"),
}
TOUCH: Final[dict[str, Words]] = {
    "welcome": _("a hand on the arm is welcome"),
    "ask": _("ask before each touch"),
    "no": _("no touch beyond what care needs"),
    "nothing": _("asked, nothing noted"),
}
CHAPERONE: Final[dict[str, Words]] = {
    "wanted": _("wanted"),
    "not_wanted": _("not wanted"),
    "nothing": _("asked, nothing noted"),
}
SENTENCES: Final[dict[str, Sentence]] = {
    "note_in_the_future": _("This time is still to come. Type when it happened."),
    "note_of_other_patient": _("This belongs to another patient. Open it from that patient's page."),
    "note_voided": _("This note was voided. Nothing was changed."),
    "note_damaged": _("The stored text is not what was signed. Nobody can co-sign it; call whoever runs this machine."),
    "note_needs_no_cosign": _("This note asks for no co-signature."),
    "note_cosigned_before": _("This note was co-signed before."),
    "cosigner_is_author": _("Whoever wrote or signed a note cannot co-sign it. Choose somebody else."),
    "addendum_to_addendum": _("Add to the first note; this one is an addendum itself."),
    "symptom_without_visit": _("A symptom belongs to a visit. Open the call from the visit."),
    "symptom_not_open": _("By the record this symptom is not open any more. Reload the page."),
    "symptom_before_it_began": _("By the record it began or changed after this time. Type when it changed or went."),
    "letter_voided": _("This letter was voided. Nothing was changed."),
    "letter_facts_changed": _("The facts of the visits changed, or the name or MRN. Look at them again, then sign."),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

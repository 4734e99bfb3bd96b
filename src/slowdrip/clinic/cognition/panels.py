"""What this app adds to other pages: a card on the patient's page, a key at the chair, an offer after questions."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.chart import slots
from slowdrip.clinic.cognition.models import Occasion
from slowdrip.clinic.cognition.offering import needs_baseline, open_offers
from slowdrip.clinic.cognition.reading import newest_of
from slowdrip.clinic.cognition.shown import value_words
from slowdrip.clinic.cognition.visits import belongs_at_chair, limits_of
from slowdrip.clinic.cognition.words import OCCASION_WORDS, TASK_WORDS
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes import afterwards
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.portal.rules import LinkRequest


def on_patient_page(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the newest result of each task and the keys that this person may use."""
    actor = request.acting
    if not actor.may("outcomes.see"):
        return SafeString("")
    lines = [
        {
            "title": TASK_WORDS[run.task],
            "value": value_words(run.task, run.value or 0),
            "occasion": OCCASION_WORDS[run.occasion],
            "at": run.started_at,
        }
        for run in newest_of(actor, patient.pk)
    ]
    shown = {
        "clinic": request.clinic,
        "patient": patient,
        "lines": lines,
        "may_hand_out": actor.may("outcomes.hand_out") and limits_of(request.clinic.pk) is not None,
    }
    return SafeString(render_to_string("cognition/panel.html", shown))


def at_the_chair(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Gives the key that hands the tasks out, before the first drip and while the way home is charted; no gate."""
    if not request.acting.may("outcomes.hand_out") or request.seat.locked:
        return SafeString("")
    occasion = belongs_at_chair(_phase_of(infusion))
    if occasion is None or limits_of(request.clinic.pk) is None:
        return SafeString("")
    if occasion.value == Occasion.BASELINE and not needs_baseline(request.acting, infusion.patient_id):
        return SafeString("")
    shown = {
        "clinic": request.clinic,
        "patient": infusion.patient,
        "is_discharge": occasion.value == Occasion.DISCHARGE,
    }
    return SafeString(render_to_string("cognition/at_chair.html", shown))


def after_questions(request: LinkRequest) -> SafeString:
    """Offers what is open to a patient; a tablet that was handed over for questions offers nothing."""
    if request.link.kiosk or not open_offers(request.link, request.acting, at=request.at):
        return SafeString("")
    return SafeString(render_to_string("cognition/offered.html", {"clinic": request.clinic}))


def _phase_of(infusion: Infusion) -> str:
    state = getattr(infusion, "state", None)
    return state.phase if state is not None else ""


def register_all() -> None:
    """Adds all three."""
    panels.register(on_patient_page)
    slots.register(at_the_chair)
    afterwards.register(after_questions)

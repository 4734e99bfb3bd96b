"""Where an open gate is mended: the form, the place on the page, or the page that answers it."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.offers import STEPS
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.science.rules.outcome import Gate

ONE_TAP: Final = "#one-tap"
VITALS: Final = "#vitals-form"
ALARMS: Final = "#alarms"
DAY: Final = "chart:day"
ORDERS: Final = "people:patient"
MEASURE: Final = "people:measure"
EMERGENCY: Final = "emergency:page"

# A gate's code, and where it is mended: a kind of entry, a place on this page, or another page by its name.
BY_GATE: Final[dict[str, str]] = {
    "identity": "identity_confirmed",
    "consent": "consent_seen",
    "fasting": "precheck",
    "escort": "precheck",
    "pregnancy": "precheck",
    "medicines": "precheck",
    "allergies": "precheck",
    "new_illness": "precheck",
    "suicidality_before": "precheck",
    "weight": MEASURE,
    "baseline": VITALS,
    "go_no_go": "go_no_go",
    "order_signed": ORDERS,
    "order_verified": ORDERS,
    "drawn_up": "drawn_up",
    "iv_line": "iv_site_placed",
    "bedside_check": "bedside_check",
    "pump_shows_order": "pump_shows",
    "acls_clinician": DAY,
    "second_person": DAY,
    "rescue_kit": DAY,
    "bp_near_baseline": VITALS,
    "spo2_on_air": VITALS,
    "moaas": ONE_TAP,
    "orientation": ONE_TAP,
    "dissociation": ONE_TAP,
    "nausea": ONE_TAP,
    "gait": ONE_TAP,
    "suicidality_after": "suicidality_after",
    "instructions": "instructions_given",
    "phone": "instructions_given",
    "iv_out": "iv_site_removed",
    "alarms": ALARMS,
    "emergency": EMERGENCY,
}
# Pages whose address names nothing but the clinic.
OF_THE_CLINIC: Final = {DAY}
LEAVING: Final = {"escort": "escort_seen"}
WITHDRAWN: Final = "consent_withdrawn"
DECIDED_BY_PRESCRIBER: Final = "_not_reviewed"
# What a key says where the step's own name does not: a place, another page, or the question that is still to be asked.
WORDS: Final[dict[str, Words]] = {
    "suicidality_after": _("Ask"),
    VITALS: _("Measure"),
    ONE_TAP: _("One tap"),
    ALARMS: _("Alarms"),
    DAY: _("The day"),
    ORDERS: _("Orders"),
    MEASURE: _("Weigh"),
    EMERGENCY: _("Emergency"),
}


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to open a gate: its code, its words on the button, its address."""

    code: str = ""
    action: str = ""
    url: str = ""


NONE: Final = Fix()


def register_fix(gate: str, page: str, action: Words) -> None:
    """Says which page of the clinic mends a gate of an app to the right, and what its key says."""
    BY_GATE[gate] = page
    WORDS[page] = action
    OF_THE_CLINIC.add(page)


def fix_of(gate: Gate, infusion: Infusion, *, slug: str, leaving: bool) -> Fix:
    """Gives where an open gate is mended; nothing where only time helps."""
    code = LEAVING.get(gate.code, BY_GATE.get(gate.code, "")) if leaving else BY_GATE.get(gate.code, "")
    if any(reason.code.endswith(DECIDED_BY_PRESCRIBER) for reason in gate.reasons):
        code = "go_no_go"
    if any(reason.code == WITHDRAWN for reason in gate.reasons):
        code = "consent_renewed"
    if gate.code == "time" or not code:
        return NONE
    return Fix(code, str(WORDS.get(code) or STEPS[code]), _address(code, infusion, slug=slug))


def _address(code: str, infusion: Infusion, *, slug: str) -> str:
    if code.startswith("#"):
        return code
    if code in OF_THE_CLINIC:
        return reverse(code, kwargs={"clinic": slug})
    if code == EMERGENCY:
        return reverse(code, kwargs={"clinic": slug, "infusion": infusion.pk})
    if ":" in code:
        return reverse(code, kwargs={"clinic": slug, "patient_id": infusion.patient_id})
    return reverse("chart:enter", kwargs={"clinic": slug, "infusion": infusion.pk, "kind": code})

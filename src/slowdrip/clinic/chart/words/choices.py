"""Words for the choices of an event's fields, by field: one code can mean different things in two fields."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words, code_words

_FINDINGS: Final[dict[str, Words]] = {
    "patent": _("patent"),
    "intact": _("site intact"),
    "pain": _("pain"),
    "swelling": _("swelling"),
    "redness": _("redness"),
    "leak": _("leak"),
    "blood": _("blood"),
    "bleeding": _("bleeding"),
}
_REASONS: Final[dict[str, Words]] = {
    "symptom": _("symptom"),
    "blood_pressure": _("blood pressure"),
    "patient_request": _("the patient asked"),
    "iv_problem": _("IV problem"),
    "pump_problem": _("pump problem"),
    "bathroom": _("bathroom"),
    "new_bag": _("new bag"),
    "adverse_event": _("adverse event"),
    "prescriber_decision": _("the prescriber decided"),
    "emergency": _("emergency"),
    "other": _("other"),
}
_NOT_STARTED: Final[dict[str, Words]] = {
    "patient_cancelled": _("the patient cancelled"),
    "no_show": _("the patient did not come"),
    "no_escort": _("no escort"),
    "not_fasted": _("not fasted"),
    "blood_pressure": _("blood pressure"),
    "other_vitals": _("other vital signs"),
    "new_illness": _("new illness"),
    "pregnancy": _("pregnancy"),
    "medicines": _("medicines"),
    "suicidality": _("suicidality"),
    "no_iv_access": _("no IV access"),
    "prescriber_decision": _("the prescriber decided"),
    "staffing": _("staffing"),
    "supply": _("supply"),
    "other": _("other"),
}
_ACTIONS: Final[dict[str, Words]] = {
    "none": _("no action"),
    "reassured": _("reassured"),
    "rate_lowered": _("rate lowered"),
    "paused": _("pump paused"),
    "stopped": _("pump stopped"),
    "medication": _("medication given"),
    "transferred": _("transferred"),
}
_CONTAINERS: Final[dict[str, Words]] = {
    "bag": _("bag"),
    "syringe": _("syringe"),
    "line": _("line"),
    "draw_up": _("draw-up"),
    "vial": _("vial"),
}
_CONFIRMED: Final[dict[str, Words]] = {"confirmed": _("confirmed"), "changed": _("changed")}
EMERGENCY_STEPS: Final[dict[str, Words]] = {
    "pump_off": _("Pump off"),
    "oxygen_on": _("Oxygen on"),
    "airway_opened": _("Airway opened"),
    "bag_valve_mask": _("Bag-valve mask"),
    "suction": _("Suction"),
    "aed_on": _("AED on"),
    "shock_given": _("Shock given"),
    "cpr_started": _("CPR started"),
    "cpr_stopped": _("CPR stopped"),
    "iv_access_lost": _("IV access lost"),
    "responsive_again": _("Responsive again"),
}
CHOICES: Final[Mapping[str, Mapping[str, Words]]] = {
    "method": {
        "name_and_birth_date": _("name and birth date"),
        "photo_id": _("photo ID"),
        "wristband": _("wristband"),
        "known_to_staff": _("known to staff"),
    },
    "pregnancy_test": {
        "negative": _("negative"),
        "positive": _("positive"),
        "not_applicable": _("not applicable"),
        "declined": _("declined"),
    },
    "medicines": _CONFIRMED,
    "allergies": _CONFIRMED,
    "decision": {"go": _("Go"), "delay": _("Delay"), "cancel": _("Cancel")},
    "form": {"scan": _("scan"), "paper": _("paper")},
    "side": {"left": _("left"), "right": _("right")},
    "finding": _FINDINGS,
    "container": _CONTAINERS,
    "arm": {"left": _("left arm"), "right": _("right arm")},
    "posture": {
        "sitting": _("sitting"),
        "reclining": _("reclining"),
        "lying": _("lying"),
        "standing": _("standing"),
    },
    "oxygen": {"air": _("room air"), "supplemental": _("on oxygen")},
    "reason": _REASONS,
    "gait": {"steady": _("steady"), "assisted": _("with help"), "unable": _("cannot walk")},
    "grade": {"mild": _("mild"), "moderate": _("moderate"), "severe": _("severe")},
    "relation": {
        "unrelated": _("not related"),
        "possible": _("possibly related"),
        "probable": _("probably related"),
        "certain": _("certainly related"),
    },
    "action": _ACTIONS,
    "seriousness": {"not_serious": _("not serious"), "serious": _("serious")},
    "unit": {"mg": "mg", "ug": "mcg", "g": "g", "mL": "mL", "units": _("units"), "L/min": "L/min"},
    "route": {
        "iv": "IV",
        "po": _("by mouth"),
        "sl": _("under the tongue"),
        "im": "IM",
        "inhaled": _("inhaled"),
        "intranasal": _("intranasal"),
        "other": _("other route"),
    },
    "who": {"colleague": _("a colleague"), "prescriber": _("the prescriber"), "ems": "EMS", "nurse": _("the nurse")},
    "why": _NOT_STARTED,
    "step": EMERGENCY_STEPS,
    "released": {"by_hand": _("released by hand"), "visit_ended": _("the visit has ended")},
}


def choice_words(field: str, code: str) -> str:
    """Gives the words for a code chosen in a field."""
    words = CHOICES.get(field, {}).get(code)
    return str(words) if words is not None else code_words(code)

"""Labels, hints and option words of event fields as forms ask for them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.units import typed_unit
from slowdrip.clinic.chart.words.choices import CHOICES
from slowdrip.clinic.chart.words.names import Words, code_words
from slowdrip.science.infusion.events import Field

LABELS: Final[dict[str, Words]] = {
    "fasting_solid_since": _("Last solid food"),
    "fasting_clear_liquid_since": _("Last clear liquid"),
    "escort_name": _("Escort's name"),
    "escort_phone": _("Escort's phone"),
    "escort_seen": _("Escort seen"),
    "pregnancy_test": _("Pregnancy test"),
    "medicines": _("Medicines"),
    "medicines_change": _("What changed in medicines"),
    "allergies": _("Allergies"),
    "allergies_change": _("What changed in allergies"),
    "new_illness": _("New illness since the last visit"),
    "new_illness_note": _("Which illness"),
    "suicidality_asked": _("Suicidality asked"),
    "suicidality_before": _("Answer"),
    "decision": _("Decision"),
    "signed_on": _("Signed on"),
    "form": _("Seen as"),
    "version": _("Version of the form"),
    "sbp_mmhg": _("Systolic"),
    "dbp_mmhg": _("Diastolic"),
    "hr_per_min": _("Heart rate"),
    "spo2_pct": _("SpO₂"),
    "rr_per_min": _("Respiratory rate"),
    "temp_decicelsius": _("Temperature"),
    "sbp_high_mmhg": _("Systolic, calls from"),
    "dbp_high_mmhg": _("Diastolic, calls from"),
    "hr_high_per_min": _("Heart rate, calls from"),
    "hr_low_per_min": _("Heart rate, calls below"),
    "spo2_low_pct": _("SpO₂, calls below"),
    "rr_low_per_min": _("Respiratory rate, calls below"),
    "back_at": _("Back on the monitor by"),
    "oxygen": _("Breathing"),
    "oxygen_l_per_min": _("Oxygen flow"),
    "rate_ul_per_h": _("Rate on the pump"),
    "vtbi_ul": _("VTBI on the pump"),
    "draw_volume_ul": _("Volume drawn"),
    "vial_ug_per_ml": _("Strength on the vial"),
    "bag_volume_ul": _("Volume in the bag, all together"),
    "expires_on": _("Expires on"),
    "pump_volume_ul": _("Volume given, as the pump shows"),
    "residual_ul": _("Left in bag and line"),
    "volume_ul": _("Volume thrown away"),
    "recheck_due": _("Look again at"),
    "receipt_signed_by_escort": _("Escort signed for the instructions"),
    "phone_number_given": _("Clinic's phone number given"),
    "answer": _("Answer"),
    "clinician_told": _("A clinician was told"),
    "moaas": _("MOAA/S"),
    "activity": _("Aldrete: activity"),
    "respiration": _("Aldrete: respiration"),
    "circulation": _("Aldrete: circulation"),
    "consciousness": _("Aldrete: consciousness"),
    "saturation": _("Aldrete: SpO₂"),
    "from_person": _("From"),
    "to_person": _("To"),
    "first_person": _("First person"),
    "second_person": _("Second person"),
    "person": _("Knows who they are"),
    "place": _("Knows where they are"),
    "time": _("Knows what day it is"),
    "situation": _("Knows why they are here"),
    "risks_explained": _("Risks were explained"),
    "reached_by_phone": _("Reached by phone"),
    "last_seen_at": _("Last seen at"),
    "repeat": _("This repeats an earlier reading"),
    "why": _("Why"),
    "dose_as_written": _("Dose in words"),
}
OPTIONS: Final[dict[str, Words]] = {
    "name_and_birth_date": _("Name and birth date"),
    "photo_id": _("Photo ID"),
    "wristband": _("Wristband"),
    "known_to_staff": _("Known to staff"),
    "not_applicable": _("Not applicable"),
    "confirmed": _("Confirmed as listed"),
    "changed": _("Changed"),
    "air": _("Room air"),
    "supplemental": _("On oxygen"),
    "go": _("Go"),
    "delay": _("Delay"),
    "cancel": _("Cancel"),
    "none": _("None reported"),
    "iv": _("IV"),
    "po": _("By mouth"),
    "sl": _("Under the tongue"),
    "im": _("IM"),
    "ems": _("EMS"),
    "ug": _("mcg"),
    "mL": _("mL"),
    "mg": _("mg"),
    "g": _("g"),
    "L/min": _("L/min"),
}
UNITS: Final = frozenset({"unit"})
HINTS: Final[dict[str, Words]] = {
    "dose_as_written": _("As the standing order says it, where it is no single number."),
    "label": _("As written on the bag or syringe."),
    "version": _("As printed on the form."),
    "suicidality_before": _("Codes of the screener your clinic uses; the form itself is not shown here."),
}


def field_label(one: Field) -> str:
    """Gives the label of a field with its unit."""
    words = LABELS.get(one.name)
    label = str(words) if words is not None else code_words(one.name)
    unit = typed_unit(one.name).sign or one.unit
    return f"{label} ({unit})" if unit else label


def field_hint(one: Field) -> str:
    """Gives a hint where the label is not enough."""
    words = HINTS.get(one.name)
    return str(words) if words is not None else ""


def option_label(field: str, code: str) -> str:
    """Gives an option of a field in words: the same code can mean different things in two fields."""
    words = str(CHOICES[field][code]) if code in CHOICES.get(field, {}) else choice_label(code)
    return words if field in UNITS else words[:1].upper() + words[1:]


def choice_label(code: str) -> str:
    """Gives an option in words."""
    words = OPTIONS.get(code)
    if words is not None:
        return str(words)
    spoken = code_words(code)
    return spoken[:1].upper() + spoken[1:]

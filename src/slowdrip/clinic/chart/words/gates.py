"""Words for gates and for why one is still shut; every sentence carries its number and its limit."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words, code_words
from slowdrip.science.rules.outcome import Reason

GATES: Final[dict[str, Words]] = {
    "identity": _("Identity confirmed"),
    "consent": _("Consent seen"),
    "fasting": _("Fasting"),
    "escort": _("Escort"),
    "pregnancy": _("Pregnancy test"),
    "medicines": _("Medicines confirmed"),
    "allergies": _("Allergies confirmed"),
    "new_illness": _("New illness asked"),
    "suicidality_before": _("Suicidality asked before"),
    "suicidality_after": _("Suicidality asked after"),
    "weight": _("Weight measured"),
    "baseline": _("Vital signs fresh"),
    "go_no_go": _("Go / no-go"),
    "order_signed": _("Order signed"),
    "order_verified": _("Order verified"),
    "drawn_up": _("Drawn up, second person"),
    "iv_line": _("IV line"),
    "bedside_check": _("Bedside check"),
    "pump_shows_order": _("Pump shows the order"),
    "acls_clinician": _("ACLS clinician in the building"),
    "second_person": _("Second person in the building"),
    "rescue_kit": _("Rescue kit checked today"),
    "time": _("Observation time"),
    "bp_near_baseline": _("Blood pressure near baseline"),
    "spo2_on_air": _("SpO₂ on room air"),
    "moaas": _("MOAA/S"),
    "orientation": _("Oriented × 4"),
    "dissociation": _("Dissociation gone"),
    "nausea": _("Nausea settled"),
    "gait": _("Gait steady"),
    "instructions": _("Instructions given"),
    "phone": _("Phone number given"),
    "iv_out": _("IV out"),
    "alarms": _("No open alarm"),
    "emergency": _("No open emergency"),
}
REASONS: Final[dict[str, Words]] = {
    "identity_not_confirmed": _("identity is not confirmed today."),
    "consent_not_seen": _("no signed consent was seen today."),
    "consent_withdrawn": _("the patient withdrew consent at %(since)s; a renewed yes opens this."),
    "consent_version_differs": _("the consent seen is %(seen)s, in use is %(in_use)s."),
    "fasting_not_asked": _("nobody asked when the patient last had %(what)s."),
    "fasting_too_short": _("%(what)s: %(needed_h)s h are needed; enough at %(enough_at)s."),
    "escort_not_named": _("no escort is named."),
    "escort_phone_missing": _("the escort's phone number is missing."),
    "pregnancy_test_positive": _("the pregnancy test is positive."),
    "pregnancy_test_missing": _("no pregnancy test was charted today."),
    "pregnancy_test_declined": _("the pregnancy test was declined."),
    "medicines_not_confirmed": _("medicines are not confirmed today."),
    "medicines_changed_not_reviewed": _("medicines changed and no prescriber decided since."),
    "allergies_not_confirmed": _("allergies are not confirmed today."),
    "allergies_changed_not_reviewed": _("allergies changed and no prescriber decided since."),
    "new_illness_not_asked": _("nobody asked about new illness."),
    "new_illness_not_reviewed": _("there is a new illness and no prescriber decided since."),
    "suicidality_not_asked": _("suicidality was not asked before the drip."),
    "suicidality_not_reviewed": _("the answer was %(answer)s and no prescriber decided since."),
    "weight_not_measured": _("no weight was measured here."),
    "weight_too_old": _("the weight is of %(measured_at)s; at most %(max_age_days)s days count."),
    "weight_not_reread": _("first visit: a second person has not re-read the scale."),
    "weight_reread_by_same_person": _("the same person measured and re-read the weight."),
    "not_measured": _("%(channel)s not measured yet."),
    "sign_not_measured": _("%(sign)s not measured yet."),
    "measurement_too_old": _("%(channel)s is of %(measured_at)s; at most %(max_age_min)s min old counts."),
    "vitals_incomplete": _("the vital signs are not complete."),
    "no_pulse_pressure": _("systolic is not above diastolic: measure again."),
    "beyond_above": _("%(sign)s %(value)s is above %(limit)s: no start with this value."),
    "beyond_below": _("%(sign)s %(value)s is below %(limit)s: no start with this value."),
    "caution_above": _("%(sign)s %(value)s is above %(limit)s."),
    "caution_below": _("%(sign)s %(value)s is below %(limit)s."),
    "repeat_before_deciding": _("repeat the measurement, then the prescriber decides."),
    "prescriber_decides": _("the prescriber decides go, delay or cancel."),
    "prescriber_decided_delay": _("the prescriber decided to delay."),
    "prescriber_decided_cancel": _("the prescriber decided to cancel."),
    "order_missing": _("no verified order is attached to this drip."),
    "order_void": _("the order was voided."),
    "order_not_signed": _("no prescriber signed the order."),
    "verbal_order_not_read_back": _("the verbal order was not read back."),
    "order_not_verified": _("no second person verified the order."),
    "order_verified_by_signer": _("the signer verified the order; a second person must."),
    "verifier_role_not_allowed": _("the verifier's role may not verify."),
    "not_drawn_up": _("nothing is drawn up."),
    "drawn_up_for_another_order": _("the bag was drawn up for another order."),
    "vial_expired": _("the vial expired on %(expires_on)s."),
    "draw_volume_differs": _("drawn %(found)s µL, ordered %(ordered)s µL; at most %(tolerance_percent)s %% apart."),
    "no_second_person": _("no second person checked the draw-up."),
    "second_person_drew_up": _("the second person drew up."),
    "second_person_signed_order": _("the second person signed the order."),
    "preparer_verified_order": _("whoever drew up also verified the order."),
    "second_role_not_allowed": _("the second person's role may not check a draw-up."),
    "iv_not_placed": _("no IV line is in."),
    "iv_site_not_good": _("the IV site shows %(finding)s."),
    "bedside_check_missing": _("patient, label and pump were not checked at the chair by two persons."),
    "bedside_check_by_one_person": _("one person alone did the bedside check."),
    "bedside_check_too_early": _("the bedside check of %(checked_at)s was before the bag was ready."),
    "bedside_label_differs": _("checked label %(checked)s, drawn up as %(drawn)s."),
    "pump_display_not_read": _("nobody entered what the pump shows."),
    "pump_read_before_order": _("the pump was read before this order."),
    "pump_rate_differs": _("the pump shows %(found)s µL/h, ordered %(ordered)s µL/h."),
    "pump_vtbi_differs": _("the pump shows VTBI %(found)s µL, ordered %(ordered)s µL."),
    "acls_clinician_not_named": _("nobody with valid ACLS is in the building."),
    "second_person_not_named": _("no second person with the credential policy asks for is in the building."),
    "second_person_is_acls_clinician": _("the ACLS clinician cannot also be the second person."),
    "too_few_people": _("%(people)s in the building, %(at_least)s needed."),
    "not_in_building": _("a named person is not in the building."),
    "credential_missing": _("%(credential)s is missing for a named person."),
    "credential_expired": _("%(credential)s of a named person expired on %(expired_on)s."),
    "credential_without_expiry": _("%(credential)s of a named person has no expiry date."),
    "rescue_kit_not_checked": _("the rescue kit was never checked."),
    "rescue_kit_not_checked_today": _("the rescue kit was last checked on %(checked_on)s."),
    "rescue_kit_incomplete": _("today's check found the rescue kit incomplete."),
    "drip_not_ended": _("the drip has not ended."),
    "too_early": _("%(min_after_end_min)s min after the end are needed; that is at %(earliest_at)s."),
    "not_charted": _("%(what)s was not charted after the drip."),
    "charted_before_end": _("%(what)s was last charted before the end of the drip."),
    "charted_too_long_ago": _("%(what)s is of %(charted_at)s; at most %(max_age_min)s min old counts."),
    "no_baseline": _("there is no complete set of vital signs from before the start."),
    "bp_far_from_baseline": _("%(what)s %(now)s, baseline %(baseline)s; at most %(within_percent)s %% apart."),
    "oxygen_not_charted": _("nobody charted whether the patient breathes room air."),
    "on_oxygen": _("the patient is on supplemental oxygen."),
    "below": _("%(what)s is %(value)s, at least %(at_least)s needed."),
    "above": _("%(what)s is %(value)s, at most %(at_most)s allowed."),
    "gait_not_safe": _("gait is %(found)s, needed %(needed)s."),
    "suicidality_before_not_asked": _("suicidality was not asked before the drip."),
    "suicidality_after_not_asked": _("suicidality was not asked after the drip."),
    "suicidality_asked_before_end": _("it was asked before the drip ended; ask again."),
    "suicidality_high_risk": _("the answer was %(answer)s: do not leave alone, a clinician takes over."),
    "suicidality_positive_clinician_not_told": _("the answer was %(answer)s and no clinician was told."),
    "escort_not_seen": _("the escort was not seen."),
    "no_receipt_by_escort": _("the escort has not signed for the instructions."),
    "phone_not_given": _("the clinic's phone number was not given."),
    "iv_still_in": _("the IV line is still in."),
    "emergency_open": _("an emergency is open since %(since)s: end it on its page, then discharge."),
    "alarms_unresolved": _("%(count)s alarm waits for a reason."),
}


def register_gate_words(gates: Mapping[str, Words], reasons: Mapping[str, Words]) -> None:
    """Adds the words of a gate that an app to the right put before "discharged"."""
    GATES.update(gates)
    REASONS.update(reasons)


def gate_words(code: str) -> str:
    """Gives the name of a gate."""
    words = GATES.get(code)
    return str(words) if words is not None else code_words(code)


def reason_words(reason: Reason, zone: ZoneInfo) -> str:
    """Gives why a gate is shut, in the clinic's local time."""
    told = {name: _told(value, zone) for name, value in reason.params.items()}
    key, extra = _key(reason)
    return str(REASONS[key]) % {**told, **extra}


def _key(reason: Reason) -> tuple[str, Mapping[str, str]]:
    if reason.code == "not_measured" and "sign" in reason.params:
        return "sign_not_measured", {}
    for side in ("below", "above"):
        what, found, _rest = reason.code.partition(f"_{side}")
        if found and reason.code not in REASONS:
            return side, {"what": code_words(what)}
    return reason.code, {}


def _told(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%H:%M}"
    if isinstance(value, date):
        return f"{value:%d %b %Y}"
    return code_words(value) if isinstance(value, str) else str(value)

"""Words for single codes: phases, channels, symptoms, choices, endings, flags, resolve reasons."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

PHASES: Final[dict[str, Words]] = {
    "expected": _("Expected"),
    "checked_in": _("Checked in"),
    "preparing": _("Preparing"),
    "ready": _("Ready"),
    "running": _("Running"),
    "paused": _("Paused"),
    "recovery": _("Recovery"),
    "ended": _("Ended"),
}
CHANNELS: Final[dict[str, Words]] = {
    "bp": _("BP"),
    "hr": _("HR"),
    "spo2": _("SpO₂"),
    "rr": _("Resp."),
    "temperature": _("Temp."),
    "moaas": _("MOAA/S"),
    "iv_site": _("IV site"),
}
CODES: Final[dict[str, Words]] = {
    **CHANNELS,
    # what is measured
    "dissociation": _("Dissociation"),
    "nausea": _("Nausea"),
    "anxiety": _("Anxiety"),
    "pain": _("Pain"),
    "orientation": _("Orientation"),
    "gait": _("Gait"),
    "systolic_mmhg": _("Systolic pressure"),
    "diastolic_mmhg": _("Diastolic pressure"),
    "hr_per_min": _("Heart rate"),
    "rr_per_min": _("Respiratory rate"),
    "spo2_percent": _("SpO₂"),
    "solids": _("solid food"),
    "clear_liquids": _("clear liquids"),
    # symptoms
    "dizziness": _("Dizziness"),
    "vomiting": _("Vomiting"),
    "headache": _("Headache"),
    "double_vision": _("Double vision"),
    "disorientation": _("Disorientation"),
    "dissociation_distress": _("Dissociation, distressed"),
    "itching": _("Itching"),
    "chest_pain": _("Chest pain"),
    "dyspnoea": _("Short of breath"),
    "neurological_deficit": _("Neurological deficit"),
    "seizure": _("Seizure"),
    "laryngospasm": _("Laryngospasm"),
    "anaphylaxis": _("Anaphylaxis"),
    "other": _("Other"),
    # suicidality answers; the words name no item text
    "none": _("none reported"),
    "item_1": _("item 1"),
    "item_2": _("item 2"),
    "item_3": _("item 3"),
    "item_4": _("item 4"),
    "item_5": _("item 5"),
    "behaviour": _("behaviour"),
    "declined": _("declined to answer"),
    # endings
    "discharged": _("Discharged"),
    "transferred_ems": _("Transferred by EMS"),
    "left_against_advice": _("Left against advice"),
    "left_unseen": _("Left unseen"),
    "escort_never_came": _("Escort never came"),
    "not_started": _("Not started today"),
    # an emergency
    "emergency_began": _("Emergency began"),
    "emergency_step": _("Done in the emergency"),
    "emergency_over": _("Emergency over"),
    # how alarms end
    "back_in_range": _("Back in range"),
    "treated": _("Treated"),
    "pump_paused": _("Pump paused"),
    "pump_stopped": _("Pump stopped"),
    "prescriber_accepts": _("Prescriber accepts"),
    "cuff_or_arm_error": _("Cuff or arm error"),
    "measured_by_hand": _("Measured by hand"),
    "probe_replaced": _("Probe replaced"),
    "monitor_changed": _("Another monitor is on"),
    "channel_back": _("The monitor speaks again"),
    "patient_back_on": _("Back on the monitor"),
    "return_time_moved": _("A new return time was set"),
    "pump_no_longer_runs": _("The pump is stopped"),
    "call_answered": _("The call was answered"),
    "withdrawal_voided": _("The withdrawal was a slip"),
    "staffing_met": _("Enough people are here"),
    "consent_withdrawn": _("Consent withdrawn"),
    "consent_renewed": _("Consent given again"),
    "monitor_return": _("Off the monitor for too long"),
    "staffing_low": _("Too few staff"),
    "patient_call": _("Patient calls"),
    "limits_set": _("Own alarm limits"),
    "no_longer_expected": _("No number is expected any more"),
    "probe_error": _("Probe off, true reading fine"),
    "artifact": _("Not true: movement or a bad signal"),
    "watched_and_recovered": _("Watched, recovered"),
    "oxygen_given": _("Oxygen given"),
    "airway_opened": _("Airway opened"),
    "stimulated_and_awake": _("Stimulated, awake"),
    "symptom_over": _("Symptom over"),
    "prescriber_examined": _("Prescriber examined, no emergency"),
    "entered_by_mistake": _("Entered by mistake"),
    "handed_to_ems": _("Handed to EMS"),
    "check_charted": _("Check charted"),
    "patient_declined": _("Patient declined"),
    "patient_away_from_chair": _("Away from the chair"),
    "device_failed_watched_directly": _("Device failed, watched directly"),
    "no_longer_due": _("No longer due"),
    "superseded": _("Replaced by a louder alarm"),
    "infusion_ended": _("Drip ended"),
    # credentials
    "acls": _("ACLS"),
    "bls": _("BLS"),
    "licence": _("licence"),
    # kit
    "airway": _("Airway equipment"),
    "bag_valve_mask": _("Bag-valve mask"),
    "oxygen": _("Oxygen"),
    "suction": _("Suction"),
    "pulse_oximeter": _("Pulse oximeter"),
    "ecg": _("ECG"),
    "aed": _("Defibrillator / AED"),
    "crash_drugs": _("Emergency drugs"),
    "call_bell": _("Call bell"),
    "ems_plan": _("EMS plan"),
}
TIERS: Final[dict[str, Words]] = {
    "advisory": _("Advisory"),
    "urgent": _("Urgent"),
    "emergency": _("Emergency"),
    "technical": _("Technical"),
}

VITAL_SIGNS: Final = ("bp", "hr", "spo2", "rr", "temperature")
LEAST_TOGETHER: Final = 3


def phase_words(phase: str) -> str:
    """Gives the word for a phase."""
    return str(PHASES[phase])


def code_words(code: str) -> str:
    """Gives the words for a code; a code without its own is shown with spaces, never hidden."""
    words = CODES.get(code)
    return str(words) if words is not None else code.replace("_", " ").capitalize()


def channel_words(channels: tuple[str, ...] | list[str]) -> str:
    """Gives several channels in one line; those a monitor shows together are called vital signs."""
    together = [channel for channel in channels if channel in VITAL_SIGNS]
    if len(together) < LEAST_TOGETHER:
        return ", ".join(code_words(channel) for channel in channels)
    others = [code_words(channel) for channel in channels if channel not in VITAL_SIGNS]
    return ", ".join([str(_("Vital signs")), *others])

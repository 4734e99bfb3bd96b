"""Sentences for what is refused about monitors, and the words of their channels."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.words import Sentence, register

SENTENCES: Final[dict[str, Sentence]] = {
    "no_such_monitor": _("This monitor is not in use here. Choose another, or look at Monitors."),
    "monitor_elsewhere": _("This monitor measures the patient in chair %(chair)s. Release it there first."),
    "monitor_before_check_in": _("Check the patient in first; then pair the monitor."),
    "monitor_at_a_drip": _("This monitor measures a patient now. Release it at the chair first."),
    "no_such_samples": _("These numbers are not known here any more. Look at the monitor and tap again."),
    "nothing_to_chart": _("Half a blood pressure is none. Measure again."),
    "samples_charted_already": _("These numbers are in the record already."),
    "sample_too_old": _("These numbers are too old to chart. Measure again."),
    "sample_no_time": _("The monitor does not say when the cuff measured. Type the blood pressure."),
    "sample_before_pairing": _("This was measured before the monitor was paired with this patient. Measure again."),
    "sample_clock_off": _("The monitor's clock is off by more than a minute. Set it, then measure again."),
    "sample_other_patient": _("The monitor names another patient. Correct it at the monitor, or type the vital signs."),
}

CHANNEL_WORDS: Final = {
    "heart_rate": _("HR"),
    "pulse_rate": _("Pulse"),
    "spo2": _("SpO₂"),
    "nibp": _("Blood pressure"),
    "resp_rate": _("Resp."),
    "temperature": _("Temp."),
}
UNITS: Final = {
    "heart_rate": "/min",
    "pulse_rate": "/min",
    "spo2": "%",
    "nibp": "mmHg",
    "resp_rate": "/min",
    "temperature": "°C",
}
HELD_WORDS: Final = {
    "other_patient": _("The monitor names another patient: not charted. Correct it at the monitor."),
    "before_pairing": _("Measured before this monitor was paired: not charted. Measure again."),
    "clock_off": _("The monitor's clock is off by more than a minute: not charted. Set it."),
    "too_old": _("Measured more than 15 minutes ago: not charted. Measure again."),
    "no_time": _("The monitor does not say when the cuff measured: type the blood pressure."),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

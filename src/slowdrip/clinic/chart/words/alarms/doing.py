"""Gives what to do first at an alarm, by rule and tier.

facts/clinical.md D2 and D4 [proposal]: measure again before acting, always ask about symptoms; sedation and breathing:
stop the pump, airway, oxygen, bag-valve mask, EMS. Drugs and doses are the clinic's standing orders, never the page's.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.names import Words
from slowdrip.science.rules.blood_pressure import RULE as BLOOD_PRESSURE
from slowdrip.science.rules.lasting.deciding import CONSENT_WITHDRAWN, MONITOR_RETURN, PATIENT_CALL, STAFFING_LOW
from slowdrip.science.rules.measured import (
    heart_rate_high,
    heart_rate_low,
    oxygen_saturation,
    respiratory_rate,
    sedation,
    symptom,
)
from slowdrip.science.rules.overdue import RULE as OVERDUE
from slowdrip.science.rules.silence import RULE as SILENCE

DO: Final[Mapping[tuple[str, str], Words]] = {
    (BLOOD_PRESSURE, "advisory"): gettext_lazy(
        "Look at the patient and ask about symptoms. Check cuff, arm and movement, then measure again."
    ),
    (BLOOD_PRESSURE, "urgent"): gettext_lazy(
        "Go to the chair. Ask about headache, chest pain, vision and breathing. Check cuff and arm. "
        "Decide on the pump with the prescriber. Measure again."
    ),
    (BLOOD_PRESSURE, "emergency"): gettext_lazy(
        "Go to the chair now. Stop the pump at the pump. Call the prescriber; with chest pain, severe headache, "
        "neurological signs or trouble breathing call EMS. Measure again."
    ),
    (OVERDUE, "advisory"): gettext_lazy("Look at the patient, measure it now and chart it."),
    (OVERDUE, "urgent"): gettext_lazy(
        "Go to the chair and look at the patient. Measure it now, or say why it cannot be."
    ),
    (SILENCE, "advisory"): gettext_lazy(
        "Look at the patient, then at the monitor: probe on, cable in, monitor on. Nothing is watched on this channel."
    ),
    (SILENCE, "urgent"): gettext_lazy(
        "Go to the chair and look at the patient. Put the probe back or change it. Until numbers come, measure by hand."
    ),
    (heart_rate_high.RULE, "advisory"): gettext_lazy(
        "Look at the patient and ask about chest pain, breathing and anxiety. Feel the pulse, then count again."
    ),
    (heart_rate_high.RULE, "urgent"): gettext_lazy(
        "Go to the chair. Feel the pulse, ask about chest pain, breathing and dizziness, measure the pressure. "
        "Decide on the pump with the prescriber. Count again."
    ),
    (heart_rate_low.RULE, "advisory"): gettext_lazy(
        "Look at the patient and feel the pulse. Without a pulse: stop the pump, start resuscitation, call EMS. "
        "Else ask about dizziness, measure the pressure and count again."
    ),
    (heart_rate_low.RULE, "urgent"): gettext_lazy(
        "Go to the chair. Feel the pulse, ask about dizziness and chest pain, measure the pressure. "
        "Decide on the pump with the prescriber. Count again."
    ),
    (heart_rate_low.RULE, "emergency"): gettext_lazy(
        "Go to the chair now. Feel the pulse. Without a pulse: start resuscitation, call EMS, AED on, stop the pump. "
        "With a pulse: check leads and monitor, count again."
    ),
    (MONITOR_RETURN, "urgent"): gettext_lazy(
        "Find the patient and look at them. Put them back on the monitor, or tap off the monitor again with a new time."
    ),
    (CONSENT_WITHDRAWN, "urgent"): gettext_lazy(
        "Stop the pump at the pump, then tap “I stopped the pump”. Stay with the patient and call the prescriber."
    ),
    (STAFFING_LOW, "urgent"): gettext_lazy(
        "Stay with the patients. Call a colleague back, and say on the day page who is here. "
        "If nobody can come, decide on the pump with the prescriber."
    ),
    (PATIENT_CALL, "urgent"): gettext_lazy(
        "Go to the chair, or send somebody. Tap “On my way”: the patient reads it. Look at the patient before the pump."
    ),
    (oxygen_saturation.RULE, "advisory"): gettext_lazy(
        "Look at the patient: awake, breathing, colour. Ask for deep breaths. Check the probe, then measure again."
    ),
    (oxygen_saturation.RULE, "urgent"): gettext_lazy(
        "Go to the chair. Wake the patient, open the airway, give oxygen. Check the probe. "
        "Decide on the pump with the prescriber. Measure again."
    ),
    (oxygen_saturation.RULE, "emergency"): gettext_lazy(
        "Go to the chair now. Stop the pump at the pump. Open the airway, give oxygen, bag-valve mask if breathing is "
        "weak. Call the prescriber; if it does not rise, call EMS. Measure again."
    ),
    (respiratory_rate.RULE, "advisory"): gettext_lazy(
        "Look at the patient and wake them. Check airway and saturation. Count the breaths again for a whole minute."
    ),
    (respiratory_rate.RULE, "urgent"): gettext_lazy(
        "Go to the chair. Wake the patient, open the airway, look at the saturation. Count for a whole minute. "
        "Decide on the pump with the prescriber."
    ),
    (respiratory_rate.RULE, "emergency"): gettext_lazy(
        "Go to the chair now. Stop the pump at the pump. Wake the patient, open the airway, give oxygen, bag-valve "
        "mask if breathing is weak. Call the prescriber and EMS."
    ),
    (sedation.RULE, "urgent"): gettext_lazy(
        "Go to the chair. Call the patient by name, touch the shoulder. Check airway, breathing and saturation. "
        "Decide on the pump with the prescriber. Score again."
    ),
    (sedation.RULE, "emergency"): gettext_lazy(
        "Go to the chair now. Stop the pump at the pump. Open the airway, give oxygen, bag-valve mask if breathing is "
        "weak. Call the prescriber and EMS."
    ),
    (symptom.RULE, "emergency"): gettext_lazy(
        "Go to the chair now. Stop the pump at the pump. Airway, breathing, pulse. Call the prescriber and EMS, and "
        "follow your standing orders."
    ),
}

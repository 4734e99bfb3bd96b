"""How the vital signs of an invented patient go through a drip, without noise, artifact or chance of its own.

Shape and sizes are the simulation defaults of the clinical facts, section F1 (confidence: proposal): the pressure rises
from about five minutes on, is highest at the end of the drip, and has half gone fifteen minutes later. They make a
plausible demonstration and labelled tests; they are no model of a drug.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

RISE_FROM_MIN: Final = 5.0
HALF_LIFE_MIN: Final = 15.0
DEFAULT_DRIP_MIN: Final = 40.0
SBP_RISE_MEAN_MMHG, SBP_RISE_SD_MMHG = 13.0, 11.0
SBP_RISE_LOW_MMHG, SBP_RISE_HIGH_MMHG = -10.0, 60.0
DBP_SHARE: Final = 0.7
HR_RISE_MEAN_BPM, HR_RISE_SD_BPM = 3.0, 8.0
RISE_PER_YEAR_OVER_50_MMHG: Final = 0.3
# Engineering defaults: an adult at rest.
REST: Final[Mapping[str, tuple[float, float]]] = {
    "nibp_sys": (122.0, 11.0),
    "nibp_dia": (76.0, 8.0),
    "heart_rate": (72.0, 9.0),
    "spo2": (97.3, 0.6),
    "resp_rate": (14.0, 1.5),
    "temperature": (36.7, 0.2),
}


@dataclass(frozen=True, slots=True)
class Patient:
    """An invented patient: values at rest by channel, and how far the drip moves pressure and heart rate."""

    rest: Mapping[str, float]
    sbp_rise_mmhg: float
    hr_rise_bpm: float


def draw_patient(dice: Random, *, age_y: int = 42, extra_rise_mmhg: float = 0.0) -> Patient:
    """A patient by chance; `extra_rise_mmhg` is what hypertension (6) or an SSRI (2) adds."""
    rest = {channel: dice.gauss(mean, sd) for channel, (mean, sd) in REST.items()}
    rest["nibp_dia"] = min(rest["nibp_dia"], rest["nibp_sys"] - 25)
    rest["spo2"] = min(rest["spo2"], 99.0)
    return Patient(rest, _sbp_rise(dice, age_y) + extra_rise_mmhg, dice.gauss(HR_RISE_MEAN_BPM, HR_RISE_SD_BPM))


def _sbp_rise(dice: Random, age_y: int) -> float:
    drawn = dice.gauss(SBP_RISE_MEAN_MMHG, SBP_RISE_SD_MMHG)
    while not SBP_RISE_LOW_MMHG <= drawn <= SBP_RISE_HIGH_MMHG:
        drawn = dice.gauss(SBP_RISE_MEAN_MMHG, SBP_RISE_SD_MMHG)
    return drawn + RISE_PER_YEAR_OVER_50_MMHG * max(0, age_y - 50)


def shape(t_min: float, *, drip_min: float = DEFAULT_DRIP_MIN) -> float:
    """How much of the full rise is there `t_min` after the start of the drip: 0 before, 1 at its end, then halving."""
    if t_min <= RISE_FROM_MIN:
        return 0.0
    if t_min >= drip_min:
        return float(0.5 ** ((t_min - drip_min) / HALF_LIFE_MIN))
    share = (t_min - RISE_FROM_MIN) / (drip_min - RISE_FROM_MIN)
    return share * share * (3 - 2 * share)  # a smooth step: no corner that an alarm could take for an event


def vitals(patient: Patient, t_min: float, *, drip_min: float = DEFAULT_DRIP_MIN) -> dict[str, float]:
    """The true value of every channel `t_min` after the start of the drip."""
    now = shape(t_min, drip_min=drip_min)
    sys = patient.rest["nibp_sys"] + patient.sbp_rise_mmhg * now
    dia = patient.rest["nibp_dia"] + DBP_SHARE * patient.sbp_rise_mmhg * now
    rate = patient.rest["heart_rate"] + patient.hr_rise_bpm * now
    return {
        **patient.rest,
        "nibp_sys": sys,
        "nibp_dia": dia,
        "nibp_mean": dia + (sys - dia) / 3,
        "heart_rate": rate,
        "pulse_rate": rate,
    }

"""Numbers of a made-up drip: blood pressure and dissociation that rise to its end and fade, the same at every load.

The shape and its spread are the simulation defaults of the project's fact sheet (F1, F2) [proposal]: the rise starts
after 5 min, is greatest at the end, then halves every 15 min; systolic rise 13 (SD 11) mmHg, diastolic 0.7 of it, heart
rate 3 (SD 8) per min. They look like a drip; they predict nothing.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

ONSET_MIN = 5.0
HALF_LIFE_MIN = 15.0
SBP_RISE_MMHG = (13.0, 11.0)
HR_RISE_PER_MIN = (3.0, 8.0)
DBP_SHARE = 0.7
# A story with an alarm is written by hand; all others stay below the urgent limits.
HIGHEST_SBP_MMHG, HIGHEST_DBP_MMHG = 172, 102
LATER_DRIPS = (1.0, 0.8, 0.7, 0.65)


@dataclass(frozen=True, slots=True)
class Rest:
    """Vital signs at rest."""

    sbp_mmhg: int = 118
    dbp_mmhg: int = 74
    hr_per_min: int = 70


@dataclass(frozen=True, slots=True)
class Course:
    """One drip's course: rest, the greatest rises, how deep the dissociation goes (0 to 10), when it ends."""

    rest: Rest
    seed: str
    sbp_rise_mmhg: float
    hr_rise_per_min: float
    depth: float
    end_min: float

    def share(self, minute: float) -> float:
        """How much of the greatest rise is there at a minute after the start."""
        if minute <= ONSET_MIN:
            return 0.0
        if minute <= self.end_min:
            return (minute - ONSET_MIN) / (self.end_min - ONSET_MIN)
        return float(0.5 ** ((minute - self.end_min) / HALF_LIFE_MIN))

    def vitals(self, minute: float) -> dict[str, Any]:
        """The vital signs a nurse would type at that minute."""
        noise, share = numbers(f"{self.seed}:{minute}"), self.share(minute)
        sbp = self.rest.sbp_mmhg + self.sbp_rise_mmhg * share + noise.gauss(0, 2)
        dbp = self.rest.dbp_mmhg + DBP_SHARE * self.sbp_rise_mmhg * share + noise.gauss(0, 2)
        return {
            "sbp_mmhg": min(HIGHEST_SBP_MMHG, round(sbp)),
            "dbp_mmhg": min(HIGHEST_DBP_MMHG, round(dbp)),
            "hr_per_min": round(self.rest.hr_per_min + self.hr_rise_per_min * share + noise.gauss(0, 2)),
            "spo2_pct": noise.choice((96, 97, 98, 98, 99)),
            "oxygen": "air",
            "rr_per_min": noise.choice((13, 14, 15, 16)),
            "arm": "left",
            "posture": "reclining",
        }

    def dissociation(self, minute: float) -> int:
        """The answer to "how far away do you feel, 0 to 10"."""
        return round(self.depth * self.share(minute))


def numbers(seed: str) -> Random:
    """Gives a stream of numbers that is the same for the same seed."""
    return Random(seed)  # noqa: S311  # made-up vital signs, no secret


def course_of(seed: str, rest: Rest, *, number: int, end_min: float = 40.0) -> Course:
    """Gives the course of a patient's drip of that number; the same seed gives the same course."""
    chance = numbers(seed)
    rise = min(45.0, max(-8.0, chance.gauss(*SBP_RISE_MMHG)))
    depth = min(10.0, chance.lognormvariate(1.2, 0.6)) * LATER_DRIPS[min(number, len(LATER_DRIPS)) - 1]
    return Course(rest, seed, rise, chance.gauss(*HR_RISE_PER_MIN), depth, end_min)

"""`python -m bench.coverage [VISITS]`: how often 90 % bands hold the truth, also where another model is the truth.

Everybody gets 0.5 mg/kg in 40 min. Vitals are 7 cuffs, 7 pulses and 5 ratings; samples are 4 venous ones at 20, 40, 60
and 110 min. Each cell is the mean over 12 times from 5 to 180 min, and the worst of them.
"""

import sys

import numpy as np

from slowdrip.science.pharmacology.updating import Coverage, Plan, Signal, Subject, coverage, simulated
from slowdrip.science.pharmacology.updating.tests.cast import DRIP, SUBJECT
from slowdrip.science.pharmacology.updating.tests.test_coverage import SAMPLED, VITALS
from slowdrip.science.pharmacology.updating.tests.truths import clements, domino, otto, simons

T_MIN = np.array([5.0, 10.0, 20.0, 30.0, 40.0, 45.0, 50.0, 60.0, 80.0, 100.0, 120.0, 180.0])
VENOUS = frozenset({Signal.VENOUS_NG_PER_ML})
SHOWN = (
    Signal.VENOUS_NG_PER_ML,
    Signal.ARTERIAL_NG_PER_ML,
    Signal.SBP_CHANGE_MMHG,
    Signal.HR_CHANGE_BPM,
    Signal.CADSS_POINTS,
)
READINGS = {"none": (), "vitals": VITALS, "samples": SAMPLED, "both": (*VITALS, *SAMPLED)}
VISITS = 200


def main(visits: int) -> None:
    """Measures and prints, one line for each truth and kind of readings."""
    print("| truth | readings | venous | arterial | systolic | heart rate | CADSS | without update |")
    print("|---|---|---|---|---|---|---|---|")
    truths = {
        "Kamp, off as assumed": (SUBJECT, True),
        "Kamp, exactly": (SUBJECT, False),
        "Domino": (domino(), False),
        "Simons": (simons(), False),
        "Otto": (otto(), False),
        "Clements": (clements(), False),
    }
    for name, (truth, misfit) in truths.items():
        for what in READINGS:
            if name == "Otto" and what in ("vitals", "both"):
                continue  # a venous model drives no effects, so it has no vitals to read
            print(f"| {name} | {what} | {line(truth, what, visits=visits, misfit=misfit)} |", flush=True)


def line(truth: Subject, what: str, *, visits: int, misfit: bool) -> str:
    """The cells of one line."""
    signals = frozenset(SHOWN) if truth.models.effects else VENOUS
    plan = Plan(DRIP, READINGS[what], signals, T_MIN)
    found = coverage(SUBJECT, plan, simulated(truth, plan, visits=visits, seed=5, misfit=misfit), draws=1000)
    without = next(iter(found.values())).without_update
    return " | ".join([*(cell(found[each]) if each in found else "–" for each in SHOWN), f"{without} of {visits}"])


def cell(found: Coverage) -> str:
    """The mean and the worst time, in percent."""
    return f"{100 * found.overall:.0f} ({100 * found.inside.min():.0f})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else VISITS)

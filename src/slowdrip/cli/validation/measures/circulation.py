"""Blood pressure and heart rate: when they peak, what is left, means at a fixed time and individual peaks apart."""

from collections.abc import Callable, Mapping

import numpy as np

from slowdrip.cli.validation.courses import USUAL, NotPredicted, answered
from slowdrip.knowledge.models import default_set, model
from slowdrip.science.pharmacology.effects import Baseline, CirculationChange, circulation_change, map_change_percent
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction, effect_readout
from slowdrip.science.pharmacology.population import standard_normals, virtual_patients

T_MIN: Floats = np.arange(0.0, 180.5, 0.5)
BASELINE = Baseline(sbp_mmhg=120.0, dbp_mmhg=75.0, hr_bpm=72.0)
LANGSJO_S_NG_PER_ML = 1959.0
CUFFS_MIN: Floats = np.arange(5.0, 65.0, 5.0)
PATIENTS, SEED = 4000, 1


def rise(t_min: Floats = T_MIN) -> CirculationChange:
    """The rises after the usual dose over 120/75 mmHg and 72 beats per minute, of an average person."""
    return _rise(_conc(t_min), {})


def individual_peaks_mmhg() -> tuple[float, float]:
    """The mean over virtual patients of the systolic rise at 40 min, and of each one's own highest cuff reading.

    A cuff every five minutes for an hour, each reading with the error of a cuff.
    """
    drawn = virtual_patients(default_set(), "clinic", seed=SEED, count=PATIENTS).of(model("hemodynamics"))
    conc = np.broadcast_to(_conc(CUFFS_MIN), (PATIENTS, len(CUFFS_MIN)))
    sbp_mmhg = _rise(conc, drawn).sbp_mmhg
    sd = float(model("hemodynamics").value("cuff_sd"))
    noise = np.stack([standard_normals(SEED, f"cuff.{t:g}", 0, PATIENTS) for t in CUFFS_MIN], axis=1)
    at_forty = sbp_mmhg[:, CUFFS_MIN == 40.0].mean()
    return float(at_forty), float((sbp_mmhg + sd * noise).max(axis=1).mean())


def at(curve: Floats, t_min: float) -> float:
    """A curve over `T_MIN` at one time."""
    return float(np.interp(t_min, T_MIN, curve))


def mean_from_30_to_40(curve: Floats) -> float:
    """The mean of a curve over `T_MIN` from 30 to 40 minutes."""
    return float(curve[(T_MIN >= 30) & (T_MIN <= 40)].mean())


def _conc(t_min: Floats) -> Floats:
    effect = model("hemodynamics")
    found: Floats = answered(default_set(), USUAL, t_min).of(effect_readout(effect, effect.curve("map")))[0]
    return found


def _rise(conc: Floats, drawn: Mapping[str, Floats]) -> CirculationChange:
    found = circulation_change(
        model("hemodynamics"), conc, BASELINE, constants=model("constants"), multipliers=dict(drawn)
    )
    if isinstance(found, NoPrediction):
        raise NotPredicted(found.code)
    return found


def _at_high_dose() -> float:
    effect = model("hemodynamics")
    racemic = LANGSJO_S_NG_PER_ML * float(effect.value("s_in_racemate"))
    found = map_change_percent(effect, racemic, constants=model("constants"))
    if isinstance(found, NoPrediction):
        raise NotPredicted(found.code)
    return float(found)


FIGURES: Mapping[str, Callable[[], float]] = {
    "pressure_peak": lambda: float(T_MIN[rise().map_mmhg.argmax()]),
    "pressure_90": lambda: at(rise().sbp_mmhg, 90.0),
    "pressure_pooled": lambda: at(rise().sbp_mmhg, 40.0),
    "heart_rate_pooled": lambda: at(rise().hr_bpm, 40.0),
    "pressure_high_dose": _at_high_dose,
    "pressure_fixed_time": lambda: mean_from_30_to_40(rise().sbp_mmhg),
}

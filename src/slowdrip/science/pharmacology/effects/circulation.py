"""Blood pressure and heart rate over their baseline, from racemic ketamine in its effect site.

Calibrated to published means; not a published model. Limits for urgent pressure are the policy's.
"""

from dataclasses import dataclass

from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.effects.curves import Conc, by_patient, curve_values, effect_refused
from slowdrip.science.pharmacology.linear import Floats, PerPatient
from slowdrip.science.pharmacology.models.parameters import NO_MULTIPLIERS, Multipliers
from slowdrip.science.pharmacology.models.validity import NoPrediction


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """What was measured before the start: pressures in mmHg and heart rate in beats per minute."""

    sbp_mmhg: PerPatient
    dbp_mmhg: PerPatient
    hr_bpm: PerPatient

    @property
    def map_mmhg(self) -> PerPatient:
        """Mean pressure: a third of systolic and two thirds of diastolic."""
        return (self.sbp_mmhg + 2 * self.dbp_mmhg) / 3


@dataclass(frozen=True, slots=True, eq=False)
class CirculationChange:
    """Rises over the baseline, in percent of it and in its own unit."""

    map_percent: Floats
    sbp_percent: Floats
    dbp_percent: Floats
    hr_percent: Floats
    map_mmhg: Floats
    sbp_mmhg: Floats
    dbp_mmhg: Floats
    hr_bpm: Floats


def map_change_percent(
    effect: Model, conc_effect_ng_per_ml: Conc, *, constants: Model, multipliers: Multipliers = NO_MULTIPLIERS
) -> Floats | NoPrediction:
    """The rise of mean pressure in percent of its baseline."""
    return _percent(effect, "map", conc_effect_ng_per_ml, constants=constants, multipliers=multipliers)


def hr_change_percent(
    effect: Model, conc_effect_ng_per_ml: Conc, *, constants: Model, multipliers: Multipliers = NO_MULTIPLIERS
) -> Floats | NoPrediction:
    """The rise of heart rate in percent of its baseline."""
    return _percent(effect, "hr", conc_effect_ng_per_ml, constants=constants, multipliers=multipliers)


def circulation_change(
    effect: Model,
    conc_effect_ng_per_ml: Conc,
    baseline: Baseline,
    *,
    constants: Model,
    multipliers: Multipliers = NO_MULTIPLIERS,
) -> CirculationChange | NoPrediction:
    """All rises over a person's own baseline; systolic and diastolic are shares of the rise of mean pressure."""
    mean = map_change_percent(effect, conc_effect_ng_per_ml, constants=constants, multipliers=multipliers)
    rate = hr_change_percent(effect, conc_effect_ng_per_ml, constants=constants, multipliers=multipliers)
    if isinstance(mean, NoPrediction):
        return mean
    if isinstance(rate, NoPrediction):
        return rate
    map_mmhg = mean / 100 * by_patient(baseline.map_mmhg, mean)
    sbp_mmhg, dbp_mmhg = (map_mmhg * float(effect.value(each)) for each in ("systolic_share", "diastolic_share"))
    return CirculationChange(
        map_percent=mean,
        sbp_percent=100 * sbp_mmhg / by_patient(baseline.sbp_mmhg, mean),
        dbp_percent=100 * dbp_mmhg / by_patient(baseline.dbp_mmhg, mean),
        hr_percent=rate,
        map_mmhg=map_mmhg,
        sbp_mmhg=sbp_mmhg,
        dbp_mmhg=dbp_mmhg,
        hr_bpm=rate / 100 * by_patient(baseline.hr_bpm, mean),
    )


def _percent(
    effect: Model, curve: str, conc_effect_ng_per_ml: Conc, /, *, constants: Model, multipliers: Multipliers
) -> Floats | NoPrediction:
    refused = effect_refused(effect, conc_effect_ng_per_ml)
    if refused is not None:
        return refused
    return curve_values(effect, curve, constants=constants, multipliers=multipliers).at(conc_effect_ng_per_ml)

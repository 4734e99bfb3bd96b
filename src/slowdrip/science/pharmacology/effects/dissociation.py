"""Dissociation as a fraction of the largest effect, from S-ketamine in its effect site."""

from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.effects.curves import Conc, by_patient, curve_values, effect_refused
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models.parameters import NO_MULTIPLIERS, Multipliers
from slowdrip.science.pharmacology.models.validity import NoPrediction


def dissociation_fraction(
    effect: Model, conc_effect_ng_per_ml: Conc, *, constants: Model, multipliers: Multipliers = NO_MULTIPLIERS
) -> Floats | NoPrediction:
    """The fraction 0 to 1; a steepness that was drawn is given as a multiplier of `gamma`."""
    refused = effect_refused(effect, conc_effect_ng_per_ml)
    if refused is not None:
        return refused
    return curve_values(effect, "dissociation", constants=constants, multipliers=multipliers).at(conc_effect_ng_per_ml)


def cadss_points(effect: Model, fraction: Floats, *, multipliers: Multipliers = NO_MULTIPLIERS) -> Floats:
    """CADSS points for a fraction; the scale differs so much between people that only its spread is a statement."""
    scale = float(effect.value("scale_cadss")) * multipliers.get("scale_cadss", 1.0)
    points: Floats = fraction * by_patient(scale, fraction)
    return points

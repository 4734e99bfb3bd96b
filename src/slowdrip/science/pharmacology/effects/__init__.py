"""What ketamine does within two hours: dissociation, blood pressure and heart rate, from effect-site concentrations."""

from slowdrip.science.pharmacology.effects.circulation import (
    Baseline,
    CirculationChange,
    circulation_change,
    hr_change_percent,
    map_change_percent,
)
from slowdrip.science.pharmacology.effects.curves import CurveValues, curve_values, effect_refused
from slowdrip.science.pharmacology.effects.dissociation import cadss_points, dissociation_fraction

__all__ = [
    "Baseline",
    "CirculationChange",
    "CurveValues",
    "cadss_points",
    "circulation_change",
    "curve_values",
    "dissociation_fraction",
    "effect_refused",
    "hr_change_percent",
    "map_change_percent",
]

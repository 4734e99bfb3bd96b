"""The exact engine: concentrations of any linear compartment system, by closed form, for one patient or a million.

Describe the body with `LinearSystem` (by hand, or with `mammillary`, `eliminated`, `formed`, `transit`,
`concentration_of`, `effect_of`, `mixed`), what is given with `Regimen`, and ask `concentrations`. `amounts` is for
mass balance, `stream` for more patients than fit in memory, `bands` for their 5, 50 and 95 % at each time.

    ketamine = LinearSystem(
        transfers=(
            *mammillary("ketamine", volumes_l=(25.0, 56.0, 157.0), exchange_l_per_min=(161 / 60, 79 / 60)),
            eliminated("ketamine", clearance_l_per_min=84 / 60, volume_l=25.0),
        ),
        readouts=(concentration_of("ketamine", volume_l=25.0, site="arterial"),),
    )
    regimen = Regimen(infusions=(Infusion(0.0, 40.0, 35_000 / 40, into="ketamine"),))
    conc_ng_per_ml = concentrations(ketamine, regimen, [5.0, 40.0, 80.0])  # (1 patient, 1 readout, 3 times)

Units: µg, L, min, ng/mL (= µg/L). The method, its safe path and its limits: docs/explanation/pharmacology-engine.md.
"""

from slowdrip.science.pharmacology.linear.bands import Bands, bands
from slowdrip.science.pharmacology.linear.build import (
    concentration_of,
    effect_of,
    eliminated,
    formed,
    mammillary,
    mixed,
    transit,
)
from slowdrip.science.pharmacology.linear.engine import amounts, concentrations, stream
from slowdrip.science.pharmacology.linear.regimen import Bolus, Infusion, Regimen
from slowdrip.science.pharmacology.linear.system import EXCRETED, EffectSite, LinearSystem, Part, Readout, Transfer
from slowdrip.science.pharmacology.linear.values import Floats, InputRefused, PerPatient

__all__ = [
    "EXCRETED",
    "Bands",
    "Bolus",
    "EffectSite",
    "Floats",
    "Infusion",
    "InputRefused",
    "LinearSystem",
    "Part",
    "PerPatient",
    "Readout",
    "Regimen",
    "Transfer",
    "amounts",
    "bands",
    "concentration_of",
    "concentrations",
    "effect_of",
    "eliminated",
    "formed",
    "mammillary",
    "mixed",
    "stream",
    "transit",
]

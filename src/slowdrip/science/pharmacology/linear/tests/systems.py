"""The systems the tests look at: published typical patients, and shapes that are hard for a solver."""

from collections.abc import Sequence

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import (
    EffectSite,
    Floats,
    Infusion,
    LinearSystem,
    PerPatient,
    Regimen,
    Transfer,
    concentration_of,
    concentrations,
    effect_of,
    eliminated,
    engine,
    formed,
    mammillary,
    mixed,
    transit,
)

# ketamine kinetics, 70 kg: pharmacology facts 3.1, 3.2, 3.4, 3.5, 3.6 (L, L/min, 1/min)
KAMP_V_L, KAMP_Q_L_PER_MIN, KAMP_CL_L_PER_MIN = (25.0, 56.0, 157.0), (161 / 60, 79 / 60), 84 / 60


def kamp() -> LinearSystem:
    """Kamp 2020 alone: doi 10.1097/ALN.0000000000003577."""
    return parent(KAMP_V_L, KAMP_Q_L_PER_MIN, KAMP_CL_L_PER_MIN)


def parent(volumes_l: Sequence[PerPatient], exchange: Sequence[PerPatient], clearance: PerPatient) -> LinearSystem:
    """A drug alone, read in its central compartment."""
    return LinearSystem(
        (
            *mammillary("ketamine", volumes_l=volumes_l, exchange_l_per_min=exchange),
            eliminated("ketamine", clearance_l_per_min=clearance, volume_l=volumes_l[0]),
        ),
        (concentration_of("ketamine", volume_l=volumes_l[0], site="arterial"),),
    )


def domino() -> LinearSystem:
    """Domino 1984, by rate constants."""
    return LinearSystem(
        (
            Transfer("ketamine", None, 0.438),
            Transfer("ketamine", "ketamine.2", 0.592),
            Transfer("ketamine.2", "ketamine", 0.247),
            Transfer("ketamine", "ketamine.3", 0.590),
            Transfer("ketamine.3", "ketamine", 0.0146),
        ),
        (concentration_of("ketamine", volume_l=0.063 * 70, site="arterial"),),
    )


def clements() -> LinearSystem:
    """Clements and Nimmo 1981, by rate constants."""
    return LinearSystem(
        (
            Transfer("ketamine", None, 0.0109),
            Transfer("ketamine", "ketamine.2", 0.0186),
            Transfer("ketamine.2", "ketamine", 0.0137),
        ),
        (concentration_of("ketamine", volume_l=1.7522 * 70, site="arterial"),),
    )


def otto() -> LinearSystem:
    """Otto 2021 with norketamine: doi 10.1007/s00228-021-03104-1."""
    return LinearSystem(
        (
            *mammillary("ketamine", volumes_l=(133.0, 187.0, 98.8), exchange_l_per_min=(23.2 / 60, 157 / 60)),
            formed("ketamine", "norketamine", clearance_l_per_min=95.2 / 60, volume_l=133.0),
            *mammillary("norketamine", volumes_l=(98.64, 160.0), exchange_l_per_min=(42.78 / 60,)),
            eliminated("norketamine", clearance_l_per_min=57.72 / 60, volume_l=98.64),
        ),
        (
            concentration_of("ketamine", volume_l=133.0, site="venous"),
            concentration_of("norketamine", volume_l=98.64, site="venous"),
        ),
    )


def simons() -> LinearSystem:
    """Simons 2022, ketamine to hydroxynorketamine through transits of equal stages: no distinct rates here."""
    cl, fm, fh = 1.48, 0.80, 0.70
    stage_per_min, hnk_stage_per_min = 2 / 20.1, 2 / 1.12
    return LinearSystem(
        (
            *mammillary("k", volumes_l=(11.6, 39.0, 174.0), exchange_l_per_min=(2.43, 1.21)),
            eliminated("k", clearance_l_per_min=(1 - fm) * cl, volume_l=11.6),
            *transit("k", "n", entry_per_min=fm * cl / 11.6, stages=2, stage_per_min=stage_per_min),
            *mammillary("n", volumes_l=(11.6, 221.0), exchange_l_per_min=(2.63,)),
            eliminated("n", clearance_l_per_min=(1 - fh) * 1.00, volume_l=11.6),
            *transit("n", "h", entry_per_min=fh * 1.00 / 11.6, stages=2, stage_per_min=hnk_stage_per_min),
            *mammillary("h", volumes_l=(4.4, 87.5), exchange_l_per_min=(1.70,)),
            eliminated("h", clearance_l_per_min=0.933, volume_l=4.4),
        ),
        (
            concentration_of("k", volume_l=11.6, site="arterial"),
            concentration_of("n", volume_l=11.6, site="arterial"),
            concentration_of("h", volume_l=4.4, site="arterial"),
        ),
    )


def perez_ruixo() -> LinearSystem:
    """Perez-Ruixo 2021: four compartments, drug leaves and norketamine forms out of the liver."""
    per_min = 1 / 60
    return LinearSystem(
        (
            *mammillary(
                "k", volumes_l=(192.0, 143.0, 417.0, 101.0), exchange_l_per_min=(84.3 / 60, 37.6 / 60, 151 / 60)
            ),
            Transfer("k.4", None, 1.11 * per_min),
            Transfer("k.4", "n", 2.77 * per_min),
            *mammillary("n", volumes_l=(70.0, 115.0), exchange_l_per_min=(26.1 / 60,)),
            eliminated("n", clearance_l_per_min=38.0 / 60, volume_l=70.0),
        ),
        (
            concentration_of("k", volume_l=192.0, site="venous"),
            concentration_of("n", volume_l=70.0, site="venous"),
        ),
    )


def ring() -> LinearSystem:
    """Three compartments in a one-way ring: rates that are not real numbers."""
    return LinearSystem(
        (Transfer("a", "b", 0.3), Transfer("b", "c", 0.2), Transfer("c", "a", 0.25), Transfer("b", None, 0.05)),
        (concentration_of("a", volume_l=10.0, site="arterial"), concentration_of("c", volume_l=20.0, site="venous")),
    )


def with_effects() -> LinearSystem:
    """Kamp 2020 with norketamine, a fast effect site and the venous link Cv = 0.60 Ca + 0.40 lag(Ca, 27 min)."""
    ketamine = kamp()
    arterial = ketamine.readouts[0]
    brain = EffectSite("brain", "ketamine", 25.0, np.log(2) / 8.3)
    lag = EffectSite("lag", "ketamine", 25.0, np.log(2) / 27)
    metabolite = Transfer("norketamine", None, 0.01)
    making = Transfer("ketamine", "norketamine", 0.03)
    return LinearSystem(
        (*ketamine.transfers, making, metabolite),
        (
            arterial,
            concentration_of("norketamine", volume_l=100.0, site="venous"),
            effect_of(brain),
            mixed("ketamine_venous", site="venous", parts=((0.60, arterial), (0.40, effect_of(lag)))),
        ),
        (brain, lag),
    )


SYSTEMS = {each.__name__: each() for each in (kamp, domino, clements, otto, simons, perez_ruixo, ring, with_effects)}


def marched(system: LinearSystem, regimen: Regimen, times: Floats) -> Floats:
    """Concentrations by the way of large jobs, however small this one is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "FEW", 0)
        return concentrations(system, regimen, times)


def first_compartment(system: LinearSystem) -> str:
    """Where the tests give drug."""
    return system.compartments[0]


def forty_minutes(into: str, *, dose_ug: PerPatient = 35_000.0, start_min: float = 0.0) -> Regimen:
    """The usual infusion."""
    return Regimen((Infusion(start_min, start_min + 40.0, dose_ug / 40.0, into),))


def spread_times() -> Floats:
    """Times before, at, between and long after the events of the tests, even and uneven ones."""
    near = np.array([-5.0, 0.0, 0.01, 0.7, 3.0, 10.0, 39.999, 40.0, 40.001, 43.0, 55.5, 77.0])
    return np.concatenate((near, np.linspace(80.0, 1500.0, 57), [2880.0, 2890.5, 2920.0, 2921.0, 5000.0]))

"""Systems and regimens at random; many rates come from a short list, so equal and zero ones are common."""

from itertools import pairwise

from hypothesis import strategies as st

from slowdrip.science.pharmacology.linear import (
    Bolus,
    EffectSite,
    Infusion,
    LinearSystem,
    Regimen,
    Transfer,
    concentration_of,
    effect_of,
)

PLANTED_PER_MIN = (0.0, 0.004, 0.05, 0.05 * (1 + 1e-9), 0.05 * (1 + 1e-5), 0.05 * (1 + 1e-3), 0.3, 1.7)
rates_per_min = st.sampled_from(PLANTED_PER_MIN) | st.floats(1e-4, 3.0)
positive_per_min = rates_per_min.filter(lambda rate: rate > 0)

minutes = st.integers(0, 400 * 64).map(lambda count: count / 64)
"""Multiples of 1/64: sums of such times are exact, so a shifted clock changes nothing."""


@st.composite
def star(draw: st.DrawFn, name: str) -> list[Transfer]:
    """A central compartment with up to three peripherals, elimination anywhere."""
    transfers = [Transfer(name, None, draw(rates_per_min))]
    for number in range(draw(st.integers(0, 3))):
        there, back = draw(positive_per_min), draw(positive_per_min)
        transfers += [Transfer(name, f"{name}.{number}", there), Transfer(f"{name}.{number}", name, back)]
        if draw(st.booleans()):
            transfers.append(Transfer(f"{name}.{number}", None, draw(rates_per_min)))
    return transfers


@st.composite
def systems(draw: st.DrawFn) -> LinearSystem:
    """Parent, perhaps a transit stage, metabolite, two effect sites."""
    transfers = [*draw(star("k")), *draw(star("n"))]
    stages = draw(st.integers(0, 2))
    way = ["k", *(f"t{number}" for number in range(stages)), "n"]
    stage = draw(positive_per_min)
    transfers += [Transfer(one, after, stage) for one, after in pairwise(way)]
    sites = (EffectSite("e", "k", 10.0, draw(positive_per_min)), EffectSite("f", "n", 20.0, draw(positive_per_min)))
    readouts = (
        concentration_of("k", volume_l=10.0, site="arterial"),
        concentration_of("n", volume_l=20.0, site="venous"),
        *(effect_of(site) for site in sites),
    )
    return LinearSystem(tuple(transfers), readouts, sites)


@st.composite
def regimens(draw: st.DrawFn) -> Regimen:
    """A few infusions, perhaps overlapping, and boluses, into the first two names."""
    into = st.sampled_from(["k", "n"])
    infusions = [
        Infusion(start, start + 0.5 + draw(minutes), draw(st.floats(0.0, 2_000.0)), draw(into))
        for start in draw(st.lists(minutes, max_size=3))
    ]
    boluses = [Bolus(at, draw(st.floats(0.0, 50_000.0)), draw(into)) for at in draw(st.lists(minutes, max_size=2))]
    return Regimen(tuple(infusions), tuple(boluses))

"""Shorthand for the structures that papers describe: clearances and volumes in, transfers and readouts out.

Names: the central compartment of `mammillary("ketamine", ...)` is "ketamine", its peripherals "ketamine.2",
"ketamine.3"; the stages of `transit("ketamine", "norketamine", ...)` are "ketamine>norketamine.1", ".2", ...
"""

from collections.abc import Sequence

from slowdrip.science.pharmacology.linear.system import EffectSite, Part, Readout, Transfer
from slowdrip.science.pharmacology.linear.values import InputRefused, PerPatient, guard_positive


def mammillary(
    name: str, *, volumes_l: Sequence[PerPatient], exchange_l_per_min: Sequence[PerPatient]
) -> tuple[Transfer, ...]:
    """The exchange between a central compartment and its peripherals; no elimination, see `eliminated`.

    `volumes_l` has the central volume first; `exchange_l_per_min` has one intercompartmental clearance (Q) for each
    peripheral, in the same order. With one volume and no exchange there is nothing to transfer and nothing returned.
    """
    if len(volumes_l) != len(exchange_l_per_min) + 1:
        raise InputRefused("volumes_and_exchanges_differ", name, "give_one_exchange_per_peripheral")
    for place, volume_l in enumerate(volumes_l):
        guard_positive(volume_l, f"{name}.volumes_l[{place}]")
    transfers: list[Transfer] = []
    for number, (volume_l, q_l_per_min) in enumerate(zip(volumes_l[1:], exchange_l_per_min, strict=True), start=2):
        peripheral = f"{name}.{number}"
        transfers.append(Transfer(name, peripheral, q_l_per_min / volumes_l[0]))
        transfers.append(Transfer(peripheral, name, q_l_per_min / volume_l))
    return tuple(transfers)


def eliminated(name: str, *, clearance_l_per_min: PerPatient, volume_l: PerPatient) -> Transfer:
    """Elimination out of a compartment, out of the body."""
    guard_positive(volume_l, f"{name}.volume_l")
    return Transfer(name, None, clearance_l_per_min / volume_l)


def formed(
    source: str, target: str, *, clearance_l_per_min: PerPatient, volume_l: PerPatient, fraction: PerPatient = 1.0
) -> Transfer:
    """The part `fraction` of a clearance that makes `target`; `volume_l` is the source's."""
    guard_positive(volume_l, f"{source}.volume_l")
    return Transfer(source, target, fraction * clearance_l_per_min / volume_l)


def transit(
    source: str, target: str, *, entry_per_min: PerPatient, stages: int, stage_per_min: PerPatient
) -> tuple[Transfer, ...]:
    """A chain of equal stages from `source` to `target`; mean transit time is `stages / stage_per_min`."""
    if stages < 1:
        raise InputRefused("no_stages", f"{source}>{target}", "give_one_stage_or_more")
    names = [f"{source}>{target}.{number}" for number in range(1, stages + 1)]
    passing = [Transfer(one, after, stage_per_min) for one, after in zip(names, [*names[1:], target], strict=True)]
    return (Transfer(source, names[0], entry_per_min), *passing)


def concentration_of(
    compartment: str, *, volume_l: PerPatient, site: str, name: str = "", factor: PerPatient = 1.0
) -> Readout:
    """The concentration in a compartment, named like it unless `name` is given.

    `factor` multiplies it, e.g. a ratio of molar masses for a metabolite, or 0.5 for one enantiomer.
    """
    guard_positive(volume_l, f"{compartment}.volume_l")
    return Readout(name or compartment, site, (Part(compartment, factor / volume_l),))


def effect_of(effect_site: EffectSite, *, site: str = "effect", name: str = "", factor: PerPatient = 1.0) -> Readout:
    """The concentration at an effect site, named like it unless `name` is given."""
    return Readout(name or effect_site.name, site, (Part(effect_site.name, factor),))


def mixed(name: str, *, site: str, parts: Sequence[tuple[PerPatient, Readout]]) -> Readout:
    """A weighted sum of readouts, such as Cv = 0.60 Ca + 0.40 lag(Ca), where the lag is an effect site."""
    return Readout(
        name, site, tuple(Part(part.state, weight * part.weight) for weight, one in parts for part in one.parts)
    )

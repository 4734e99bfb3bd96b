"""The engine's system for a set of models and a person, with every readout named by analyte and site."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from slowdrip.knowledge.types.model_parts import Curve, Readout, Site
from slowdrip.knowledge.types.models import Kinetics, Model, ModelSet
from slowdrip.science.pharmacology import linear
from slowdrip.science.pharmacology.linear import EffectSite, InputRefused, LinearSystem, Part, PerPatient, Regimen
from slowdrip.science.pharmacology.models.blocks import Values, place_of, transfers_of, volume_of
from slowdrip.science.pharmacology.models.enantiomers import S_KETAMINE, TOTAL, Block, blocks_of
from slowdrip.science.pharmacology.models.parameters import NO_MULTIPLIERS, Multipliers, multipliers_of, parameters_of
from slowdrip.science.pharmacology.models.person import Given, Person
from slowdrip.science.pharmacology.models.validity import NoPrediction, person_refused

DOSE = "dose"
"""Where a regimen puts its drug before `route` divides it over the compartments of a system."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelSystem:
    """A system ready for the engine, the models it was made of, and where each part of a dose enters."""

    models: ModelSet
    given: Given
    person: Person
    system: LinearSystem
    enters: tuple[tuple[str, float], ...]

    def reading(self, names: Sequence[str]) -> "ModelSystem":
        """The same system that gives these readouts only, in this order, and costs no more than they need."""
        by_name = {each.name: each for each in self.system.readouts}
        return replace(self, system=replace(self.system, readouts=tuple(by_name[name] for name in names)))

    def route(self, regimen: Regimen) -> Regimen:
        """The regimen, whose drug goes into `DOSE`, divided over the compartments that drug enters."""
        infusions = tuple(
            replace(each, into=place, rate_ug_per_min=each.rate_ug_per_min * share)
            for place, share in self.enters
            for each in regimen.infusions
        )
        boluses = tuple(
            replace(each, into=place, amount_ug=each.amount_ug * share)
            for place, share in self.enters
            for each in regimen.boluses
        )
        return Regimen(infusions, boluses)


@dataclass(frozen=True, slots=True, eq=False)
class _Making:
    """What the parts of one system are made from."""

    models: ModelSet
    kinetics: Kinetics
    values: Values
    blocks: tuple[Block, ...]
    multipliers: Multipliers
    person: Person

    def of(self, model: Model) -> dict[str, PerPatient]:
        """The parameters of another model of the set, whose multipliers are named `model.parameter`."""
        return parameters_of(model, self.person, multipliers_of(self.multipliers, model.name))


def system_of(
    models: ModelSet, person: Person, *, multipliers: Multipliers = NO_MULTIPLIERS, given: Given = Given.RACEMATE
) -> ModelSystem | NoPrediction:
    """The system for one person or, with arrays, for many; or why the models say nothing about them.

    A multiplier is a factor such as exp(eta), one number or one for each patient: `cl` of the kinetics,
    `olofsen2022.half_life` of another model of the set.
    """
    kinetics = models.kinetics.kinetics
    if kinetics is None:
        return NoPrediction("not_kinetics", {"model": models.kinetics.name})
    refused = person_refused(models.kinetics, person) or _effect_refused(models, kinetics)
    if refused is not None:
        return refused
    _check_owners(models, multipliers)
    values = parameters_of(models.kinetics, person, multipliers_of(multipliers))
    made = _Making(models, kinetics, values, blocks_of(models, kinetics, given), multipliers, person)
    enters = tuple((place_of(each, kinetics.dose_enters), each.dose_share) for each in made.blocks)
    return ModelSystem(models, given, person, _system(made), enters)


def effect_readout(effect: Model, curve: Curve) -> str:
    """The name of the readout that drives a curve; curves with one driver and one delay share it."""
    return f"{curve.driver}_effect.{effect.name}.{curve.half_life}"


def _system(made: _Making) -> LinearSystem:
    transfers = tuple(
        each for block in made.blocks for each in transfers_of(made.models.kinetics, made.kinetics, made.values, block)
    )
    sampled = tuple(_sampled(made))
    lags, venous = _linked(made, sampled)
    sites, felt = _felt(made)
    return LinearSystem(transfers, (*sampled, *venous, *felt), (*lags, *sites))


def _sampled(made: _Making) -> Iterator[linear.Readout]:
    """What a sample shows: the parent, its total when both enantiomers are there, then the metabolites."""
    parent = tuple(
        _readout(made, each, block, name=block.analyte)
        for block in made.blocks
        for each in made.kinetics.readouts
        if _is_parent(each, made.kinetics)
    )
    yield from parent
    if len(parent) > 1:
        yield linear.Readout(TOTAL, parent[0].site, tuple(part for each in parent for part in each.parts))
    for each in made.kinetics.readouts:
        if not _is_parent(each, made.kinetics):
            yield _readout(made, each, made.blocks[0], name=each.analyte)


def _is_parent(readout: Readout, kinetics: Kinetics) -> bool:
    return readout.analyte == kinetics.drug


def _readout(made: _Making, readout: Readout, block: Block, *, name: str) -> linear.Readout:
    ratio = made.values[readout.mass_ratio] if readout.mass_ratio else 1.0
    volume_l = volume_of(made.kinetics, made.values, readout.compartment)
    return linear.concentration_of(
        place_of(block, readout.compartment), volume_l=volume_l, site=readout.site.value, name=name, factor=ratio
    )


def _linked(
    made: _Making, sampled: tuple[linear.Readout, ...]
) -> tuple[tuple[EffectSite, ...], tuple[linear.Readout, ...]]:
    """The venous readouts of the parent: a share of the artery at once, the rest behind it."""
    link = made.models.link
    if link is None or link.link is None:
        return (), ()
    values = made.of(link)
    form = link.link
    direct, lagged = values[form.direct], values[form.lagged]
    lags = tuple(_behind(made, block, "lag", values[form.half_life]) for block in made.blocks)
    names = {lag.compartment: lag.name for lag in lags}
    arterial = [
        each for each in sampled if each.site == form.start and {part.state for part in each.parts} <= names.keys()
    ]
    venous = tuple(_venous(each, names, (direct, lagged), made) for each in arterial)
    return lags, venous


def _venous(
    readout: linear.Readout, lags: dict[str, str], shares: tuple[PerPatient, PerPatient], made: _Making, /
) -> linear.Readout:
    direct = tuple(Part(part.state, part.weight * shares[0]) for part in readout.parts)
    lagged = tuple(Part(lags[part.state], shares[1]) for part in readout.parts)
    return linear.Readout(f"{readout.name}_venous", Site.VENOUS.value, (*direct, *lagged))


def _felt(made: _Making) -> tuple[tuple[EffectSite, ...], tuple[linear.Readout, ...]]:
    """The effect sites that the effects of the set follow, one for each driver and delay."""
    sites: dict[str, EffectSite] = {}
    felt: dict[str, linear.Readout] = {}
    for effect in made.models.effects:
        values = made.of(effect)
        for curve in effect.curves:
            name = effect_readout(effect, curve)
            own = [
                _behind(made, block, name, values[curve.half_life])
                for block in made.blocks
                if curve.driver in (TOTAL, block.analyte)
            ]
            sites.update((site.name, site) for site in own)
            weight = _counts_as(made, curve, values)
            felt[name] = linear.Readout(name, Site.EFFECT.value, tuple(Part(site.name, weight) for site in own))
    return tuple(sites.values()), tuple(felt.values())


def _counts_as(made: _Making, curve: Curve, values: Values) -> PerPatient:
    """For how much of the driver one ng/mL counts: S-ketamine alone is more than its mass to a racemic effect."""
    alone = [block.analyte for block in made.blocks] == [S_KETAMINE]
    return values.get("s_in_racemate", 1.0) if alone and curve.driver == TOTAL else 1.0


def _behind(made: _Making, block: Block, name: str, half_life_min: PerPatient, /) -> EffectSite:
    compartment = made.kinetics.dose_enters
    volume_l = volume_of(made.kinetics, made.values, compartment)
    return EffectSite(f"{block.analyte}|{name}", place_of(block, compartment), volume_l, math.log(2) / half_life_min)


def _check_owners(models: ModelSet, multipliers: Multipliers) -> None:
    """Refuses a multiplier for a model that is not in the set."""
    owners = {"", *(each.name for each in (models.link, *models.effects) if each is not None)}
    for name in multipliers:
        if name.rpartition(".")[0] not in owners:
            raise InputRefused("unknown_model", name, "name_model_of_set")


def _effect_refused(models: ModelSet, kinetics: Kinetics) -> NoPrediction | None:
    """Effects follow arterial blood; a venous model cannot drive them."""
    parent = next(each for each in kinetics.readouts if _is_parent(each, kinetics))
    if models.effects and parent.site is not Site.ARTERIAL:
        return NoPrediction("effect_needs_arterial", {"model": models.kinetics.name, "site": parent.site.value})
    return None

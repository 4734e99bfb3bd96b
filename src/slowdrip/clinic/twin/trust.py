"""How far each number of a picture may be trusted: as far as the weakest number in it, whichever that is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from slowdrip.knowledge.models import default_set
from slowdrip.knowledge.types.model_parts import Covariate, Quantity, Rule
from slowdrip.knowledge.types.models import Model
from slowdrip.knowledge.types.sourced import Confidence

WEAKEST_LAST: Final = (
    Confidence.PUBLISHED,
    Confidence.SECONDARY,
    Confidence.DERIVED,
    Confidence.PROPOSAL,
    Confidence.UNVERIFIED,
)
KINETIC_SPREAD: Final = "clinic"
EFFECT_SPREAD: Final = "population"
ENANTIOMERS: Final = frozenset({"s_ketamine", "r_ketamine"})
OF_ENANTIOMERS: Final = ("share_of_s", "r_over_s_clearance")
MOLAR: Final = "nmol/mL"


@dataclass(frozen=True, slots=True)
class Counted:
    """One number that counts, and how far it may be trusted."""

    confidence: Confidence
    meaning: str


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the typical number and the band around it may be trusted, and which number is the weakest in each."""

    model: str
    typical: str
    band: str
    typical_by: str = ""
    band_by: str = ""


def trust_of_plasma(age_years: float | None) -> Trust:
    """Gives the trust in plasma concentrations for a person of this age."""
    return _trust(default_set().kinetics, list(_kinetic(age_years)), list(_kinetic_spread()))


def trust_of(curve: str, age_years: float | None) -> Trust:
    """Gives the trust in an effect: its numbers and its spread, and those of the kinetics that it follows."""
    model = _with_curve(curve)
    spread = [counted(each.quantity) for each in model.variability_of(EFFECT_SPREAD).between_subjects]
    typical = [*map(counted, model.parameters.values()), *_kinetic(age_years)]
    return _trust(model, typical, [*spread, *_kinetic_spread()])


def _trust(model: Model, typical: list[Counted], spread: list[Counted]) -> Trust:
    first, both = weakest(typical), weakest([*spread, *typical])
    return Trust(model.name, str(first.confidence), str(both.confidence), first.meaning, both.meaning)


def _kinetic(age_years: float | None) -> Iterator[Counted]:
    """What a typical concentration rests on: parameters, covariates that apply, where it is read, and constants."""
    model = default_set().kinetics
    yield from map(counted, model.parameters.values())
    for covariate in model.covariates:
        if applies(covariate, age_years):
            yield from map(counted, covariate.numbers.values())
    if model.kinetics is not None:
        parent = next(each for each in model.kinetics.readouts if each.analyte == model.kinetics.drug)
        yield Counted(parent.said.confidence, parent.said.note or parent.said.value)
    yield from map(counted, constants_used())


def _kinetic_spread() -> Iterator[Counted]:
    spread = default_set().kinetics.variability_of(KINETIC_SPREAD)
    for each in (*spread.between_subjects, *spread.between_occasions):
        yield counted(each.quantity)


def applies(covariate: Covariate, age_years: float | None) -> bool:
    """Says whether a covariate changes anything for a person of this age; one with a switch is off here."""
    if covariate.switch:
        return False
    if covariate.rule in (Rule.POWER_OF_WEIGHT, Rule.FACTOR):
        return True
    return age_years is None or age_years > float(covariate.numbers["above"].value)


def constants_used() -> list[Quantity]:
    """Gives the constants that the pictures are made with: those of the enantiomers, and the mass of a mole."""
    models = default_set()
    drivers = {curve.driver for effect in models.effects for curve in effect.curves}
    molar = any(each.unit == MOLAR for effect in models.effects for each in effect.parameters.values())
    names = [*(OF_ENANTIOMERS if drivers & ENANTIOMERS else ()), *(("molar_mass_ketamine",) if molar else ())]
    return [models.constants.parameters[name] for name in names]


def _with_curve(curve: str) -> Model:
    return next(each for each in default_set().effects if curve in {one.name for one in each.curves})


def counted(quantity: Quantity) -> Counted:
    """Gives one number of a file as it counts here."""
    return Counted(quantity.confidence, quantity.meaning)


def weakest(numbers: Iterable[Counted]) -> Counted:
    """Gives the first of the weakest among numbers."""
    return max(numbers, key=lambda each: WEAKEST_LAST.index(each.confidence))

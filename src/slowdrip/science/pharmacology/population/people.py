"""Virtual patients: blocks of multipliers for a set of models, one patient or millions, in bounded memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slowdrip.knowledge.types.models import Kind, Model, ModelSet
from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.population.source import normal_columns
from slowdrip.science.pharmacology.population.spreading import (
    NOTHING,
    Spreading,
    person_multipliers,
    spreading_of,
    visit_multipliers,
)

EFFECT_SET = "population"
"""The set of spreads that effect models have: one for everybody, healthy or not."""
AT_ONCE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class VirtualPatients:
    """The patients from `first` on: a factor for each parameter that is spread, shape (patients,).

    The names are those that `system_of` takes: `cl` of the kinetics, `olofsen2022.gamma` of another model of the set.
    """

    first: int
    multipliers: Mapping[str, Floats]

    @property
    def patients(self) -> int:
        """How many."""
        return next((len(each) for each in self.multipliers.values()), 0)

    def of(self, model: Model) -> dict[str, Floats]:
        """The factors of one model beside the kinetics, under the names of its own file."""
        start = f"{model.name}."
        return {name.removeprefix(start): each for name, each in self.multipliers.items() if name.startswith(start)}


def virtual_patients(
    models: ModelSet, variability: str, *, seed: int, first: int = 0, count: int, visit: int | None = None
) -> VirtualPatients:
    """Patients `first` up to `first` + `count` of the population that `variability` names, such as `clinic`.

    With `visit` each patient differs from visit to visit as well; the same person keeps what is the person's own.
    Patient i of `healthy` and patient i of `clinic` come from the same normal numbers, so the two can be compared.
    """
    drawn: dict[str, Floats] = {}
    for start, spreading in spreadings(models, variability):
        names = tuple(start + name for name in spreading.columns)
        own = person_multipliers(spreading, normal_columns(seed, names, first, count))
        drawn |= {start + name: each for name, each in own.items()}
        if visit is not None:
            _add_visit(drawn, start, spreading, seed=seed, first=first, count=count, visit=visit)
    return VirtualPatients(first, drawn)


def stream_patients(
    models: ModelSet, variability: str, *, seed: int, count: int, at_once: int = AT_ONCE, visit: int | None = None
) -> Iterator[VirtualPatients]:
    """The same patients as `virtual_patients`, block by block; memory is that of one block."""
    if at_once < 1:
        raise InputRefused("no_patients", "at_once", "give_one_or_more")
    for first in range(0, count, at_once):
        block = min(at_once, count - first)
        yield virtual_patients(models, variability, seed=seed, first=first, count=block, visit=visit)


def spreadings(models: ModelSet, variability: str) -> Iterator[tuple[str, Spreading]]:
    """Each spread model of a set, with what its names begin with; the kinetics first."""
    yield "", spreading_of(models.kinetics, variability)
    for effect in models.effects:
        has_set = effect.kind is Kind.EFFECT and EFFECT_SET in {each.name for each in effect.variability}
        yield f"{effect.name}.", spreading_of(effect, EFFECT_SET) if has_set else NOTHING


def _add_visit(
    drawn: dict[str, Floats], start: str, spreading: Spreading, /, *, seed: int, first: int, count: int, visit: int
) -> None:
    names = tuple(f"visit.{visit}.{start}{name}" for name in spreading.visit_names)
    shifts = visit_multipliers(spreading, normal_columns(seed, names, first, count))
    for name, each in shifts.items():
        drawn[start + name] = drawn[start + name] * each if start + name in drawn else each

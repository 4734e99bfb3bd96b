"""Many patients with concentrations of their own, sorted so that those of one schedule are worked on together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology.linear import Floats, Infusion, InputRefused, PerPatient, Regimen
from slowdrip.science.pharmacology.models import Given, Person
from slowdrip.science.pharmacology.updating import BelowLimit, Observation, Signal
from slowdrip.science.pharmacology.updating.signals import CONCENTRATIONS

READOUTS = (Signal.ARTERIAL_NG_PER_ML, Signal.VENOUS_NG_PER_ML)
NO_SAMPLE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Patients, what each was given (infusions into `DOSE`), and the concentrations that were measured in each.

    `person` holds one weight and one age for each patient. `regimen` is one for all, with a rate for each patient where
    rates differ, or a sequence of one regimen for each. `variability` names the spread of the kinetics.
    """

    models: ModelSet
    person: Person
    regimen: Regimen | Sequence[Regimen]
    samples: Sequence[Sequence[Observation]]
    variability: str = "clinic"
    given: Given = Given.RACEMATE

    def __post_init__(self) -> None:
        if not isinstance(self.regimen, Regimen) and len(self.regimen) != self.patients:
            raise InputRefused("patients_differ", "regimen", "give_one_per_patient")
        for each in (self.person.weight_kg, self.person.age_years):
            if isinstance(each, np.ndarray) and len(each) not in (1, self.patients):
                raise InputRefused("patients_differ", "person", "give_one_per_patient")
        odd = next((one.signal for each in self.samples for one in each if one.signal not in CONCENTRATIONS), None)
        if odd is not None:
            raise InputRefused("not_a_concentration", odd.value, "update_one_by_one")

    @property
    def patients(self) -> int:
        """How many."""
        return len(self.samples)

    def people(self, chosen: npt.NDArray[np.intp]) -> Person:
        """Some of the patients."""
        age = self.person.age_years
        return replace(
            self.person,
            weight_kg=_of(self.person.weight_kg, chosen, self.patients),
            age_years=None if age is None else _of(age, chosen, self.patients),
        )

    def groups(self, at_most: int) -> Iterator["Group"]:
        """Patients whose infusions start and end together, in groups of at most so many."""
        for chosen, regimen in self._schedules():
            for first in range(0, len(chosen), at_most):
                few = chosen[first : first + at_most]
                yield self._group(few, _part(regimen, slice(first, first + at_most), len(chosen)))

    def _schedules(self) -> Iterator[tuple[npt.NDArray[np.intp], Regimen]]:
        if isinstance(self.regimen, Regimen):
            yield np.arange(self.patients), self.regimen
            return
        alike: dict[tuple[object, ...], list[int]] = {}
        for number, each in enumerate(self.regimen):
            key = (tuple((one.start_min, one.end_min, one.into) for one in each.infusions), each.boluses)
            alike.setdefault(key, []).append(number)
        for numbers in alike.values():
            yield np.array(numbers), _stacked([self.regimen[number] for number in numbers])

    def _group(self, chosen: npt.NDArray[np.intp], regimen: Regimen) -> "Group":
        most = max((len(self.samples[number]) for number in chosen), default=0)
        t_min, value = np.zeros((len(chosen), most)), np.ones((len(chosen), most))
        below = np.zeros((len(chosen), most), dtype=np.bool_)
        readout = np.full((len(chosen), most), NO_SAMPLE, dtype=np.int64)
        for row, number in enumerate(chosen):
            for place, each in enumerate(self.samples[number]):
                t_min[row, place], value[row, place] = each.t_min, each.value
                readout[row, place], below[row, place] = READOUTS.index(each.signal), isinstance(each, BelowLimit)
        return Group(chosen, self.people(chosen), regimen, t_min, value, readout, below)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Patients of one schedule; times, values and readouts (places in `READOUTS`) have shape (patients, samples).

    `below` marks the samples of which the value is the limit that they are below.
    """

    patients: npt.NDArray[np.intp]
    person: Person
    regimen: Regimen
    t_min: Floats
    value: Floats
    readout: npt.NDArray[np.int64]
    below: npt.NDArray[np.bool_]

    def without(self, unwanted: npt.NDArray[np.bool_]) -> "Group":
        """The same with these samples left out."""
        return replace(self, readout=np.where(unwanted, NO_SAMPLE, self.readout))

    def part(self, chosen: npt.NDArray[np.intp]) -> "Group":
        """Some of the patients, by their places in the group."""
        many = len(self.patients)
        age = self.person.age_years
        person = replace(
            self.person,
            weight_kg=_of(self.person.weight_kg, chosen, many),
            age_years=None if age is None else _of(age, chosen, many),
        )
        infusions = tuple(
            replace(each, rate_ug_per_min=_of(each.rate_ug_per_min, chosen, many)) for each in self.regimen.infusions
        )
        rows = (self.t_min[chosen], self.value[chosen], self.readout[chosen], self.below[chosen])
        return Group(self.patients[chosen], person, Regimen(infusions, self.regimen.boluses), *rows)


def infusions_of(regimen: Regimen, patients: int) -> tuple[Floats, Floats, Floats]:
    """Starts, ends, and rates of shape (infusions, patients)."""
    starts, ends = (np.array([getattr(each, name) for each in regimen.infusions]) for name in ("start_min", "end_min"))
    rates = np.empty((len(regimen.infusions), patients))
    for row, each in enumerate(regimen.infusions):
        rates[row] = each.rate_ug_per_min
    return starts.astype(np.float64), ends.astype(np.float64), rates


def _stacked(regimens: list[Regimen]) -> Regimen:
    """Regimens of one schedule as one, with a rate for each patient."""
    first = regimens[0]
    infusions = tuple(
        Infusion(
            one.start_min,
            one.end_min,
            np.array([float(np.ravel(each.infusions[place].rate_ug_per_min)[0]) for each in regimens]),
            one.into,
        )
        for place, one in enumerate(first.infusions)
    )
    return Regimen(infusions, first.boluses)


def _part(regimen: Regimen, where: slice, patients: int) -> Regimen:
    chosen = np.arange(patients)[where]
    infusions = tuple(
        replace(each, rate_ug_per_min=_of(each.rate_ug_per_min, chosen, patients)) for each in regimen.infusions
    )
    return Regimen(infusions, regimen.boluses)


def _of(value: PerPatient, chosen: npt.NDArray[np.intp], patients: int) -> Floats:
    """The value of each chosen patient."""
    every: Floats = np.broadcast_to(np.asarray(value, dtype=np.float64), patients)[chosen]
    return every

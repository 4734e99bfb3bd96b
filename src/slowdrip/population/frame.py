"""What is the same for all patients of a search: coordinates, what can be read, and which samples count."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.population.sampled import READOUTS, Group, Sampled
from slowdrip.science.pharmacology.linear import Floats, PerPatient, Regimen
from slowdrip.science.pharmacology.models import (
    S_KETAMINE,
    TOTAL,
    Given,
    ModelSystem,
    NoPrediction,
    Person,
    ResidualError,
    dose_refused,
    residual_of,
    system_of,
)
from slowdrip.science.pharmacology.updating import Subject, prior_of
from slowdrip.science.pharmacology.updating.assumptions import FIRST_VENOUS_MIN
from slowdrip.science.pharmacology.updating.forward import SITES, Forward, forward_of
from slowdrip.science.pharmacology.updating.signals import CONCENTRATIONS
from slowdrip.science.pharmacology.updating.space import Space, space_of


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What is the same for all patients: coordinates, their directions, and the concentrations that can be read.

    `readouts` are the names of those at the sites of `READOUTS`, where the models have one.
    """

    sampled: Sampled
    models: ModelSet
    forward: Forward
    space: Space
    readouts: tuple[str, ...]
    errors: tuple[ResidualError | None, ...]

    def system(self, person: Person, multipliers: dict[str, PerPatient]) -> ModelSystem | NoPrediction:
        """The system of these people, plasma alone."""
        return system_of(self.models, person, multipliers=multipliers, given=self.sampled.given)

    def refusal(self, group: Group) -> NoPrediction | None:
        """Why the models say nothing about somebody in a group, or nothing when they may."""
        made = self.system(group.person, {})
        return made if isinstance(made, NoPrediction) else dose_refused(made, group.regimen)

    def refusals(self, group: Group) -> dict[int, NoPrediction]:
        """The patients of a group that the models say nothing about, by their places, and why."""
        if self.refusal(group) is None:
            return {}
        each = ((place, self.refusal(group.part(np.array([place])))) for place in range(len(group.patients)))
        return {place: refusal for place, refusal in each if refusal is not None}


def frame_of(sampled: Sampled) -> Frame:
    """The frame; a set of models that can read no sample of the drug is refused."""
    models = replace(sampled.models, effects=())
    subject = Subject(models, _somebody(sampled, models), None, sampled.variability, sampled.given)
    prior = prior_of(subject)
    forward = forward_of(subject, Regimen(), prior.names)
    readouts = tuple(_name(forward, place) for place in range(len(READOUTS)))
    errors = tuple(_error(models, place) for place in range(len(READOUTS)))
    return Frame(sampled, models, forward, space_of(subject, prior, CONCENTRATIONS), readouts, errors)


def sd_of(frame: Frame, group: Group) -> Floats:
    """The SD of the logarithm of each sample; one where there is none."""
    sd = np.ones(group.t_min.shape)
    for place, error in enumerate(frame.errors):
        mine = group.readout == place
        if error is not None and mine.any():
            sd[mine] = _log_sd(error, group.value[mine])
    return sd


def log_value_of(group: Group) -> Floats:
    """The logarithm of each sample; zero where it is none."""
    logs: Floats = np.log(np.where(group.value > 0, group.value, 1.0))
    return logs


def uncounted(frame: Frame, group: Group) -> npt.NDArray[np.bool_]:
    """Samples without a model or an error, of nothing, or taken before drug can be in them; as `updating` has it."""
    start_min = min((each.start_min for each in group.regimen.infusions), default=np.inf)
    wait_min = np.array([0.0, FIRST_VENOUS_MIN])[group.readout]
    known = [bool(name) and error is not None for name, error in zip(frame.readouts, frame.errors, strict=True)]
    out: npt.NDArray[np.bool_] = (
        ~np.array(known)[group.readout] | (group.value <= 0) | (group.t_min <= start_min + wait_min)
    )
    return out


def _name(forward: Forward, place: int) -> str:
    """The readout of the drug that was given at a site; nothing where the models have none."""
    signal = READOUTS[place]
    if forward.unsaid(signal) is not None:
        return ""
    made = system_of(forward.subject.models, forward.subject.person, given=forward.subject.given)
    if isinstance(made, NoPrediction):
        return ""
    drug = S_KETAMINE if forward.subject.given is Given.S_KETAMINE else TOTAL
    sites = {each.name: each.site for each in made.system.readouts}
    return next((name for name in (drug, f"{drug}_venous") if sites.get(name) == SITES[signal].value), "")


def _error(models: ModelSet, place: int) -> ResidualError | None:
    kinetics = models.kinetics.kinetics
    if kinetics is None:
        return None
    parent = next(each for each in kinetics.readouts if each.analyte == kinetics.drug)
    return residual_of(models.kinetics, parent.name, SITES[READOUTS[place]], constants=models.constants)


def _log_sd(error: ResidualError, conc_ng_per_ml: Floats) -> Floats:
    """As `updating.errors` has it, for many."""
    squared_cv = error.proportional**2 + (error.additive_ng_per_ml / conc_ng_per_ml) ** 2
    sd: Floats = np.sqrt(np.log1p(squared_cv) + error.log**2)
    return sd


def _somebody(sampled: Sampled, models: ModelSet) -> Person:
    """The first patient whom the models know, or the first at all: what can be read is the same for all they know."""
    everybody = (_one(sampled, place) for place in range(sampled.patients))
    fits = (each for each in everybody if not isinstance(system_of(models, each, given=sampled.given), NoPrediction))
    return next(fits, _one(sampled, 0))


def _one(sampled: Sampled, place: int) -> Person:
    age = sampled.person.age_years
    return Person(_at(sampled.person.weight_kg, place), None if age is None else _at(age, place))


def _at(value: PerPatient, place: int) -> float:
    values = np.ravel(value)
    return float(values[place if len(values) > 1 else 0])

"""What the models expect the samples of many patients to be, for any parameters, and by how much they miss."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from slowdrip.population.frame import Frame, log_value_of, sd_of, uncounted
from slowdrip.population.sampled import NO_SAMPLE, Group, infusions_of
from slowdrip.population.sampling import at_own_times
from slowdrip.science.pharmacology.linear import Floats, InputRefused, PerPatient, concentrations
from slowdrip.science.pharmacology.linear.assembly import Chunk, assembled
from slowdrip.science.pharmacology.linear.response import response_of
from slowdrip.science.pharmacology.models import ModelSystem, NoPrediction
from slowdrip.science.pharmacology.updating.beliefs import MISFIT
from slowdrip.science.pharmacology.updating.errors import LEAST, missed_below
from slowdrip.science.pharmacology.updating.misfit import IN_PLASMA

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """A group and its samples on the scale of their errors: logarithms, with one SD each; shape (patients, samples)."""

    frame: Frame
    group: Group
    log_value: Floats
    sd: Floats
    misfit: tuple[tuple[int, Floats], ...]

    def misses(self, some: Places, seen: Floats) -> Floats:
        """By how many SDs sets of parameters, shape (patients, sets, directions), miss: (patients, sets, samples)."""
        many, sets = seen.shape[:2]
        draws = self.frame.space.coordinates(seen.reshape(many * sets, -1))
        with np.errstate(over="ignore", invalid="ignore"):
            logs = np.log(np.maximum(self._conc(some, draws), LEAST)).reshape(many, sets, -1)
            for place, shape in self.misfit:
                logs += draws[:, place].reshape(many, sets, 1) * shape[some, None]
            found: Floats = (logs - self.log_value[some, None]) / self.sd[some, None]
            below = np.broadcast_to(self.group.below[some, None], found.shape)
            found[below] = missed_below(found[below])
        found[np.broadcast_to((self.group.readout[some] == NO_SAMPLE)[:, None], found.shape)] = 0.0
        return found

    def _conc(self, some: Places, draws: Floats) -> Floats:
        """Concentrations in ng/mL, shape (draws, samples)."""
        sets, few = len(draws) // len(some), self.group.part(some)
        if not any(self.frame.readouts):
            return np.ones((len(draws), few.t_min.shape[1]))
        person = few.part(np.repeat(np.arange(len(some)), sets)).person
        factors = self.frame.forward.factors(draws, frozenset())
        made = self.frame.system(person, {name: each for name, each in factors.items() if "." not in name})
        if isinstance(made, NoPrediction):
            raise InputRefused(made.code, "person", "ask_refusals_first")
        made = made.reading([name for name in self.frame.readouts if name])
        system = assembled(made.system, tuple(place for place, _ in made.enters), Chunk(0, len(draws)))
        response = response_of(system)
        out = np.empty((len(draws), few.t_min.shape[1]))
        if response is None:
            return self._one_by_one(made, few, out)
        shares = np.array([made.enters[number][1] for number in response.inputs])
        modes = (np.ascontiguousarray(response.rates), response.dense, shares)
        at_own_times(out, modes, infusions_of(few.regimen, len(some)), (few.t_min, self._columns(few)))
        return self._one_by_one(made, few, out, np.flatnonzero(response.unsafe)) if response.unsafe.any() else out

    def _columns(self, few: Group) -> npt.NDArray[np.int64]:
        """Which of the readouts that are computed each sample is."""
        place = np.cumsum([bool(name) for name in self.frame.readouts], dtype=np.int64) - 1
        return np.where(few.readout == NO_SAMPLE, NO_SAMPLE, place[few.readout])

    def _one_by_one(self, made: ModelSystem, few: Group, out: Floats, rows: Places | None = None) -> Floats:
        """The same by the engine, for rows that have no closed form."""
        sets, columns = len(out) // len(few.patients), self._columns(few)
        for row in range(len(out)) if rows is None else rows:
            patient = np.array([row // sets])
            one = few.part(patient)
            system = self._of_row(made, int(row))
            conc = concentrations(system.system, system.route(one.regimen), one.t_min[0])[0]
            chosen = conc[columns[patient[0]], np.arange(conc.shape[1])]
            out[row] = np.where(columns[patient[0]] == NO_SAMPLE, 1.0, chosen)
        return out

    def _of_row(self, made: ModelSystem, row: int) -> ModelSystem:
        def own(value: PerPatient) -> PerPatient:
            return float(value[row]) if isinstance(value, np.ndarray) and len(value) > 1 else value

        system = made.system
        return replace(
            made,
            system=replace(
                system,
                transfers=tuple(replace(each, rate_per_min=own(each.rate_per_min)) for each in system.transfers),
                readouts=tuple(
                    replace(each, parts=tuple(replace(part, weight=own(part.weight)) for part in each.parts))
                    for each in system.readouts
                ),
                effect_sites=tuple(
                    replace(each, volume_l=own(each.volume_l), ke0_per_min=own(each.ke0_per_min))
                    for each in system.effect_sites
                ),
            ),
        )


def expected(frame: Frame, group: Group) -> Expected:
    """For a group whose patients the models say something about; samples that cannot count are left out."""
    group = group.without(uncounted(frame, group))
    names, shape = frame.forward.names, group.t_min.shape
    misfit = tuple(
        (names.index(MISFIT + each.name), each.shape(group.regimen, group.t_min.ravel()).reshape(shape))
        for each in IN_PLASMA
        if MISFIT + each.name in names
    )
    return Expected(frame, group, log_value_of(group), sd_of(frame, group), misfit)

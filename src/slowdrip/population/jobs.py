"""What the compiled march is asked to do: the schedule as arrays, and the modes of a chunk as terms of readouts."""

from dataclasses import dataclass

import numpy as np

from slowdrip.population.kernels import DEAD, LANES, ROW, ROWS, TOGETHER, Plan, Room, Terms, march
from slowdrip.science.pharmacology.linear import Floats, LinearSystem, PerPatient, Regimen
from slowdrip.science.pharmacology.linear.assembly import Assembled, Chunk, assembled, inputs_of
from slowdrip.science.pharmacology.linear.response import Response, response_of
from slowdrip.science.pharmacology.linear.safe import SafePath
from slowdrip.science.pharmacology.linear.schedule import Dose, Run, Stretch, before_first, schedule_of
from slowdrip.science.pharmacology.linear.values import Places, of_patients, patients_in

NEVER_MIN = 1e300


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A system and its schedule, for any chunk of patients; `before` is how many output times precede the first event.

    `plan` is the schedule as arrays, its amounts left out; `doses` are they, in the order of the rows of amounts.
    """

    system: LinearSystem
    inputs: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    plan: Plan
    doses: tuple[PerPatient, ...]
    patients: int
    times: int
    before: int

    @property
    def readouts(self) -> int:
        """How many concentrations."""
        return len(self.system.readouts)


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A chunk of patients: its terms, or nothing where there is no closed form, and who must go the safe path.

    One thread at a time may march it: `room` is what its blocks work in.
    """

    system: Assembled
    terms: Terms | None
    plan: Plan
    room: Room | None
    unsafe: Places


def job_of(system: LinearSystem, regimen: Regimen, times_min: Floats) -> Job:
    """The job for times that rise already."""
    inputs = inputs_of(system, regimen)
    patients = patients_in((*system.numbers(), *regimen.numbers()), "system_and_regimen")
    stretches = schedule_of(regimen, inputs, times_min)
    before = before_first(stretches, times_min.size)
    plan, doses = _plan(stretches, times_min.size)
    return Job(system, inputs, stretches, plan, doses, patients, times_min.size, before)


def ready(job: Job, chunk: Chunk) -> Ready:
    """The modes of a chunk, and what its patients are given."""
    system = assembled(job.system, job.inputs, chunk)
    if not job.stretches:
        return Ready(system, None, job.plan, None, np.arange(0))
    response = response_of(system)
    if response is None:
        return Ready(system, None, job.plan, None, np.arange(chunk.patients))
    amounts = np.empty((len(job.doses), chunk.patients))
    for row, dose in enumerate(job.doses):
        amounts[row] = of_patients(dose, chunk.start, chunk.stop)
    plan = job.plan._replace(amounts=amounts)
    terms = _terms(response, chunk.patients)
    return Ready(system, terms, plan, _room(terms), np.flatnonzero(response.unsafe))


def march_into(job: Job, chunk: Ready, span: tuple[int, int], out: Floats, into: int) -> None:
    """Patients of the chunk from span[0] up to span[1], to place `into` on of `out`, (readouts, times, patients)."""
    many = span[1] - span[0]
    out[:, : job.before, into : into + many] = 0.0
    if not job.stretches or not job.readouts:
        return
    if chunk.terms is not None and chunk.room is not None:
        march(out, span, into, chunk.room, chunk.terms, chunk.plan)
    unsafe = chunk.unsafe[(chunk.unsafe >= span[0]) & (chunk.unsafe < span[1])]
    if unsafe.size:
        out[:, :, into + unsafe - span[0]] = SafePath(chunk.system, unsafe, job.stretches).readings(job.times)


def _terms(response: Response, patients: int) -> Terms:
    slowest = response.rates.min(axis=1)
    order = [sorted(rows, key=lambda row: float(slowest[row])) for rows in response.weights]
    rows = np.array([row for each in order for row in each], dtype=np.int64)
    weights = np.empty((len(rows), patients))
    for place, (readout, row) in enumerate((readout, row) for readout, each in enumerate(order) for row in each):
        weights[place] = response.weights[readout][row]
    return Terms(
        np.cumsum([0, *(len(each) for each in order)], dtype=np.int64),
        rows,
        np.array(response.inputs, dtype=np.int64)[rows],
        DEAD / np.maximum(slowest[rows], DEAD / NEVER_MIN),
        weights,
        np.negative(response.rates, order="C"),
    )


def _room(terms: Terms) -> Room:
    most, modes = int(np.diff(terms.firsts).max(initial=0)), 2 * len(terms.minus_rates)
    extra = 3 * max(most - TOGETHER, 1)
    sizes = (extra, len(terms.modes), len(terms.modes), modes, modes)
    return Room(np.zeros(ROWS * ROW), *(np.zeros((rows, ROW)) for rows in sizes))


def _plan(stretches: tuple[Stretch, ...], times: int) -> tuple[Plan, tuple[PerPatient, ...]]:
    doses: list[tuple[int, int]] = []
    rows: dict[int, int] = {}
    amounts: list[PerPatient] = []

    def noted(given: tuple[Dose, ...]) -> tuple[int, int]:
        first = len(doses)
        for number, amount in given:
            if id(amount) not in rows:
                rows[id(amount)] = len(amounts)
                amounts.append(amount)
            doses.append((number, rows[id(amount)]))
        return first, len(doses)

    runs: list[Run] = []
    marks = []
    offsets_min = np.zeros(times)
    for stretch in stretches:
        marks.append((*noted(stretch.boluses), *noted(stretch.rates), len(runs), len(runs) + len(stretch.runs)))
        runs += stretch.runs
    for run in runs:
        offsets_min[run.first : run.first + run.count] = run.offsets_min
    lengths = [each.length_min if np.isfinite(each.length_min) else 0.0 for each in stretches]
    plan = Plan(
        np.array(marks, dtype=np.int64).reshape(-1, 6),
        np.array(lengths, dtype=np.float64),
        np.array(doses, dtype=np.int64).reshape(-1, 2),
        np.zeros((0, LANES)),
        np.array([(run.first, run.count, int(run.is_even)) for run in runs], dtype=np.int64).reshape(-1, 3),
        np.array([(run.start_min, run.step_min) for run in runs], dtype=np.float64).reshape(-1, 2),
        offsets_min,
    )
    return plan, tuple(amounts)

"""The concentrations of a job, block of patients by block of patients, or as bands over all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from slowdrip.exchange.populations.job import NO_SPREAD, Engine, Job
from slowdrip.exchange.populations.orders import Order
from slowdrip.exchange.populations.problems import Problem, Refused
from slowdrip.exchange.populations.reading import MOST_PROBLEMS
from slowdrip.exchange.populations.words import input_refused, no_prediction
from slowdrip.science.pharmacology.linear import Floats, InputRefused, PerPatient, Regimen, bands, concentrations
from slowdrip.science.pharmacology.models import ModelSystem, NoPrediction, dose_refused, system_of
from slowdrip.science.pharmacology.population import virtual_patients

AT_ONCE = 4096
NUMBERS_AT_ONCE = 4_000_000
SHARES = (0.05, 0.25, 0.50, 0.75, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some patients under one order: their ids and concentrations in ng/mL, shape (patients, readouts, times)."""

    order: Order
    ids: list[str]
    conc_ng_per_ml: Floats


@dataclass(frozen=True, slots=True, eq=False)
class OrderBands:
    """Quantiles over all patients under one order, shape (readouts, shares, times)."""

    order: Order
    conc_ng_per_ml: Floats


def blocks(job: Job) -> Iterator[Block]:
    """Order by order, all patients in blocks, in the memory of one; a patient is the same under each order."""
    at_once = max(1, min(AT_ONCE, NUMBERS_AT_ONCE // (len(job.t_min) * len(job.readouts))))
    for order in job.orders:
        for first in range(0, job.people.count, at_once):
            stop = min(first + at_once, job.people.count)
            made, regimen = _made(job, order, first, stop)
            conc = _computed(job.engine, made, made.route(regimen), job.t_min)
            shape = (stop - first, *conc.shape[1:])
            yield Block(order, job.people.names(first, stop), np.broadcast_to(conc, shape))


def _computed(engine: Engine, made: ModelSystem, routed: Regimen, t_min: Floats, /) -> Floats:
    if engine is Engine.NUMPY:
        return concentrations(made.system, routed, t_min)
    # Loaded for those who ask for it alone: the compiler takes a second to start, and JAX another.
    if engine is Engine.GPU:
        from slowdrip.population import device_concentrations

        return device_concentrations(made.system, routed, t_min, device="gpu")
    from slowdrip.population import concentrations as compiled

    return compiled(made.system, routed, t_min)


def bands_of(job: Job) -> Iterator[OrderBands]:
    """For each order the exact quantiles `SHARES` over all patients at each time."""
    for order in job.orders:
        made, regimen = _made(job, order, 0, job.people.count)
        routed = made.route(regimen)
        each = [
            bands(made.system, routed, job.t_min, readout=name, shares=SHARES).conc_ng_per_ml for name in job.readouts
        ]
        yield OrderBands(order, np.stack(each))


def check(job: Job) -> None:
    """Refuses a job before anything is written: all orders that the models say nothing about, at once."""
    problems = []
    for order in job.orders:
        try:
            _made(job, order, 0, job.people.count if job.people.ids else min(job.people.count, AT_ONCE))
        except Refused as refused:
            problems += [each for each in refused.problems if each not in problems]
    if problems:
        raise Refused(problems)


def _made(job: Job, order: Order, first: int, stop: int, /) -> tuple[ModelSystem, Regimen]:
    """The system of some patients that gives the job's readouts, and what they are given."""
    person = job.people.part(first, stop)
    try:
        made = system_of(job.models, person, multipliers=_spread(job, first, stop), given=job.given)
    except InputRefused as refused:
        raise Refused((input_refused(refused, where="--variability"),)) from refused
    if isinstance(made, NoPrediction):
        raise Refused((no_prediction(made, where="person"),))
    regimen = order.regimen(person.weight_kg)
    refusal = dose_refused(made, regimen)
    if refusal is not None:
        raise Refused(_by_person(job, order, made, first, stop) or (no_prediction(refusal, where=order.label),))
    return made.reading(job.readouts), regimen


def _by_person(job: Job, order: Order, made: ModelSystem, first: int, stop: int, /) -> tuple[Problem, ...]:
    """Who of a population file is outside the range with this order; nothing where all are alike."""
    problems: list[Problem] = []
    for number in range(first, stop) if job.people.ids else ():
        one = replace(made, person=job.people.part(number, number + 1))
        refusal = dose_refused(one, order.regimen(one.person.weight_kg))
        if refusal is not None:
            problems.append(no_prediction(refusal, where=f"{order.label}, ID {job.people.ids[number]}"))
    return tuple(problems[:MOST_PROBLEMS])


def _spread(job: Job, first: int, stop: int) -> dict[str, PerPatient]:
    if job.variability == NO_SPREAD:
        return {}
    drawn = virtual_patients(job.models, job.variability, seed=job.seed, first=first, count=stop - first)
    return dict(drawn.multipliers)

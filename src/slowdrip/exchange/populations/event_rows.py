"""The concentrations an event table asks for: one row for each row of EVID 0 or 2, in the order of the table."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from slowdrip.exchange.populations.events import Course, EventPerson
from slowdrip.exchange.populations.job import NO_SPREAD, Job
from slowdrip.exchange.populations.problems import Problem, Refused
from slowdrip.exchange.populations.words import input_refused, no_prediction
from slowdrip.science.pharmacology.linear import Floats, InputRefused, concentrations
from slowdrip.science.pharmacology.models import ModelSystem, NoPrediction, dose_refused, system_of
from slowdrip.science.pharmacology.population import virtual_patients


@dataclass(frozen=True, slots=True, eq=False)
class EventBlock:
    """The rows of one person: times, concentrations (readouts, times), and what was measured (nan: nothing)."""

    name: str
    t_min: Floats
    conc_ng_per_ml: Floats
    observed_ng_per_ml: Floats


def check_events(job: Job, people: tuple[EventPerson, ...], file: str) -> None:
    """Refuses a table with a person that the models say nothing about; all of them at once, with their lines."""
    problems: list[Problem] = []
    for number, each in enumerate(people):
        where = f"{file}, line {each.line}, ID {each.name}"
        try:
            for course in each.courses:
                _made(job, number, each, course, where=where)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)


def event_blocks(job: Job, people: tuple[EventPerson, ...]) -> Iterator[EventBlock]:
    """Person by person; the number of a person in the table is its number in the draw."""
    for number, each in enumerate(people):
        courses = [(course, _conc(job, number, each, course)) for course in each.courses if course.asked_min]
        if courses:
            yield EventBlock(
                each.name,
                np.concatenate([course.asked_min for course, _ in courses]),
                np.concatenate([conc for _, conc in courses], axis=1),
                np.concatenate([course.observed for course, _ in courses]),
            )


def _conc(job: Job, number: int, each: EventPerson, course: Course, /) -> Floats:
    made = _made(job, number, each, course, where=each.name)
    conc: Floats = concentrations(made.system, made.route(course.regimen), np.array(course.asked_min))[0]
    return conc


def _made(job: Job, number: int, each: EventPerson, course: Course, /, *, where: str) -> ModelSystem:
    try:
        drawn = {}
        if job.variability != NO_SPREAD:
            drawn = dict(
                virtual_patients(job.models, job.variability, seed=job.seed, first=number, count=1).multipliers
            )
        made = system_of(job.models, each.person, multipliers=drawn, given=job.given)
    except InputRefused as refused:
        raise Refused((input_refused(refused, where=where),)) from refused
    if isinstance(made, NoPrediction):
        raise Refused((no_prediction(made, where=where),))
    refusal = dose_refused(made, course.regimen)
    if refusal is not None:
        raise Refused((no_prediction(refusal, where=where),))
    return made.reading(job.readouts)

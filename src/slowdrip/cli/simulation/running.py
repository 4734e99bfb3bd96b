"""Checks everything that was typed, then computes and writes, with a bar that shows how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from rich.console import Console
from rich.progress import Progress

from slowdrip.cli.simulation.options import Options
from slowdrip.exchange.populations.event_rows import check_events
from slowdrip.exchange.populations.events import events_of, units_of
from slowdrip.exchange.populations.job import Engine, Job, engine_for, models_for, readouts_at, variability_for
from slowdrip.exchange.populations.orders import Order, compared, order_of
from slowdrip.exchange.populations.outputs import Asked, Tell, asked_for, write, write_events
from slowdrip.exchange.populations.people import People, alike, people_of
from slowdrip.exchange.populations.problems import refuse
from slowdrip.exchange.populations.quantities import kilograms_of
from slowdrip.exchange.populations.simulating import check
from slowdrip.exchange.populations.times import times_for
from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.models import Given


def run(options: Options) -> None:
    """Writes what the options ask for, or raises Refused before a file is there."""
    asked = asked_for(options.out, as_bands=options.bands)
    if options.events is not None:
        if options.engine != Engine.NUMPY:
            raise refuse("--engine", "event tables are computed by numpy", "leave --engine out")
        _run_events(options, asked)
        return
    job = job_of(options)
    check(job)
    with _bar(job.people.count * len(job.orders) * asked.passes) as tell:
        write(job, asked, tell=tell)
    _say_done(asked, f"{job.people.count} patients, {len(job.t_min)} times")


def job_of(options: Options) -> Job:
    """The job that the options describe."""
    models, site = models_for(options.model, options.site)
    given = given_of(options.given)
    orders = orders_of(options)
    return Job(
        models=models,
        readouts=readouts_at(models, site, given),
        site=site,
        orders=orders,
        people=_people(options, models.kinetics),
        t_min=times_for(orders, times=options.times, until=options.until, step=options.step),
        variability=variability_for(models, options.variability),
        seed=options.seed,
        given=given,
        engine=engine_for(options.engine),
    )


def orders_of(options: Options) -> tuple[Order, ...]:
    """The one order, or those to compare; never both and never none."""
    if options.compare:
        if options.dose or options.over:
            raise refuse(
                "--compare", "--dose or --over is given as well", "write all regimens as --compare 0.5mg/kg/40min"
            )
        orders = tuple(compared(each, every=options.every, infusions=options.infusions) for each in options.compare)
        if len({each.label for each in orders}) < len(orders):
            raise refuse("--compare", "one regimen is named twice", "name each once")
        return orders
    if not options.dose or not options.over:
        raise refuse("--dose", "no dose over a time is given", "write --dose 0.5mg/kg --over 40min")
    return (order_of(options.dose, options.over, every=options.every, infusions=options.infusions),)


def given_of(text: str) -> Given:
    """The drug whose base is given."""
    if text not in tuple(Given):
        raise refuse("--given", f"{text!r} is not known", f"use {' or '.join(Given)}")
    return Given(text)


def _people(options: Options, model: Model) -> People:
    if options.people is not None:
        return people_of(options.people, model, age_years=options.age)
    return alike(kilograms_of(options.weight), options.age, options.patients)


def _run_events(options: Options, asked: Asked) -> None:
    if options.dose or options.over or options.compare or options.people or options.times:
        raise refuse("--events", "the table says who is given what and when", "leave out --dose, --people and --times")
    if options.events is None:
        return
    units = units_of(options.time_unit, options.amount_unit)
    people = events_of(options.events, units, age_years=options.age)
    models, site = models_for(options.model, options.site)
    given = given_of(options.given)
    nobody = People(len(people), np.zeros(0), None)
    readouts = readouts_at(models, site, given)
    spread = variability_for(models, options.variability)
    job = Job(models, readouts, site, (), nobody, np.zeros(0), spread, options.seed, given)
    check_events(job, people, options.events.name)
    with _bar(len(people) * len(asked.places)) as tell:
        write_events(job, people, asked, units.written, tell=tell)
    _say_done(asked, f"{len(people)} people of {options.events.name}")


@contextmanager
def _bar(total: int) -> Iterator[Tell]:
    """A bar on the terminal; nothing where there is none."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("patients", total=total)
        yield lambda done: progress.update(task, advance=done)


def _say_done(asked: Asked, what: str) -> None:
    print(f"{what}: {', '.join(str(place) for place in asked.places)}")

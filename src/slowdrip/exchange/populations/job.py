"""One simulation, whole: models, orders, people, spread, seed and times; and what a file says about it."""

import importlib.metadata
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.util import find_spec

from slowdrip.exchange.populations.orders import Order
from slowdrip.exchange.populations.people import People
from slowdrip.exchange.populations.problems import Refused, refuse
from slowdrip.exchange.populations.words import no_prediction
from slowdrip.knowledge.models import model_names, model_set, models
from slowdrip.knowledge.types.model_parts import Site
from slowdrip.knowledge.types.models import Kind, ModelSet
from slowdrip.science.pharmacology.linear import Floats, InputRefused
from slowdrip.science.pharmacology.models import TOTAL, Given, NoPrediction, Person, system_of

NO_SPREAD = "none"


class Engine(StrEnum):
    """What computes single patients: the numbers are the same."""

    NUMPY = "numpy"
    COMPILED = "compiled"
    GPU = "gpu"


LIBRARIES = {Engine.COMPILED: ("numba", "population"), Engine.GPU: ("jax", "cohort")}
"""What an engine needs beside NumPy, and the extra that brings it."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What is simulated; `readouts` are the model's concentrations at one site, the parent first."""

    models: ModelSet
    readouts: tuple[str, ...]
    site: Site
    orders: tuple[Order, ...]
    people: People
    t_min: Floats
    variability: str = NO_SPREAD
    seed: int = 1
    given: Given = Given.RACEMATE
    engine: Engine = Engine.NUMPY

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of concentrations; each analyte beside the parent has its own name."""
        return ("conc_ng_per_ml", *(f"{name}_ng_per_ml" for name in self.readouts[1:]))

    def facts(self) -> dict[str, str]:
        """What every file says about itself, so that it can be made again."""
        people = self.people
        same = {"weight_kg": people.weight_kg, "age_years": people.age_years}
        alike = {name: f"{value:g}" for name, value in same.items() if isinstance(value, float)}
        return {
            "made_by": f"slowdrip {importlib.metadata.version('slowdrip')} simulate",
            "model": self.models.kinetics.name,
            **{f"sha256 of {each.name}": each.content_sha256 for each in self.models.members},
            "analyte": self.readouts[0],
            "site": self.site.value,
            "given": self.given.value,
            "regimen": "; ".join(order.label for order in self.orders),
            "patients": str(people.count),
            **alike,
            "variability": self.variability,
            "seed": str(self.seed),
            **({} if self.engine is Engine.NUMPY else {"engine": self.engine.value}),
            "units": "t_min in minutes, concentrations in ng/mL of base, no residual error",
        }


def models_for(name: str, site: str) -> tuple[ModelSet, Site]:
    """The models for concentrations at a site: the venous link only where the model itself is not venous."""
    kinetic = [each for each in model_names() if models()[each].kind is Kind.KINETICS]
    if name not in kinetic:
        raise refuse("--model", f"there is no model {name!r}", f"use one of {', '.join(kinetic)}")
    chosen = replace(model_set(name), effects=())
    kinetics = chosen.kinetics.kinetics
    own = kinetics.readouts[0].site if kinetics is not None else Site.ARTERIAL
    reached = {own, chosen.link.link.end} if chosen.link is not None and chosen.link.link is not None else {own}
    asked = Site(site) if site in tuple(Site) else own
    if asked not in reached or (site and site != asked):
        known = ", ".join(sorted(each.value for each in reached))
        raise refuse("--site", f"{name} says nothing about {site!r}", f"use {known}")
    return (chosen if asked is not own else replace(chosen, link=None)), asked


def engine_for(name: str) -> Engine:
    """The engine of this name; refused when it is unknown or not installed."""
    if name not in tuple(Engine):
        raise refuse("--engine", f"{name!r} is not known", f"use {' or '.join(Engine)}")
    library, extra = LIBRARIES.get(Engine(name), ("numpy", ""))
    if find_spec(library) is None:
        raise refuse(
            "--engine", f"the {name} engine is not installed", f"run python -m pip install 'slowdrip[{extra}]'"
        )
    if name == Engine.GPU:
        _guard_gpu()
    return Engine(name)


def _guard_gpu() -> None:
    """Refuses where there is no GPU: a processor in its place would be slower than the compiled engine."""
    from slowdrip.population.device import device_of

    try:
        device_of("gpu")
    except InputRefused as missing:
        raise refuse("--engine", "JAX finds no GPU here", "use compiled") from missing


def variability_for(models: ModelSet, name: str) -> str:
    """The name of a set of spreads of the kinetics, or `none`; another one is refused."""
    known = (*(each.name for each in models.kinetics.variability), NO_SPREAD)
    if name not in known:
        found = f"{models.kinetics.name} has no spread of the name {name!r}"
        raise refuse("--variability", found, f"use {' or '.join(known)}")
    return name


def readouts_at(models: ModelSet, site: Site, given: Given) -> tuple[str, ...]:
    """The names of what is read at a site, the total first; a readout whose shape alone may be shown is left out."""
    made = system_of(models, _somebody(models), given=given)
    if isinstance(made, NoPrediction):
        raise Refused((no_prediction(made, where="--model"),))
    kinetics = models.kinetics.kinetics
    shapes = set() if kinetics is None else {each.analyte for each in kinetics.readouts if each.qualitative}
    names = [each.name for each in made.system.readouts if each.site == site.value and each.name not in shapes]
    return tuple(sorted(names, key=lambda name: name not in (TOTAL, f"{TOTAL}_{site.value}")))


def _somebody(models: ModelSet) -> Person:
    """A person inside the model's ranges, to ask it what it can read."""
    ranges = models.kinetics.validity
    weight, age = ranges["weight"], ranges["age"]
    return Person(float((weight.low + weight.high) / 2), float((age.low + age.high) / 2))

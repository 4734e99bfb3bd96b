"""The models that ship with Slowdrip, by name."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType

from slowdrip.knowledge.models.loader import load_model
from slowdrip.knowledge.types.model_parts import Site
from slowdrip.knowledge.types.models import Kind, Model, ModelSet, Use

SUFFIX = ".toml"


def model_names() -> tuple[str, ...]:
    """The names of all shipped models, in alphabetical order."""
    found = (each.name for each in files(__package__).iterdir() if each.name.endswith(SUFFIX))
    return tuple(sorted(name.removesuffix(SUFFIX) for name in found))


def model_text(name: str) -> str:
    """The text of one shipped model file; KeyError when there is none of that name."""
    if name not in model_names():
        raise KeyError(name)
    return files(__package__).joinpath(name + SUFFIX).read_text(encoding="utf-8")


@cache
def model(name: str) -> Model:
    """One shipped model, such as `kamp2020`; KeyError when there is none of that name."""
    return load_model(model_text(name), name=name)


@cache
def models() -> MappingProxyType[str, Model]:
    """All shipped models by name."""
    return MappingProxyType({name: model(name) for name in model_names()})


def default_parent() -> Model:
    """The model that parent ketamine is predicted with unless somebody chooses another."""
    return next(each for each in models().values() if each.kind is Kind.KINETICS and each.use is Use.DEFAULT)


@cache
def default_set() -> ModelSet:
    """The models of the twin: the default parent with its venous link, dissociation, and blood pressure."""
    return model_set(default_parent().name)


def model_set(name: str) -> ModelSet:
    """The models for predictions with one kinetic model; effects and venous link only where it is arterial."""
    kinetics = model(name)
    if kinetics.kinetics is None:
        raise KeyError(name)
    defaults = [each for each in models().values() if each.use is Use.DEFAULT]
    arterial = kinetics.kinetics.readouts[0].site is Site.ARTERIAL
    effects = tuple(each for each in defaults if each.kind is Kind.EFFECT and arterial)
    link = next((each for each in defaults if each.kind is Kind.LINK and arterial), None)
    constants = next(each for each in defaults if each.kind is Kind.CONSTANTS)
    return ModelSet(kinetics, constants, link, effects)

"""A pharmacology model as its paper tells it: structure, numbers, covariates, variability, and where it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from slowdrip.knowledge.types.model_parts import (
    Compartment,
    Covariate,
    Curve,
    Flow,
    Quantity,
    Range,
    Readout,
    Reference,
    Residual,
    SiteLink,
    Statement,
    Variability,
)


class Kind(StrEnum):
    """What a model says: where the drug goes, what it does, how two sampling sites differ, or plain constants."""

    KINETICS = "kinetics"
    EFFECT = "effect"
    LINK = "link"
    CONSTANTS = "constants"


class Use(StrEnum):
    """What Slowdrip uses a model for; a comparator is never a default."""

    DEFAULT = "default"
    VENOUS_REFERENCE = "venous_reference"
    COVARIATE_REFERENCE = "covariate_reference"
    QUALITATIVE = "qualitative"
    COMPARATOR = "comparator"


@dataclass(frozen=True, slots=True)
class Kinetics:
    """Where the drug goes: compartments, the flows between them, and what can be read where.

    `drug` is the analyte whose base milligrams the dose counts; it enters at `dose_enters`. `clearance` names the
    parameter that differs between the enantiomers and that interactions change; missing where no single one does.
    """

    drug: str
    dose_enters: str
    compartments: tuple[Compartment, ...]
    flows: tuple[Flow, ...]
    readouts: tuple[Readout, ...]
    clearance: str = ""

    def readout(self, name: str) -> Readout:
        """The readout of that name."""
        return next(each for each in self.readouts if each.name == name)


@dataclass(frozen=True, slots=True)
class Model:
    """One model file, whole; `content_sha256` covers everything it says, comments and order left out.

    Of `kinetics`, `curves` and `link` a model has the one of its kind. `anchors` are published numbers kept beside it.
    """

    name: str
    content_sha256: str
    kind: Kind
    use: Use
    title: str
    references: tuple[Reference, ...]
    population: Statement
    parameters: Mapping[str, Quantity]
    validity: Mapping[str, Range]
    kinetics: Kinetics | None = None
    curves: tuple[Curve, ...] = ()
    link: SiteLink | None = None
    covariates: tuple[Covariate, ...] = ()
    variability: tuple[Variability, ...] = ()
    residuals: tuple[Residual, ...] = ()
    remarks: tuple[Statement, ...] = ()
    anchors: Mapping[str, Quantity] = field(default_factory=lambda: MappingProxyType({}))

    def curve(self, name: str) -> Curve:
        """The effect curve of that name."""
        return next(each for each in self.curves if each.name == name)

    def value(self, parameter: str) -> Decimal:
        """The number of one parameter, in the unit of the file."""
        return self.parameters[parameter].value

    def variability_of(self, name: str) -> Variability:
        """The set of spreads of that name, such as `healthy` or `clinic`."""
        return next(each for each in self.variability if each.name == name)


@dataclass(frozen=True, slots=True)
class ModelSet:
    """The models one prediction is made with.

    With `apart` the two enantiomers are followed one by one even if no effect asks for it.
    """

    kinetics: Model
    constants: Model
    link: Model | None = None
    effects: tuple[Model, ...] = ()
    apart: bool = False

    @property
    def members(self) -> tuple[Model, ...]:
        """All models of the set, the kinetics first; a report prints the name and hash of each."""
        return tuple(each for each in (self.kinetics, self.link, *self.effects, self.constants) if each is not None)

    def effect(self, name: str) -> Model:
        """The effect model of that name."""
        return next(each for each in self.effects if each.name == name)

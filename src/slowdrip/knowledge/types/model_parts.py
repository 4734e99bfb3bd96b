"""The parts of a pharmacology model: numbers with unit and source, and what they are numbers of."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from slowdrip.knowledge.types.sourced import Confidence


class Site(StrEnum):
    """Where a concentration is read; the same dose gives very different numbers in an artery and in a vein."""

    ARTERIAL = "arterial"
    VENOUS = "venous"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where numbers come from: the paper itself, or the place in which its numbers were seen."""

    name: str
    text: str
    doi: str = ""
    pmid: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit, meaning, source and confidence; `low` and `high` are the interval the source gives."""

    value: Decimal
    unit: str
    meaning: str
    source: Reference
    confidence: Confidence
    note: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """The values from `low` to `high`, both included, for which a model may predict."""

    low: Decimal
    high: Decimal
    unit: str
    source: Reference
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact in few words, with its source and confidence."""

    value: str
    source: Reference
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compartment:
    """One place that holds drug; `volume` names its parameter, and is missing where no concentration is meant."""

    name: str
    volume: str | None = None


class FlowSort(StrEnum):
    """How drug leaves a compartment: both ways, out of the body, or into another compartment as a share."""

    EXCHANGE = "exchange"
    LOSS = "loss"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow, by a clearance over the volume it leaves or by a rate constant.

    `back` is the rate constant of the way back of an exchange given by rates. Of a transfer `share` of the drug
    arrives (all of it when missing) and the rest leaves the body; `transit` names the mean time it takes through
    `transit_steps` equal steps.
    """

    sort: FlowSort
    start: str
    end: str
    by: str
    back: str = ""
    share: str = ""
    transit: str = ""
    transit_steps: int = 0


@dataclass(frozen=True, slots=True)
class Readout:
    """One concentration that can be compared with a sample: of what, where, and how far it may be trusted.

    `mass_ratio` names the parameter that turns mass of the drug given into mass of this analyte.
    `band` names the half-width in percent within which the model's metabolite lies; a qualitative readout shows its
    shape and never its number.
    """

    name: str
    analyte: str
    compartment: str
    site: Site
    said: Statement
    mass_ratio: str = ""
    band: str = ""
    qualitative: bool = False


class Rule(StrEnum):
    """How a covariate changes parameters."""

    POWER_OF_WEIGHT = "power_of_weight"
    SLOPE_ABOVE_AGE = "slope_above_age"
    LIVER_FLOW_ABOVE_AGE = "liver_flow_above_age"
    FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class Covariate:
    """One covariate: which parameters it changes, by which rule and numbers; with `switch` only when asked for."""

    name: str
    rule: Rule
    on: tuple[str, ...]
    numbers: Mapping[str, Quantity]
    switch: str = ""


class Distribution(StrEnum):
    """How a parameter is spread over people or visits."""

    LOG_NORMAL = "log_normal"
    UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of one parameter: an omega^2, a CV in percent, or the two ends of a uniform draw."""

    parameter: str
    distribution: Distribution
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Covariance:
    """How two parameters vary together, as an off-diagonal of omega^2."""

    parameters: tuple[str, str]
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Variability:
    """One set of spreads: between people, between visits of one person, and what varies together."""

    name: str
    meaning: str
    between_subjects: tuple[Spread, ...]
    between_occasions: tuple[Spread, ...] = ()
    covariances: tuple[Covariance, ...] = ()


class ErrorSort(StrEnum):
    """How a measurement differs from what the model says."""

    PROPORTIONAL = "proportional"
    ADDITIVE = "additive"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Residual:
    """The residual error of one readout sampled at one site, as a standard deviation."""

    name: str
    of: str
    site: Site
    sort: ErrorSort
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Curve:
    """One effect: e_max * Ce^gamma / (c50^gamma + Ce^gamma), with Ce lagging the driver by `half_life`.

    The fields name parameters; `driver` is the analyte in the effect site.
    """

    name: str
    driver: str
    half_life: str
    e_max: str
    c50: str
    gamma: str


@dataclass(frozen=True, slots=True)
class SiteLink:
    """How the concentration at one site follows from another: `direct` * C + `lagged` * (C behind by `half_life`)."""

    start: Site
    end: Site
    direct: str
    lagged: str
    half_life: str

"""What predictions are made of, in words: models with their version, and how far each number may be trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.ordered import Line
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_version
from slowdrip.knowledge.models import default_set, models
from slowdrip.knowledge.types.model_parts import Quantity
from slowdrip.knowledge.types.models import Kind, Model
from slowdrip.knowledge.types.sourced import Confidence

HASH_SHOWN: Final = 12
WEAKEST_LAST: Final = (
    Confidence.PUBLISHED,
    Confidence.SECONDARY,
    Confidence.DERIVED,
    Confidence.PROPOSAL,
    Confidence.UNVERIFIED,
)
KINETIC_SPREAD: Final = "clinic"
EFFECT_SPREAD: Final = "population"


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model: its name, what it is, the first digits of its hash."""

    name: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the typical number and the band around it may be trusted: as far as the weakest number in them."""

    model: str
    typical: str
    band: str


def model_lines() -> list[ModelLine]:
    """Gives the models of the twin, the kinetics first."""
    members = [each for each in default_set().members if each.kind in (Kind.KINETICS, Kind.EFFECT)]
    return [line_of(each) for each in members]


def line_of(model: Model) -> ModelLine:
    """Gives one model as a line."""
    return ModelLine(model.name, model.title, model.content_sha256[:HASH_SHOWN])


def trust_of_plasma() -> Trust:
    """Gives the trust in plasma concentrations."""
    return _trust(default_set().kinetics, KINETIC_SPREAD)


def trust_of(curve: str) -> Trust:
    """Gives the trust in an effect; its band also rests on the spread of the kinetics."""
    return _trust(_with_curve(curve), EFFECT_SPREAD)


def _with_curve(curve: str) -> Model:
    return next(each for each in default_set().effects if curve in {one.name for one in each.curves})


def _trust(model: Model, spread: str) -> Trust:
    typical = weakest(model.parameters.values())
    drawn = [each.quantity for each in model.variability_of(spread).between_subjects]
    kinetic = [each.quantity for each in default_set().kinetics.variability_of(KINETIC_SPREAD).between_subjects]
    return Trust(model.name, typical, weakest([*model.parameters.values(), *drawn, *kinetic]))


def weakest(quantities: Iterable[Quantity]) -> str:
    """Gives the weakest confidence among numbers."""
    return str(max((each.confidence for each in quantities), key=WEAKEST_LAST.index))


def record_lines(infusion: Infusion) -> list[Line]:
    """Gives what the record says of predictions at a drip."""
    policy = _("on, by clinic policy version %(number)s") % {"number": pinned_version(infusion).number}
    named = ", ".join(f"{each.name} {each.version}" for each in model_lines())
    return [
        Line(_("Predictions at this drip"), policy),
        Line(_("Models of this installation, as printed"), named),
        Line(_("What they were"), _("information beside the limits; they gave no dose and reached no pump")),
    ]


def all_models() -> dict[str, Model]:
    """Gives every model that ships, by name."""
    return dict(models())

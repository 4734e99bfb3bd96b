"""What other medicines do to ketamine, as published, and how much of it an IV prediction may take over."""

from dataclasses import dataclass
from decimal import Decimal

from slowdrip.knowledge.types.sourced import Sourced

ROUTES = ("iv", "oral", "intranasal", "subcutaneous")
ALERTS = (
    "concentration_a_little_lower",
    "concentration_lower",
    "higher_by_mouth_only",
    "lower_by_mouth_only",
    "no_change",
    "clearance_differs_by_genotype",
    "sedation_adds",
    "blood_pressure_adds",
)


@dataclass(frozen=True, slots=True)
class InteractionLimits:
    """How far a prediction of an IV dose may follow an interaction."""

    clearance_change_at_most_percent: Sourced[Decimal]


@dataclass(frozen=True, slots=True)
class Interaction:
    """One medicine by one route of ketamine; `clearance_factor_iv` is there only where an IV study gave one."""

    name: str
    perpetrator: Sourced[str]
    route: Sourced[str]
    alert: Sourced[str]
    auc_ratio: Sourced[Decimal] | None = None
    cmax_ratio: Sourced[Decimal] | None = None
    norketamine_auc_ratio: Sourced[Decimal] | None = None
    clearance_factor_iv: Sourced[Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Interactions:
    """All interactions that ship with Slowdrip."""

    schema_version: int
    limits: InteractionLimits
    interactions: tuple[Interaction, ...]

    @property
    def perpetrators(self) -> tuple[str, ...]:
        """The codes of all medicines named, once each."""
        return tuple(dict.fromkeys(each.perpetrator.value for each in self.interactions))

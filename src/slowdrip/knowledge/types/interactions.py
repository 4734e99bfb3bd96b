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
    "sedation_and_breathing_add",
    "blood_pressure_adds",
    "blood_pressure_and_heart_rate_add",
    "pressure_and_effects_lower",
    "antidepressant_effect_shorter",
    "effects_may_weaken",
    "seizures_come_easier",
    "no_significant_interaction_found",
    "no_significant_interaction_for_most",
    "no_vital_sign_change_in_cases",
    "positive_symptoms_weaker",
    "no_weaker_symptoms_found",
    "findings_mixed",
)
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class InteractionLimits:
    """How far a prediction of an IV dose may follow an interaction, and from when a patient's list is old."""

    clearance_change_at_most_percent: Sourced[Decimal]
    list_old_after_days: Sourced[int]


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
class Medicine:
    """What one perpetrator is called: its names, and for a class also the medicines known to belong to it.

    `names` and `members` are texts with semicolons between them; the first name is the one that screens show.
    """

    name: str
    names: Sourced[str]
    is_class: Sourced[bool]
    members: Sourced[str] | None = None

    @property
    def called(self) -> str:
        """The name that screens show."""
        return _apart(self.names)[0]

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name by which it is found, members after its own."""
        return (*_apart(self.names), *(_apart(self.members) if self.members else ()))


@dataclass(frozen=True, slots=True)
class Interactions:
    """All interactions that ship with Slowdrip."""

    schema_version: int
    limits: InteractionLimits
    interactions: tuple[Interaction, ...]
    medicines: tuple[Medicine, ...]

    @property
    def perpetrators(self) -> tuple[str, ...]:
        """The codes of all medicines named, once each."""
        return tuple(dict.fromkeys(each.perpetrator.value for each in self.interactions))


def _apart(names: Sourced[str]) -> tuple[str, ...]:
    return tuple(each.strip() for each in names.value.split(SEPARATOR))

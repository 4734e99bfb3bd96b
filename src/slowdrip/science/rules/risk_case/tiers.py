"""What a screen says: by the answers to its questions, by its outcome, or by the tier that a clinician entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.rules.risk_case.codes import Tier
from slowdrip.science.scales import Answers, score

ASQ: Final = "asq"
CLINICIAN: Final = "clinician"
COLUMBIA: Final = ("cssrs_screener", "cssrs_since_last")
TOOLS: Final = (ASQ, *COLUMBIA, CLINICIAN)
UNDETERMINED: Final = "undetermined"
BY_OUTCOME: Final[Mapping[str, Mapping[str, Tier]]] = MappingProxyType(
    {
        # Acute: do not leave alone. Non-acute: a brief safety assessment, met like a moderate tier [proposal].
        ASQ: {
            "acute_positive": Tier.HIGH,
            "non_acute_positive": Tier.MODERATE,
            "incomplete": Tier.UNDETERMINED,
            "negative": Tier.NONE,
        },
        **{
            tool: {"high": Tier.HIGH, "moderate": Tier.MODERATE, "low": Tier.LOW, "negative": Tier.NONE}
            for tool in COLUMBIA
        },
        CLINICIAN: {str(tier): tier for tier in Tier},
    }
)


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome and its tier."""

    outcome: str
    tier: Tier


def by_answers(scale: Scale, answers: Answers) -> Judged:
    """What the answers say. An outcome that is open or contradicts itself is no "negative": somebody acts at once.

    Raises `BadAnswers` for answers that the scale does not have.
    """
    outcome = score(scale, answers).outcomes["risk"]
    if outcome.code is None:
        return Judged(UNDETERMINED, Tier.UNDETERMINED)
    return Judged(outcome.code, BY_OUTCOME[scale.name][outcome.code])


def by_outcome(tool: str, outcome: str) -> Judged | None:
    """What an outcome entered by hand says; None for one that the tool does not have."""
    tier = BY_OUTCOME.get(tool, {}).get(outcome)
    return None if tier is None else Judged(outcome, tier)

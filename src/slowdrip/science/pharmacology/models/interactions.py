"""What other medicines say about an IV dose: codes for the screen, and at most a small change of clearance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slowdrip.knowledge.types.interactions import Interaction, Interactions
from slowdrip.knowledge.types.sourced import Confidence


@dataclass(frozen=True, slots=True)
class InteractionAlert:
    """One thing to say about one medicine: a code, the route it was studied by, the ratios found, and the source."""

    code: str
    perpetrator: str
    route: str
    params: Mapping[str, float]
    source: str
    confidence: Confidence


def interaction_alerts(table: Interactions, taken: Iterable[str]) -> tuple[InteractionAlert, ...]:
    """An alert for each interaction of the medicines taken, in the order of the table."""
    codes = frozenset(taken)
    return tuple(_alert(each) for each in table.interactions if each.perpetrator.value in codes)


def clearance_multiplier(table: Interactions, taken: Iterable[str]) -> float:
    """The factor on clearance of an IV dose, never further from one than the table's limit, all medicines together."""
    codes = frozenset(taken)
    factor = 1.0
    for each in table.interactions:
        if each.perpetrator.value in codes and each.clearance_factor_iv is not None:
            factor *= float(each.clearance_factor_iv.value)
    most = float(table.limits.clearance_change_at_most_percent.value) / 100
    return min(max(factor, 1 - most), 1 + most)


def _alert(each: Interaction) -> InteractionAlert:
    ratios = {name: getattr(each, name) for name in ("auc_ratio", "cmax_ratio", "norketamine_auc_ratio")}
    params = {name: float(leaf.value) for name, leaf in ratios.items() if leaf is not None}
    return InteractionAlert(
        each.alert.value,
        each.perpetrator.value,
        each.route.value,
        MappingProxyType(params),
        each.alert.source,
        each.alert.confidence,
    )

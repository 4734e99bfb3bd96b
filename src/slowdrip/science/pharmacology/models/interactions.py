"""What other medicines change of an IV dose: at most a small part of its clearance."""

from collections.abc import Iterable

from slowdrip.knowledge.types.interactions import Interactions


def clearance_multiplier(table: Interactions, taken: Iterable[str]) -> float:
    """The factor on clearance of an IV dose, never further from one than the table's limit, all medicines together."""
    codes = frozenset(taken)
    factor = 1.0
    for each in table.interactions:
        if each.perpetrator.value in codes and each.clearance_factor_iv is not None:
            factor *= float(each.clearance_factor_iv.value)
    most = float(table.limits.clearance_change_at_most_percent.value) / 100
    return min(max(factor, 1 - most), 1 + most)

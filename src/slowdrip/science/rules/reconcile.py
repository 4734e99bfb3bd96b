"""Gives whether the record, the pump and what is left agree at the end, and the drug account of the drip."""

from dataclasses import dataclass
from decimal import Decimal

from slowdrip.science.rules.outcome import Reason, because


@dataclass(frozen=True, slots=True)
class ReconcileLimits:
    """A difference beyond either number opens a task; a difference on the number does not."""

    difference_ul: int
    difference_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """What is known at the end of one drip; none means that nobody read it.

    `prepared_ul` is what hung, in all bags; `residual_ul` what was still in them and in the line.
    """

    recorded_ul: int
    pump_ul: int | None
    prepared_ul: int | None
    residual_ul: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugAccount:
    """Where the ketamine base that was drawn went."""

    drawn_ug: int
    given_ug: int
    residual_ug: int
    wasted_ug: int
    returned_ug: int = 0
    lost_ug: int = 0

    @property
    def missing_ug(self) -> int:
        """What is not accounted for; below zero more was accounted for than was drawn."""
        told_ug = self.given_ug + self.residual_ug + self.wasted_ug + self.returned_ug + self.lost_ug
        return self.drawn_ug - told_ug


def volume_tasks(volumes: Volumes, limits: ReconcileLimits) -> tuple[Reason, ...]:
    """One reason per task that the end of the drip opens; none when all agree."""
    return tuple(reason for reason in (_pump_task(volumes, limits), _residual_task(volumes, limits)) if reason)


def differs(found_ul: int, recorded_ul: int, *, limits: ReconcileLimits) -> bool:
    """True when the difference is beyond the volume or beyond the percentage of what was recorded."""
    difference_ul = abs(found_ul - recorded_ul)
    return difference_ul > limits.difference_ul or difference_ul * 100 > limits.difference_percent * recorded_ul


def _pump_task(volumes: Volumes, limits: ReconcileLimits) -> Reason | None:
    if volumes.pump_ul is None:
        return because("pump_volume_not_read")
    return _difference("pump_differs_from_record", volumes.pump_ul, volumes=volumes, limits=limits)


def _residual_task(volumes: Volumes, limits: ReconcileLimits) -> Reason | None:
    if volumes.residual_ul is None:
        return because("residual_not_read")
    if volumes.prepared_ul is None:
        return because("prepared_volume_not_known")
    left_ul = volumes.prepared_ul - volumes.residual_ul
    if left_ul < 0:
        return because("residual_above_prepared", residual_ul=volumes.residual_ul, prepared_ul=volumes.prepared_ul)
    return _difference("residual_differs_from_record", left_ul, volumes=volumes, limits=limits)


def _difference(code: str, found_ul: int, *, volumes: Volumes, limits: ReconcileLimits) -> Reason | None:
    if not differs(found_ul, volumes.recorded_ul, limits=limits):
        return None
    return because(
        code,
        found_ul=found_ul,
        recorded_ul=volumes.recorded_ul,
        difference_ul=found_ul - volumes.recorded_ul,
        limit_ul=limits.difference_ul,
        limit_percent=limits.difference_percent,
    )


def account_reason(account: DrugAccount, *, tolerance_ug: int) -> Reason | None:
    """Why the drug account does not add up, or nothing; the tolerance itself still adds up."""
    if abs(account.missing_ug) <= tolerance_ug:
        return None
    code = "drug_missing" if account.missing_ug > 0 else "drug_over_accounted"
    return because(code, difference_ug=abs(account.missing_ug), drawn_ug=account.drawn_ug, tolerance_ug=tolerance_ug)


def residual_reason(account: DrugAccount, *, tolerance_ug: int) -> Reason | None:
    """Why drug left in the bag is still somebody's task: it has to be wasted before a witness or returned."""
    if account.residual_ug <= tolerance_ug:
        return None
    return because("residual_not_wasted", residual_ug=account.residual_ug, tolerance_ug=tolerance_ug)

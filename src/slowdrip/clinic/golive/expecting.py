"""What the scores of a line would be signs of, if they came in now; nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from slowdrip.clinic.golive.columns import MAINTENANCE
from slowdrip.clinic.golive.judging import Line
from slowdrip.clinic.golive.steps import moment_of
from slowdrip.clinic.golive.totals import PHQ9, Total, totals_of
from slowdrip.clinic.outcomes.scoring import main_score
from slowdrip.clinic.safety.hearing import IMPORTED_COUNTS_FOR, found_in
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.science.response import told_worse
from slowdrip.science.rules.risk_case import Urgency
from slowdrip.science.scales import score_total

RECENT: Final[timedelta] = IMPORTED_COUNTS_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an import would do about risk, each as a number of patients.

    `cases` open a case, `urgent` of them an urgent one. `unknown` are those of the last two weeks of which nobody told
    question 9. `positive` answered it with more than 0; of those `old` are history that opens no case.
    """

    cases: int
    urgent: int
    unknown: int
    positive: int
    old: int


@dataclass(frozen=True, slots=True)
class Expecting:
    """When and where the scores would come in, and from how many points above its baseline a PHQ-9 is told."""

    at: datetime
    zone: ZoneInfo
    worse_by: int

    def of(self, lines: tuple[Line, ...]) -> Expected:
        """Gives what these lines would do."""
        found = [self.urgency_of(line) for line in lines]
        last = [each for line in lines if (each := newest(line, PHQ9)) is not None]
        positive = [each for each in last if each.item9]
        return Expected(
            cases=sum(each is not None for each in found),
            urgent=sum(each == Urgency.URGENT for each in found),
            unknown=sum(each.item9 is None and self.is_recent(each) for each in last),
            positive=len(positive),
            old=sum(not self.is_recent(each) for each in positive),
        )

    def urgency_of(self, line: Line) -> str | None:
        """Gives how urgent a case is that this line opens; None for a line that opens none."""
        found = {sign for each in totals_of(line) if self.is_told(each) for sign in _signs(each)}
        if self._is_worse(line):
            found.add(Urgency.REVIEW)
        return Urgency.URGENT if Urgency.URGENT in found else next(iter(found), None)

    def is_told(self, each: Total) -> bool:
        """Whether the house hears of a score as of a sign of today."""
        return each.is_newest and self.is_recent(each)

    def is_recent(self, each: Total) -> bool:
        """Whether a score is younger than what it asks about."""
        return self.at - moment_of(each.day, self.zone, at=self.at) <= RECENT

    def _is_worse(self, line: Line) -> bool:
        last, first = newest(line, PHQ9), line.baseline_phq9_total
        if last is None or last.is_baseline or first is None or not self.is_told(last):
            return False
        return began_before(line) and any(told_worse([Fraction(last.total - first)], by=self.worse_by))


def began_before(line: Line) -> bool:
    """Whether the series of a line began before Slowdrip: only then scores are compared with a told baseline."""
    return bool(line.lifetime_infusions and (line.series_infusions or line.phase == MAINTENANCE))


def newest(line: Line, scale: str) -> Total | None:
    """Gives the newest score of a scale in a line."""
    return next((each for each in totals_of(line) if each.scale == scale and each.is_newest), None)


def _signs(each: Total) -> Iterator[str]:
    scale = scale_of(each.scale)
    answers = {name: Decimal(value) for name, value in each.items.items()}
    result = score_total(scale, Decimal(each.total), of=main_score(scale), answers=answers)
    return (sign.urgency for sign in found_in(each.scale, result, answers, is_complete=True))

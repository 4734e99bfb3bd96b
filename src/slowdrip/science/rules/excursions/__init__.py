"""What every rule over charted readings shares: runs beyond a limit, what a stored alarm stands for, what ends one."""

from slowdrip.science.rules.excursions.deciding import Rule, decide
from slowdrip.science.rules.excursions.graded import Graded, Reading, ordered

__all__ = ["Graded", "Reading", "Rule", "decide", "ordered"]

"""The fold: `step` for one event more, `replay` for the whole story, and the exact amounts it adds up to."""

from slowdrip.science.infusion.fold.amounts import (
    Account,
    Difference,
    account,
    delivered_ug,
    delivered_ul,
    difference_at_end,
    time_left_s,
)
from slowdrip.science.infusion.fold.replay import replay
from slowdrip.science.infusion.fold.step import advance, step

__all__ = [
    "Account",
    "Difference",
    "account",
    "advance",
    "delivered_ug",
    "delivered_ul",
    "difference_at_end",
    "replay",
    "step",
    "time_left_s",
]

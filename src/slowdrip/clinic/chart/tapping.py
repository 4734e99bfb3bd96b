"""What a page of another app needs to take taps and forms as the chair does: their id and moment, the answer."""

from slowdrip.clinic.chart.views.answers import Line, bar, charted_line, problem_lines, scripted
from slowdrip.clinic.chart.views.tapped import Tapped
from slowdrip.clinic.chart.views.told import captured_by, told_at, told_id

__all__ = ["Line", "Tapped", "bar", "captured_by", "charted_line", "problem_lines", "scripted", "told_at", "told_id"]

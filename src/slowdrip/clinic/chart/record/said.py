"""What apps to the right of the chart have to say in the record of a drip, as lines of one list."""

from collections.abc import Callable, Iterable

from slowdrip.clinic.chart.ordered import Line
from slowdrip.clinic.infusion.models import Infusion

Said = Callable[[Infusion], Iterable[Line]]

_said: list[Said] = []


def register(say: Said) -> None:
    """Adds what says lines about a drip; registering it again changes nothing."""
    if say not in _said:
        _said.append(say)


def lines_about(infusion: Infusion) -> list[Line]:
    """Gives all lines about a drip, in the order their apps were registered."""
    return [line for say in _said for line in say(infusion)]

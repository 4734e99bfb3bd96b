"""What lies behind the readings and the limits of the trend: apps to the right of the chart register bands."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from slowdrip.clinic.chart.trend.drawing import Canvas
from slowdrip.clinic.chart.trend.marks import Mark
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.science.infusion import InfusionState

Behind = Callable[[Canvas], Iterable[Mark]]
Maker = Callable[[Infusion, InfusionState, datetime], Behind | None]

_makers: list[Maker] = []
_log = logging.getLogger(__name__)


def register(maker: Maker) -> None:
    """Adds what makes bands for a drip, or nothing; registering it again changes nothing."""
    if maker not in _makers:
        _makers.append(maker)


def nothing(_on: Canvas) -> Iterable[Mark]:
    """Gives no bands."""
    return ()


def behind(infusion: Infusion, state: InfusionState, *, at: datetime) -> Behind:
    """Gives what draws the bands of a drip; what fails there is logged, because the chair has to open without it."""
    try:
        made = [one for maker in _makers if (one := maker(infusion, state, at)) is not None]
    except Exception:  # whatever a band does: the chair opens
        _log.exception("no bands behind the trend")
        return nothing
    return lambda on: _drawn(made, on)


def _drawn(made: Iterable[Behind], on: Canvas) -> list[Mark]:
    """The marks of all bands, drawn to the last one here: what fails later would take the chair with it."""
    try:
        return [mark for one in made for mark in one(on)]
    except Exception:  # as above
        _log.exception("bands behind the trend could not be drawn")
        return []

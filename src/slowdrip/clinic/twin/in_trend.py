"""The band of systolic pressure in the trend chart."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from slowdrip.clinic.chart.trend import marks
from slowdrip.clinic.chart.trend.behind import Behind
from slowdrip.clinic.chart.trend.drawing import Canvas
from slowdrip.clinic.chart.trend.marks import Mark, Place
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.twin.drawing import inside
from slowdrip.clinic.twin.predicting import Seen, seen_of
from slowdrip.science.infusion import InfusionState
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Band


def bands_of(infusion: Infusion, state: InfusionState, *, at: datetime) -> Behind | None:
    """Gives what draws the band of a drip that was started, or nothing where there is no prediction."""
    seen, started_at = seen_of(infusion, state, at=at), state.drip.started_at
    if started_at is None or isinstance(seen.picture, NoPrediction) or isinstance(seen.picture.sbp_mmhg, NoPrediction):
        return None
    return lambda on: _marks(seen, on, started_at)


def _marks(seen: Seen, on: Canvas, started_at: datetime) -> Iterable[Mark]:
    if isinstance(seen.picture, NoPrediction) or isinstance(seen.picture.sbp_mmhg, NoPrediction):
        return ()
    band, before = seen.picture.sbp_mmhg, seen.subject.before
    base_mmhg = before.sbp_mmhg if before is not None else 0.0
    last = on.axis.at(on.axis.to_min)
    moments = [started_at + timedelta(minutes=minute) for minute in seen.picture.t_min]
    shown = [place for place, moment in enumerate(moments) if moment <= last]
    low, middle, high = (_line(on, moments, each, base_mmhg, shown) for each in _edges(band))
    return (marks.area("twin-band", [*high, *reversed(low)]), marks.chain("twin-band-middle", middle))


def _edges(band: Band) -> tuple[tuple[float, ...], ...]:
    return (band.low, band.middle, band.high)


def _line(
    on: Canvas, moments: list[datetime], rise_mmhg: tuple[float, ...], base_mmhg: float, shown: list[int], /
) -> list[Place]:
    return [(on.axis.x(moments[place]), inside(on.pressure, base_mmhg + rise_mmhg[place])) for place in shown]

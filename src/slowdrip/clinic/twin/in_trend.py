"""The band of systolic pressure in the trend chart."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from slowdrip.clinic.chart.trend import marks
from slowdrip.clinic.chart.trend.behind import Behind
from slowdrip.clinic.chart.trend.drawing import Canvas
from slowdrip.clinic.chart.trend.marks import Mark, Place
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.twin.drawing import inside
from slowdrip.clinic.twin.predicting import seen_of
from slowdrip.science.infusion import InfusionState
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Band


def bands_of(infusion: Infusion, state: InfusionState, *, at: datetime) -> Behind | None:
    """Gives what draws the band of a drip that was started, or nothing where there is no prediction.

    The band is that of cuff readings, their error included: readings are what lies over it.
    """
    seen, started_at = seen_of(infusion, state, at=at), state.drip.started_at
    if started_at is None or isinstance(seen.picture, NoPrediction):
        return None
    band, t_min = seen.picture.sbp_read_mmhg, seen.picture.t_min
    return None if isinstance(band, NoPrediction) else lambda on: _marks(band, t_min, on, started_at)


def _marks(band: Band, t_min: tuple[float, ...], on: Canvas, started_at: datetime, /) -> Iterable[Mark]:
    last = on.axis.at(on.axis.to_min)
    moments = [started_at + timedelta(minutes=minute) for minute in t_min]
    shown = [place for place, moment in enumerate(moments) if moment <= last]
    low, middle, high = (_line(on, moments, each, shown) for each in (band.low, band.middle, band.high))
    return (marks.area("twin-band", [*high, *reversed(low)]), marks.chain("twin-band-middle", middle))


def _line(on: Canvas, moments: list[datetime], sbp_mmhg: tuple[float, ...], shown: list[int], /) -> list[Place]:
    return [(on.axis.x(moments[place]), inside(on.pressure, sbp_mmhg[place])) for place in shown]

"""The trend chart: drawn here as SVG with classes only, with a title, a description and a table of the same values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from slowdrip.clinic.chart.trend.behind import Behind, nothing
from slowdrip.clinic.chart.trend.drawing import HEIGHT, Limits, canvas, draw, minute_marks
from slowdrip.clinic.chart.trend.limits import pressure_limits, saturation_limits
from slowdrip.clinic.chart.trend.marks import Mark, svg
from slowdrip.clinic.chart.trend.scale import WIDTH, Axis, axis
from slowdrip.clinic.chart.trend.series import Series, series_of
from slowdrip.clinic.chart.trend.spoken import description, title
from slowdrip.clinic.chart.trend.table import Row, rows_of
from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy, pinned_version
from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion import Event, InfusionState

__all__ = ["Trend", "trend", "trend_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The chart of one drip: marks from back to front, words for those who do not see it, and the same as rows.

    `banded` when an app drew a prediction behind the readings.
    """

    name: str
    title: str
    description: str
    marks: list[Mark]
    rows: list[Row]
    policy_version: int
    banded: bool = False
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def drawing(self) -> SafeString:
        """Gives the marks as SVG."""
        return svg(self.marks)


def trend(infusion: Infusion, state: InfusionState, *, at: datetime) -> Trend:
    """Gives the chart of a drip at an instant, with the limits of its pinned policy."""
    policy, number = pinned_policy(infusion), pinned_version(infusion).number
    zone = zone_of(infusion.clinic_id)
    return trend_of(events_of(infusion.pk), state, policy, at=at, zone=zone, policy_version=number)


def trend_of(
    events: Sequence[Event],
    state: InfusionState,
    policy: Policy,
    *,
    at: datetime,
    zone: ZoneInfo,
    policy_version: int,
    behind: Behind = nothing,
) -> Trend:
    """Gives the chart of these events and their state, over what `behind` draws."""
    until = state.ending.at if state.ending is not None else at
    series = series_of(events, state, policy, at=at)
    order = state.drip.order
    limits = Limits(pressure_limits(state, policy), saturation_limits(state, policy))
    ordered_ug = order.dose_ug if order else 0
    drawn = canvas(series, axis_of(series, state, until), limits=limits, ordered_ug=ordered_ug)
    now = at if state.ending is None else None
    ticks = minute_marks(drawn, zone=zone, started=state.drip.started_at is not None)
    rows, bands = rows_of(series, state, zone=zone), [*behind(drawn)]
    return Trend(
        name="trend",
        title=title(state, zone=zone),
        description=description(series, state),
        marks=[*draw(series, drawn, limits=limits, now=now, behind=bands), *ticks],
        rows=rows,
        policy_version=policy_version,
        banded=bool(bands),
    )


def axis_of(series: Series, state: InfusionState, until: datetime) -> Axis:
    """Gives the time axis: from the first reading or the start to now, the ending, or where the order ends."""
    pressures, dosed = [each.at for each in series.pressures], [each.at for each in (*series.dose, *series.plan)]
    moments = [*pressures, *(each.at for each in (*series.pulse, *series.saturation)), *dosed]
    first, last = min(moments, default=until), max([*moments, until])
    return axis(state.drip.started_at or first, first, last)

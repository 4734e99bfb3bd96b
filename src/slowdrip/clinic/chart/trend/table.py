"""The values of the trend as a table, for those who read rather than look."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.trend.drawing import in_mg
from slowdrip.clinic.chart.trend.series import Series
from slowdrip.science.infusion import InfusionState, delivered_ug


@dataclass(slots=True)
class _Values:
    bp: str = ""
    hr: str = ""
    spo2: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The readings of one instant; `minute` counts from the start, empty before there is one."""

    at: str
    clock: str
    minute: str
    bp: str
    hr: str
    spo2: str
    given_mg: str
    tier: str


def rows_of(series: Series, state: InfusionState, *, zone: ZoneInfo) -> list[Row]:
    """Gives one row per instant at which anything was read, oldest first."""
    table: dict[datetime, _Values] = defaultdict(_Values)
    for pressure in series.pressures:
        table[pressure.at].bp = f"{pressure.sbp_mmhg}/{pressure.dbp_mmhg}"
        table[pressure.at].tier = pressure.tier
    for pulse in series.pulse:
        table[pulse.at].hr = str(pulse.value)
    for saturation in series.saturation:
        table[saturation.at].spo2 = str(saturation.value)
    return [_row(at, values, state, zone=zone) for at, values in sorted(table.items())]


def _row(at: datetime, values: _Values, state: InfusionState, *, zone: ZoneInfo) -> Row:
    started = state.drip.started_at
    return Row(
        at=at.isoformat(),
        clock=f"{at.astimezone(zone):%H:%M}",
        minute=str((at - started) // timedelta(minutes=1)) if started else "",
        bp=values.bp,
        hr=values.hr,
        spo2=values.spo2,
        given_mg=in_mg(delivered_ug(state, at)),
        tier=values.tier,
    )

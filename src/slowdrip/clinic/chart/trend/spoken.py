"""The trend in words: its title, and what it shows for those who do not see it."""

from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.trend.drawing import in_mg
from slowdrip.clinic.chart.trend.series import Pressure, Series
from slowdrip.science.infusion import InfusionState


def title(state: InfusionState, *, zone: ZoneInfo) -> str:
    """Gives the name of the chart."""
    started = state.drip.started_at
    if started is None:
        return _("Trend before the drip")
    return _("Trend since the start at %(time)s") % {"time": f"{started.astimezone(zone):%H:%M}"}


def description(series: Series, state: InfusionState) -> str:
    """Gives first and highest pressure, last pulse and saturation, and the dose; the table has every value."""
    told = (*_pressure(series, state), *_last(series), *_dose(series, state))
    return " ".join((*told, _("Every value stands in the table.")))


def _pressure(series: Series, state: InfusionState) -> list[str]:
    if not series.pressures:
        return [_("Blood pressure was not measured yet.")]
    first = series.pressures[0]
    peak = max(series.pressures, key=lambda each: each.sbp_mmhg)
    last = series.pressures[-1]
    words = _("Blood pressure first %(first)s, highest %(peak)s%(when)s, last %(last)s.")
    return [words % {"first": _bp(first), "peak": _bp(peak), "when": _when(peak, state), "last": _bp(last)}]


def _bp(pressure: Pressure) -> str:
    return f"{pressure.sbp_mmhg}/{pressure.dbp_mmhg}"


def _when(pressure: Pressure, state: InfusionState) -> str:
    started = state.drip.started_at
    if started is None or pressure.at < started:
        return ""
    return " " + _("at %(n)s min") % {"n": (pressure.at - started) // timedelta(minutes=1)}


def _last(series: Series) -> list[str]:
    found = []
    if series.pulse:
        found.append(_("Heart rate last %(n)s.") % {"n": series.pulse[-1].value})
    if series.saturation:
        found.append(_("SpO₂ last %(n)s %%.") % {"n": series.saturation[-1].value})
    return found


def _dose(series: Series, state: InfusionState) -> list[str]:
    if not series.dose:
        return [_("No drug was given yet.")]
    given, order = in_mg(series.dose[-1].given_ug), state.drip.order
    if order is None:
        return [_("%(given)s mg given.") % {"given": given}]
    return [_("%(given)s of %(ordered)s mg given.") % {"given": given, "ordered": in_mg(Fraction(order.dose_ug))}]

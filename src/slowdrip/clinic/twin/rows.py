"""The table of a picture: each quantity in words, as it is or beside a preview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowdrip.clinic.twin.predicting import Preview, Seen
from slowdrip.clinic.twin.trust import Trust, trust_of, trust_of_plasma
from slowdrip.clinic.twin.words import number
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Band, Learned, Picture

AHEAD_MIN: Final = 20.0
"""How far ahead the numbers of a preview look."""
Choose = Callable[[Picture], Band | NoPrediction]


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity in words: its highest value, or its value at some minute, typical and for 90 % of patients."""

    name: str
    when: str
    typical: str
    band: str
    unit: str
    trust: Trust
    other_typical: str = ""
    other_band: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One row to be: its name, unit, which band it is of, and how far it may be trusted."""

    name: str
    unit: str
    choose: Choose
    trust: Trust


def rows_of(seen: Seen, picture: Picture, own: Learned | NoPrediction, preview: Preview | None) -> list[Row]:
    """Gives the rows that have a number; the patient's own pressure stands first, and in a preview nowhere."""
    age = seen.subject.age_years
    if preview is not None:
        found = [_both(seen, preview, each) for each in quantities(age)]
    else:
        found = [*_own(picture, own, age), *(_highest(picture, each) for each in quantities(age))]
    return [row for row in found if row.typical]


def quantities(age_years: float | None) -> tuple[Quantity, ...]:
    """The rows of the table for a person of this age."""
    pressure = trust_of("map", age_years)
    return (
        Quantity(_("Systolic pressure, rise"), "mmHg", lambda picture: picture.sbp_mmhg, pressure),
        Quantity(_("Mean pressure, rise"), "%", lambda picture: picture.map_percent, pressure),
        Quantity(
            _("Plasma ketamine, arterial"),
            "ng/mL",
            lambda picture: picture.plasma_ng_per_ml,
            trust_of_plasma(age_years),
        ),
        Quantity(
            _("Dissociation, CADSS"),
            _("points of 92"),
            lambda picture: picture.cadss_points,
            trust_of("dissociation", age_years),
        ),
    )


def spoken(rows: Sequence[Row]) -> str:
    """Gives the rows as one line for whoever hears the page."""
    return "; ".join(f"{row.name}: {row.when} {row.typical} ({row.band}) {row.unit}" for row in rows)


def taught_by(own: Learned) -> str:
    """Gives what taught a patient's own pressure: readings since the start, earlier visits, or both."""
    now = ngettext("after %(n)s reading", "after %(n)s readings", own.readings) % {"n": own.readings}
    before = ngettext("%(n)s earlier visit", "%(n)s earlier visits", own.visits) % {"n": own.visits}
    if not own.visits:
        return now
    return _("%(now)s and %(before)s") % {"now": now, "before": before} if own.readings else _("from %s") % before


def _own(picture: Picture, own: Learned | NoPrediction, age_years: float | None) -> list[Row]:
    """The row of this patient's own pressure, where something has taught one."""
    if isinstance(own, NoPrediction):
        return []
    name = _("Systolic pressure of this patient, %(taught)s") % {"taught": taught_by(own)}
    band, peak = own.sbp_mmhg, own.sbp_mmhg.peak
    trust = trust_of("map", age_years)
    return [Row(name, _when(picture, peak), number(band.middle[peak]), _between(band, peak), "mmHg", trust)]


def _highest(picture: Picture, each: Quantity) -> Row:
    band = each.choose(picture)
    if isinstance(band, NoPrediction):
        return Row(each.name, "", "", "", each.unit, each.trust)
    middle = number(band.middle[band.peak])
    return Row(each.name, _when(picture, band.peak), middle, _between(band, band.peak), each.unit, each.trust)


def _both(seen: Seen, preview: Preview, each: Quantity) -> Row:
    minute = (seen.now_min or 0.0) + AHEAD_MIN
    as_is, after = each.choose(preview.as_is), each.choose(preview.changed)
    if isinstance(as_is, NoPrediction) or isinstance(after, NoPrediction):
        return Row(each.name, "", "", "", each.unit, each.trust)
    here, there = _nearest(preview.as_is, minute), _nearest(preview.changed, minute)
    return Row(
        each.name,
        _("in %(n)s min") % {"n": f"{AHEAD_MIN:.0f}"},
        number(as_is.middle[here]),
        _between(as_is, here),
        each.unit,
        each.trust,
        other_typical=number(after.middle[there]),
        other_band=_between(after, there),
    )


def _when(picture: Picture, place: int) -> str:
    return _("highest, minute %(minute)s") % {"minute": f"{picture.t_min[place]:.0f}"}


def _nearest(picture: Picture, minute: float) -> int:
    return min(range(len(picture.t_min)), key=lambda place: abs(picture.t_min[place] - minute))


def _between(band: Band, place: int) -> str:
    return f"{number(band.low[place])} – {number(band.high[place])}"

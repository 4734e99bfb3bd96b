"""The panel of one drip: chart, numbers, what stands out, and what a change at the pump would do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slowdrip.clinic.chart.trend.limits import Limit, pressure_limits
from slowdrip.clinic.chart.trend.marks import svg
from slowdrip.clinic.chart.trend.scale import WIDTH
from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.twin.drawing import Drawing, Strip, drawing
from slowdrip.clinic.twin.predicting import Preview, Seen, heavy_of, learned_from, previewed, seen_of
from slowdrip.clinic.twin.readings import before_medicine, medicine_min, medicine_words, pointed_out, readings_of
from slowdrip.clinic.twin.told import ModelLine, Trust, model_lines, trust_of, trust_of_plasma
from slowdrip.clinic.twin.words import WHAT_IFS, heavy_words, no_prediction, number, whom_words
from slowdrip.science.infusion import InfusionState, Phase
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Band, Learned, Picture, Reading, WhatIf

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everything the panel shows. `no` says why there is no prediction; `missing` why a part of it is not there."""

    basis: str
    whom: str
    at: datetime
    minute: str = ""
    notes: tuple[str, ...] = ()
    no: str = ""
    missing: tuple[str, ...] = ()
    learned: bool = False
    chart: Drawing | None = None
    description: str = ""
    rows: tuple[Row, ...] = ()
    stands_out: tuple[str, ...] = ()
    what: WhatIf | None = None
    what_words: str | Promise = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()
    models: tuple[ModelLine, ...] = ()
    width: int = WIDTH

    @property
    def drawing(self) -> SafeString:
        """Gives the marks as SVG."""
        return svg(self.chart.marks) if self.chart is not None else SafeString("")


def panel_of(infusion: Infusion, *, at: datetime, what: WhatIf | None = None) -> Panel:
    """Gives the panel of a drip at an instant, with a preview of one change when asked; it reads and writes nothing."""
    state = state_now(infusion.pk)
    seen = seen_of(infusion, state, at=at)
    if isinstance(seen.picture, NoPrediction):
        return Panel(
            basis=_basis(state),
            whom=whom_words(seen.subject, seen.weighed),
            at=at,
            minute=_minute(seen),
            no=no_prediction(seen.picture),
        )
    events, started_at = events_of(infusion.pk), state.drip.started_at
    readings, medicine = readings_of(events, started_at), medicine_min(events, started_at)
    limits = pressure_limits(state, pinned_policy(infusion))
    own = learned_from(seen, before_medicine(readings, medicine))
    around = _Around(at, readings, limits, own, _notes(seen, state, medicine))
    if what is None:
        return _panel(seen, seen.picture, state, around)
    preview = previewed(seen, what)
    if isinstance(preview, NoPrediction):
        plain = _panel(seen, seen.picture, state, around)
        return replace(plain, what=what, what_words=WHAT_IFS[what], no=no_prediction(preview))
    return _panel(seen, seen.picture, state, around, preview=preview)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is drawn over the bands, and what is said about them."""

    at: datetime
    readings: tuple[Reading, ...]
    limits: tuple[Limit, ...]
    own: Learned | NoPrediction
    notes: tuple[str, ...] = ()


def _panel(
    seen: Seen, picture: Picture, state: InfusionState, around: _Around, *, preview: Preview | None = None
) -> Panel:
    after = preview.changed if preview is not None else None
    strips = strips_of(seen, picture, around, preview=after)
    rows = [_highest(picture, *each) if preview is None else _both(seen, preview, *each) for each in quantities()]
    if preview is None:
        rows[:0] = _own_rows(picture, around.own)
    return Panel(
        basis=_basis(state),
        whom=whom_words(seen.subject, seen.weighed),
        at=around.at,
        minute=_minute(seen),
        notes=around.notes,
        missing=_missing(picture, around.own),
        learned=isinstance(around.own, Learned) and preview is None,
        chart=drawing(picture.t_min, strips, now_min=seen.now_min, preview_t_min=after.t_min if after else ()),
        description=_spoken(rows),
        rows=tuple(row for row in rows if row.typical),
        stands_out=tuple(pointed_out(seen, around.readings)),
        what=preview.what if preview is not None else None,
        what_words=WHAT_IFS[preview.what] if preview is not None else "",
        choices=tuple((each.value, WHAT_IFS[each]) for each in WhatIf) if _may_change(seen) else (),
        models=tuple(model_lines()),
    )


def strips_of(seen: Seen, picture: Picture, around: _Around, *, preview: Picture | None = None) -> list[Strip]:
    """Gives the strips of a picture; a part without a prediction has none."""
    plasma = preview.plasma_ng_per_ml if preview is not None else None
    found = [
        *_pressure(seen, picture, around, preview),
        Strip(
            name=_("Plasma ketamine ng/mL, arterial"),
            height=90,
            step=100,
            band=picture.plasma_ng_per_ml,
            preview=plasma,
        ),
    ]
    if isinstance(picture.dissociation_percent, Band):
        felt = preview.dissociation_percent if preview is not None else None
        other = felt if isinstance(felt, Band) else None
        name = _("Dissociation, % of its largest effect, typical alone")
        found.append(Strip(name=name, height=70, step=25, band=picture.dissociation_percent, preview=other))
    return found


def _pressure(seen: Seen, picture: Picture, around: _Around, preview: Picture | None, /) -> list[Strip]:
    before = seen.subject.before
    if before is None or not isinstance(picture.sbp_read_mmhg, Band):
        return _mean_pressure(picture, preview)
    other = preview.sbp_read_mmhg if preview is not None else None
    name = _("Systolic pressure as a cuff reads it, mmHg, from %(sbp)s before the start")
    return [
        Strip(
            name=name % {"sbp": f"{before.sbp_mmhg:.0f}"},
            height=130,
            step=20,
            band=picture.sbp_read_mmhg,
            preview=other if isinstance(other, Band) else None,
            own=around.own.sbp_mmhg if preview is None and isinstance(around.own, Learned) else None,
            readings=tuple((each.t_min, round(each.sbp_mmhg)) for each in around.readings),
            limits=around.limits,
        )
    ]


def _mean_pressure(picture: Picture, preview: Picture | None) -> list[Strip]:
    if not isinstance(picture.map_percent, Band):
        return []
    other = preview.map_percent if preview is not None else None
    name = _("Mean pressure, rise in %")
    band = other if isinstance(other, Band) else None
    return [Strip(name=name, height=90, step=10, band=picture.map_percent, preview=band)]


def quantities() -> tuple[tuple[str, str, Choose, Trust], ...]:
    """The rows of the table: name, unit, which band, and its trust."""
    return (
        (_("Systolic pressure, rise"), "mmHg", lambda picture: picture.sbp_mmhg, trust_of("map")),
        (_("Mean pressure, rise"), "%", lambda picture: picture.map_percent, trust_of("map")),
        (_("Plasma ketamine, arterial"), "ng/mL", lambda picture: picture.plasma_ng_per_ml, trust_of_plasma()),
        (
            _("Dissociation"),
            _("% of its largest effect"),
            lambda picture: picture.dissociation_percent,
            trust_of("dissociation"),
        ),
    )


def _own_rows(picture: Picture, own: Learned | NoPrediction) -> list[Row]:
    """The row of this patient's own pressure, where readings have taught one."""
    if isinstance(own, NoPrediction):
        return []
    name = _("Systolic pressure of this patient, after %(n)s readings") % {"n": own.readings}
    band, peak = own.sbp_mmhg, own.sbp_mmhg.peak
    when = _("highest, minute %(minute)s") % {"minute": f"{picture.t_min[peak]:.0f}"}
    return [Row(name, when, number(band.middle[peak]), _between(band, peak), "mmHg", trust_of("map"))]


def _highest(picture: Picture, name: str, unit: str, choose: Choose, trust: Trust, /) -> Row:
    band = choose(picture)
    if isinstance(band, NoPrediction):
        return Row(name, "", "", "", unit, trust)
    when = _("highest, minute %(minute)s") % {"minute": f"{picture.t_min[band.peak]:.0f}"}
    return Row(name, when, number(band.middle[band.peak]), _between(band, band.peak), unit, trust)


def _both(seen: Seen, preview: Preview, name: str, unit: str, choose: Choose, trust: Trust, /) -> Row:
    minute = (seen.now_min or 0.0) + AHEAD_MIN
    as_is, after = choose(preview.as_is), choose(preview.changed)
    if isinstance(as_is, NoPrediction) or isinstance(after, NoPrediction):
        return Row(name, "", "", "", unit, trust)
    here, there = _nearest(preview.as_is, minute), _nearest(preview.changed, minute)
    when = _("in %(n)s min") % {"n": f"{AHEAD_MIN:.0f}"}
    return Row(
        name,
        when,
        number(as_is.middle[here]),
        _between(as_is, here),
        unit,
        trust,
        other_typical=number(after.middle[there]),
        other_band=_between(after, there),
    )


def _nearest(picture: Picture, minute: float) -> int:
    return min(range(len(picture.t_min)), key=lambda place: abs(picture.t_min[place] - minute))


def _between(band: Band, place: int) -> str:
    """The edges of a band in words; a line alone has none."""
    if band.edges is None:
        return ""
    low, high = band.edges
    return f"{number(low[place])} – {number(high[place])}"


def _missing(picture: Picture, own: Learned | NoPrediction) -> tuple[str, ...]:
    """Why parts of the picture are not there; no readings yet is nothing to say."""
    found = [no_prediction(each) for each in _parts(picture) if isinstance(each, NoPrediction)]
    if isinstance(own, NoPrediction) and own.code == "no_individual_update":
        found.append(
            _("No individual update: these readings do not agree well enough with the model to learn from them.")
        )
    return tuple(dict.fromkeys(found))


def _parts(picture: Picture) -> tuple[Band | NoPrediction, ...]:
    return (picture.map_percent, picture.sbp_mmhg, picture.dissociation_percent)


def _spoken(rows: Sequence[Row]) -> str:
    return "; ".join(_said(row) for row in rows if row.typical)


def _said(row: Row) -> str:
    band = f"({row.band}) " if row.band else ""
    return f"{row.name}: {row.when} {row.typical} {band}{row.unit}"


def _may_change(seen: Seen) -> bool:
    ends_min = 0.0 if isinstance(seen.course, NoPrediction) else seen.course.ends_min
    return seen.now_min is not None and seen.now_min < ends_min


def _basis(state: InfusionState) -> str:
    if state.drip.started_at is None:
        return _("from the order: not started")
    if state.phase is Phase.PAUSED:
        return _("from what was run; paused: nothing more is assumed")
    return _("from what was run") if state.drip.ended_at else _("from what was run, and what the pump still gives")


def _minute(seen: Seen) -> str:
    """The minute since the start that a picture is from; nothing before the start and after the end."""
    return "" if seen.now_min is None else f"{seen.now_min:.0f}"


def _notes(seen: Seen, state: InfusionState, medicine: float | None) -> tuple[str, ...]:
    """What has to be known to read this picture."""
    paused = _("The pump is paused. What is left in the bag is in this picture only when the pump goes on.")
    found = [paused] if state.phase is Phase.PAUSED else []
    if medicine is not None:
        found.append(medicine_words(medicine))
    if (heavy := heavy_of(seen)) is not None:
        found.append(heavy_words(heavy))
    return tuple(found)

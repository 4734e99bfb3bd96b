"""The panel of one drip: chart, numbers, what stands out, and what a change at the pump would do."""

from dataclasses import dataclass, replace
from datetime import datetime

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
from slowdrip.clinic.people.medicine_panel import band_sentence
from slowdrip.clinic.twin.drawing import Drawing, Strip, drawing
from slowdrip.clinic.twin.earlier import Earlier, earlier_of
from slowdrip.clinic.twin.predicting import Preview, Seen, heavy_of, learned_from, previewed, seen_of
from slowdrip.clinic.twin.readings import before_medicine, medicine_min, medicine_words, pointed_out, readings_of
from slowdrip.clinic.twin.rows import Row, rows_of, spoken
from slowdrip.clinic.twin.scores import Score, scores_of, scores_words
from slowdrip.clinic.twin.sure import Sure, sure_of
from slowdrip.clinic.twin.told import ModelLine, model_lines
from slowdrip.clinic.twin.words import WHAT_IFS, heavy_words, no_prediction, whom_words
from slowdrip.science.infusion import InfusionState, Phase
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import CHANGES, Band, Course, Learned, Picture, Reading, WhatIf


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
    sure: Sure | None = None
    scores: str = ""
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
    earlier = earlier_of(infusion)
    own = learned_from(seen, before_medicine(readings, medicine), earlier.visits)
    scores = scores_of(events, started_at)
    notes = _notes(seen, state, medicine, band_sentence(infusion.patient, at=at))
    around = _Around(at, readings, limits, own, earlier, scores, notes)
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
    earlier: Earlier
    scores: tuple[Score, ...] = ()
    notes: tuple[str, ...] = ()


def _panel(
    seen: Seen, picture: Picture, state: InfusionState, around: _Around, *, preview: Preview | None = None
) -> Panel:
    after = preview.changed if preview is not None else None
    strips = strips_of(seen, picture, around, preview=after)
    rows = rows_of(seen, picture, around.own, preview)
    return Panel(
        basis=_basis(state),
        whom=whom_words(seen.subject, seen.weighed),
        at=around.at,
        minute=_minute(seen),
        notes=around.notes,
        missing=_missing(picture, around.own),
        learned=isinstance(around.own, Learned) and preview is None,
        chart=drawing(picture.t_min, strips, now_min=seen.now_min, preview_t_min=after.t_min if after else ()),
        description=spoken(rows),
        rows=tuple(rows),
        sure=sure_of(around.own, around.earlier, rows),
        scores=scores_words(around.scores),
        stands_out=tuple(pointed_out(seen, around.readings)),
        what=preview.what if preview is not None else None,
        what_words=WHAT_IFS[preview.what] if preview is not None else "",
        choices=tuple((each.value, WHAT_IFS[each]) for each in _choices(seen)),
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
    if isinstance(picture.cadss_points, Band):
        felt = preview.cadss_points if preview is not None else None
        other = felt if isinstance(felt, Band) else None
        name = _("Dissociation, CADSS points (0 to 92)")
        found.append(Strip(name=name, height=70, step=10, band=picture.cadss_points, preview=other))
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


def _missing(picture: Picture, own: Learned | NoPrediction) -> tuple[str, ...]:
    """Why parts of the picture are not there; no readings yet is nothing to say."""
    found = [no_prediction(each) for each in _parts(picture) if isinstance(each, NoPrediction)]
    if isinstance(own, NoPrediction) and own.code == "no_individual_update":
        found.append(
            _("No individual update: these readings do not agree well enough with the model to learn from them.")
        )
    return tuple(dict.fromkeys(found))


def _parts(picture: Picture) -> tuple[Band | NoPrediction, ...]:
    return (picture.map_percent, picture.sbp_mmhg, picture.cadss_points)


def _choices(seen: Seen) -> tuple[WhatIf, ...]:
    """What may be looked at: changes while the pump runs, going on while it is paused, nothing when it is over."""
    if isinstance(seen.resumed, Course):
        return (WhatIf.RESUME,)
    ends_min = 0.0 if isinstance(seen.course, NoPrediction) else seen.course.ends_min
    return CHANGES if seen.now_min is not None and seen.now_min < ends_min else ()


def _basis(state: InfusionState) -> str:
    if state.drip.started_at is None:
        return _("from the order: not started")
    if state.phase is Phase.PAUSED:
        return _("from what was run; paused: nothing more is assumed")
    return _("from what was run") if state.drip.ended_at else _("from what was run, and what the pump still gives")


def _minute(seen: Seen) -> str:
    """The minute since the start that a picture is from; nothing before the start and after the end."""
    return "" if seen.now_min is None else f"{seen.now_min:.0f}"


def _notes(seen: Seen, state: InfusionState, medicine: float | None, listed: str) -> tuple[str, ...]:
    """What has to be known to read this picture."""
    paused = _("The pump is paused: what is left in the bag is not in the grey bands. “Resumed now” shows it.")
    found = [paused] if state.phase is Phase.PAUSED else []
    if medicine is not None:
        found.append(medicine_words(medicine))
    if (heavy := heavy_of(seen)) is not None:
        found.append(heavy_words(heavy))
    return (*found, listed) if listed else tuple(found)

"""One track per scale: its scores over time, what they are compared with, and where nothing was answered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Final
from uuid import UUID

from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.progress.courses import Courses, courses_of
from slowdrip.clinic.progress.pinning import SERIES, BySeries, Pinned, by_series, pinned_or_next
from slowdrip.clinic.progress.reading import Standing, known_scale, main_score, same_file, standing_scores
from slowdrip.clinic.record.acting import Acting
from slowdrip.knowledge.types.scale_rules import Kind, Measured, Threshold
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.response import Judged, judged
from slowdrip.science.response.judging import NOTHING
from slowdrip.science.scales import overlaps

FIRST_SHOWN = ("phq9", "gad7", "pcl5")
CHANGES: Final[Mapping[Kind, Callable[[Judged], bool | None]]] = {
    Kind.RESPONSE: lambda said: said.response,
    Kind.CHANGE: lambda said: said.changed,
    Kind.RELIABLE: lambda said: said.reliable,
}
"""Lines that are counted from the baseline, and whether a score reached them."""


@dataclass(frozen=True, slots=True)
class Level:
    """A line across a track: response, remission or a change that means something, its value, where it comes from."""

    kind: Kind
    value: Fraction
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class Scored:
    """One score of a track with what it did since the baseline."""

    standing: Standing
    is_baseline: bool
    judged: Judged


@dataclass(frozen=True, slots=True)
class _Answered:
    """A score as the rule of overlaps reads it."""

    standing: Standing
    recall_days: int | None = None

    @property
    def key(self) -> str:
        return str(self.standing.row.pk)

    @property
    def at(self) -> datetime:
        return self.standing.at


@dataclass(frozen=True, slots=True)
class Track:
    """The scores of one scale; `unanswered` are the times at which it was asked for in vain.

    `asks` are the asks that held it and are over, each with whether all of it was answered. `overlapping` counts the
    scores that look back on days which the one before them covered.
    """

    name: str
    scale: Scale | None
    scored: tuple[Scored, ...]
    unanswered: tuple[datetime, ...] = ()
    levels: tuple[Level, ...] = ()
    asked: int = 0
    answered: int = 0
    low: int = 0
    high: int = field(default=1)
    overlapping: int = 0
    asks: frozenset[tuple[UUID, bool]] = frozenset()

    @property
    def title(self) -> str:
        """What the scale is called."""
        return self.scale.title if self.scale is not None else self.name

    @property
    def newest(self) -> Scored | None:
        """The last score."""
        return self.scored[-1] if self.scored else None


def tracks_of(actor: Acting, patient_id: UUID, *, at: datetime) -> list[Track]:
    """Gives the scales that a patient was asked or answered, the main one first."""
    courses = courses_of(actor.clinic_id, patient_id)
    scores = standing_scores(actor.clinic_id, patient_id)
    pinned = pinned_or_next(actor.clinic_id, patient_id, courses, scores, at=at)
    pins = Pins(courses, pinned, by_series(actor.clinic_id, patient_id, courses, scores, pinned))
    asks = list(
        Ask.objects.visible_to(actor).filter(patient_id=patient_id, withdrawn_at=None, opens_at__lte=at).order_by("pk")
    )
    names = {each.row.scale for each in scores} | {name for ask in asks for name in ask.scales}
    order = (courses.main_scale, *FIRST_SHOWN)
    ranked = sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))
    found = [_track(name, scores, pins, asks, at=at) for name in ranked]
    # What is only open yet has nothing to show; it stands among the questions.
    return [track for track in found if track.scored or track.asked]


@dataclass(frozen=True, slots=True)
class Pins:
    """What scores are compared with: of the present series, and by the first drip of each."""

    courses: Courses
    now: Pinned
    by_series: BySeries

    def baseline_of(self, each: Standing, mine: Sequence[Standing]) -> Standing | None:
        """The baseline of the series in which a score was answered; a baseline is its own."""
        scale, told = each.row.scale, self.now.get((SERIES, each.row.scale))
        if each.row.pk == told or each.row.pk in {key for (_, name), key in self.by_series.items() if name == scale}:
            return each
        began = self.courses.series_at(each.row.response.infusion_id, each.at)
        key = self.by_series.get((began.infusion_id, scale)) if began is not None else told
        return next((one for one in mine if one.row.pk == key), None)


def _track(name: str, scores: Sequence[Standing], pins: Pins, asks: Iterable[Ask], *, at: datetime) -> Track:
    mine, scale = [each for each in scores if each.row.scale == name], known_scale(name)
    baseline = next((each for each in mine if each.row.pk == pins.now.get((SERIES, name))), None)
    over = [ask for ask in asks if name in ask.scales and (ask.answered_at is not None or ask.closes_at <= at)]
    done = {each.row.response.ask_id for each in mine if each.row.response.completed_at is not None}
    rule = scale.score(main_score(name)) if scale is not None and scale.scores else None
    return Track(
        name=name,
        scale=scale,
        scored=tuple(_scored(each, pins.baseline_of(each, mine)) for each in mine),
        unanswered=tuple(ask.closes_at for ask in over if ask.pk not in done),
        levels=tuple(_levels(scale, baseline)) if scale is not None else (),
        asked=len(over),
        answered=sum(ask.pk in done for ask in over),
        asks=frozenset((ask.pk, ask.answered_at is not None) for ask in over),
        low=int(rule.low) if rule is not None else 0,
        high=int(rule.high) if rule is not None else 1,
        overlapping=len(overlaps(scale, map(_Answered, mine))) if scale is not None else 0,
    )


def _scored(each: Standing, baseline: Standing | None) -> Scored:
    if baseline is None or baseline is each:
        return Scored(each, is_baseline=baseline is each, judged=NOTHING)
    scale = same_file(each) if each.coded == baseline.coded else None
    if scale is None or each.at < baseline.at:
        return Scored(each, is_baseline=False, judged=NOTHING)
    said = judged(scale, main_score(each.row.scale), baseline=baseline.value, current=each.value)
    return Scored(each, is_baseline=False, judged=said)


def _levels(scale: Scale, baseline: Standing | None) -> Iterable[Level]:
    """The default lines of the main score: remission as it stands, what is a change where a baseline is."""
    name = main_score(scale.name)
    for each in scale.thresholds:
        if each.score != name or not each.is_default or not each.origin.is_in_force:
            continue
        if each.kind is Kind.REMISSION and each.measured is Measured.AT_MOST:
            yield Level(each.kind, Fraction(each.value), each)
        elif each.kind in CHANGES and baseline is not None and baseline.value is not None:
            reached = _reached_at(scale, name, each, baseline.value)
            if reached is not None:
                yield Level(each.kind, reached, each)


def _reached_at(scale: Scale, name: str, line: Threshold, baseline: Fraction) -> Fraction | None:
    """The value at which a change begins; none for who was not ill enough for it to mean anything."""
    low = Fraction(scale.score(name).low)
    best = judged(scale, name, baseline=baseline, current=low)
    if not CHANGES[line.kind](best):
        return None
    if line.measured is Measured.BETTER_BY_PERCENT:
        return baseline - (baseline - low) * Fraction(line.value) / 100
    return baseline - Fraction(line.value) if line.measured is Measured.BETTER_BY_POINTS else None

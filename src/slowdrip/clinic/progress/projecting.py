"""Keeps `PointOutcome` true: one row per asked point that is over, rewritten whole for a patient."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from slowdrip.clinic.outcomes.models import Ask, Response
from slowdrip.clinic.progress.courses import MAIN_SCALE, Began, Courses, courses_of, elsewhere_until, indications_of
from slowdrip.clinic.progress.models import PinnedBaseline, PointOutcome
from slowdrip.clinic.progress.naming import is_end, point_of
from slowdrip.clinic.progress.pinning import SERIES, BySeries, Pinned, by_series, pin, pinned_of
from slowdrip.clinic.progress.reading import Standing, main_score, same_file, standing_scores
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.response import ideation, judged

MILLI = 1000
RISK_SCALE = "phq9"
"""The scale whose last item asks about thoughts of self-harm in every plan."""
COLUMNS = (
    "indication",
    "phase",
    "point",
    "scale",
    "closed_at",
    "answered",
    "has_baseline",
    "better_by_milli",
    "response",
    "remission",
    "worsened",
    "ideation",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered to one scale, by ask, and its pinned baselines by the first drip of their series."""

    by_ask: Mapping[UUID, Standing]
    baselines: Mapping[UUID, Standing]

    def baseline(self, series: Began | None) -> Standing | None:
        """The score with which this series began."""
        return self.baselines.get(series.infusion_id) if series is not None else None


def rewrite(tx: Tx, patient_id: UUID, *, pins: bool = True) -> None:
    """Pins what can be pinned and writes the patient's points anew, in the transaction it is given."""
    clinic_id = tx.actor.clinic_id
    courses, scores = courses_of(clinic_id, patient_id), standing_scores(clinic_id, patient_id)
    given = (patient_id, courses, scores)
    pinned = pin(tx, *given) if pins else pinned_of(clinic_id, *given)
    rows = _rows(clinic_id, patient_id, courses, scores, pinned, at=tx.at)
    stored = PointOutcome.objects.filter(clinic_id=clinic_id, patient_id=patient_id)
    stored.exclude(ask_id__in=[row.ask_id for row in rows]).delete()
    _put(rows)


def _put(rows: Sequence[PointOutcome]) -> None:
    """Writes each point over the one that is there: the clock and an answer may write the same one at once."""
    rows = sorted(rows, key=lambda row: row.ask_id)  # always in one order, so that two who write never wait crosswise
    PointOutcome.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["clinic", "ask"], update_fields=list(COLUMNS)
    )


def write_missed(tx: Tx, asks: Sequence[Ask]) -> None:
    """Writes the points of asks that nobody answered, alone: of the others nothing changed.

    One that was begun is written with the whole patient, because it may score, and so is the end of a series, which was
    none if the series went on.
    """
    clinic_id, patients = tx.actor.clinic_id, {ask.patient_id for ask in asks}
    indications, elsewhere = indications_of(clinic_id, patients), elsewhere_until(clinic_id, patients)
    asks = [ask for ask in asks if not _began_elsewhere(ask, elsewhere.get(ask.patient_id))]
    prefetch_related_objects(asks, "infusion")
    named = [(ask, MAIN_SCALE[indications[ask.patient_id]]) for ask in asks]
    named = [(ask, name) for ask, name in named if name in ask.scales]
    begun = _begun(clinic_id, [ask for ask, _ in named]) | {(ask.pk, name) for ask, name in named if is_end(ask)}
    for patient_id in {ask.patient_id for ask, name in named if (ask.pk, name) in begun}:
        rewrite(tx, patient_id)
    pinned = _pinned(clinic_id, patients)
    rows = []
    for ask, name in named:
        if (ask.pk, name) not in begun:
            has_baseline = (ask.patient_id, name) in pinned
            told = _unanswered(ask, indications[ask.patient_id], name, has_baseline=has_baseline)
            rows.append(PointOutcome(clinic_id=clinic_id, patient_id=ask.patient_id, ask=ask, **told))
    _put(rows)


def _begun(clinic_id: UUID, asks: Sequence[Ask]) -> frozenset[tuple[UUID, str]]:
    found = Response.objects.filter(clinic_id=clinic_id, ask__in=asks)
    return frozenset(found.values_list("ask_id", "scale"))


def _pinned(clinic_id: UUID, patient_ids: Collection[UUID]) -> frozenset[tuple[UUID, str]]:
    """Of whom a baseline was ever pinned, by scale: the next answer says whether it is that of the series."""
    found = PinnedBaseline.objects.filter(clinic_id=clinic_id, patient_id__in=patient_ids, course=SERIES)
    return frozenset(found.values_list("patient_id", "scale"))


def drifted(clinic_id: UUID, *, at: datetime) -> list[UUID]:
    """Gives the asks whose stored point differs from what the logs say, or is not there; there should be none."""
    patients = Ask.objects.filter(clinic_id=clinic_id).order_by().values_list("patient_id", flat=True).distinct()
    return [ask_id for patient_id in list(patients) for ask_id in _wrong_of(clinic_id, patient_id, at=at)]


def _wrong_of(clinic_id: UUID, patient_id: UUID, *, at: datetime) -> Iterable[UUID]:
    courses, scores = courses_of(clinic_id, patient_id), standing_scores(clinic_id, patient_id)
    pinned = pinned_of(clinic_id, patient_id, courses, scores)
    stored = {row.ask_id: row for row in PointOutcome.objects.filter(clinic_id=clinic_id, patient_id=patient_id)}
    told = {row.ask_id: row for row in _rows(clinic_id, patient_id, courses, scores, pinned, at=at)}
    # A point that ended a moment ago is written by the next tick.
    absent = [key for key, row in told.items() if key not in stored and row.ask.missed_at is not None]
    return [*absent, *(key for key, row in stored.items() if key not in told or _values(row) != _values(told[key]))]


def _values(row: PointOutcome) -> dict[str, Any]:
    """What has to agree; whether there was something to compare with says nothing where nobody answered."""
    names = [name for name in COLUMNS if name != "has_baseline" or row.answered != PointOutcome.Answered.NOT]
    return {name: getattr(row, name) for name in names}


def _rows(
    clinic_id: UUID, patient_id: UUID, courses: Courses, scores: Sequence[Standing], pinned: Pinned, *, at: datetime
) -> list[PointOutcome]:
    asks = Ask.objects.filter(clinic_id=clinic_id, patient_id=patient_id, withdrawn_at__isnull=True)
    asks = asks.select_related("infusion")
    name = courses.main_scale
    all_pinned = by_series(clinic_id, patient_id, courses, scores, pinned)
    main, risk = _told(scores, all_pinned, name), _told(scores, all_pinned, RISK_SCALE)
    return [
        PointOutcome(clinic_id=clinic_id, patient_id=patient_id, ask=ask, **_point(ask, courses, main, risk))
        for ask in asks.order_by("opens_at", "pk")
        if name in ask.scales and (ask.pk in main.by_ask or ask.closes_at <= at)
        if not _began_elsewhere(ask, courses.elsewhere_until)
    ]


def _began_elsewhere(ask: Ask, until: datetime | None) -> bool:
    """Whether an ask belongs to a series that began before Slowdrip: "before drip 1" and "week 1" are not its first.

    Such points would credit this clinic with a series of which it saw a part, so they are in no count.
    """
    return ask.phase == SERIES and until is not None and ask.opens_at < until


def _told(scores: Sequence[Standing], pinned: BySeries, name: str) -> Told:
    rows = [each for each in scores if each.row.scale == name]
    by_id = {each.row.pk: each for each in rows}
    baselines = {first: by_id[key] for (first, scale), key in pinned.items() if scale == name and key in by_id}
    return Told({each.row.response.ask_id: each for each in rows if each.row.response.ask_id}, baselines)


def _series_of(ask: Ask, courses: Courses) -> Began | None:
    """The series of the drip that an ask hangs on; before a drip that never ran, of the day it was to run."""
    return courses.series_at(ask.infusion_id, ask.opens_at)


def _point(ask: Ask, courses: Courses, main: Told, risk: Told) -> dict[str, Any]:
    found, series = main.by_ask.get(ask.pk), _series_of(ask, courses)
    baseline = main.baseline(series)
    told = _unanswered(ask, courses.indication, courses.main_scale, has_baseline=baseline is not None)
    told["point"] = point_of(ask, courses)
    if found is None:
        return told
    ideation = _ideation(risk.by_ask.get(ask.pk), risk.baseline(series))
    said = {"closed_at": found.at, "answered": _answered(found), "ideation": ideation}
    # A baseline compared with itself would count as somebody who did not respond.
    return {**told, **said, **({} if found is baseline else _meaning(found, baseline))}


def _ideation(found: Standing | None, baseline: Standing | None) -> str:
    """By the PHQ-9 of the same ask, whatever the main scale is; nothing where it was not asked there."""
    if found is None or found is baseline or baseline is None:
        return ""
    return ideation(baseline.risk, found.risk).value


def _unanswered(ask: Ask, indication: str, scale: str, *, has_baseline: bool) -> dict[str, Any]:
    return {
        "indication": indication,
        "phase": ask.phase,
        "point": point_of(ask),
        "scale": scale,
        "closed_at": ask.closes_at,
        "answered": PointOutcome.Answered.NOT,
        "has_baseline": has_baseline,
    }


def _answered(found: Standing) -> str:
    return PointOutcome.Answered.PART if found.value is None else PointOutcome.Answered.WHOLE


def _meaning(found: Standing, baseline: Standing | None) -> dict[str, Any]:
    """Only two scores of one version and coding are compared, by the lines of that very file."""
    scale = same_file(found)
    comparable = baseline is not None and baseline.coded == found.coded and scale is not None
    if not comparable or scale is None or baseline is None:
        return {}
    said = judged(scale, main_score(found.row.scale), baseline=baseline.value, current=found.value)
    return {
        "better_by_milli": None if said.better_by is None else _milli(said.better_by),
        "response": said.response,
        "remission": said.remission,
        "worsened": said.worsened,
    }


def _milli(value: Fraction) -> int:
    return round(value * MILLI)

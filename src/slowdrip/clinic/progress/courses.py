"""Which drips of a patient make a course, and when its first one began."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db.models import Min, OuterRef, Subquery

from slowdrip.clinic.encounters.visits import STARTS
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.outcomes.models import Following
from slowdrip.clinic.progress.models import PinnedBaseline
from slowdrip.clinic.progress.told import Earlier, earlier_of

FOREVER: Final = datetime.max.replace(tzinfo=UTC)
MAIN_SCALE: Final = {
    Following.Indication.DEPRESSION: "phq9",
    Following.Indication.BIPOLAR: "phq9",
    Following.Indication.ANXIETY: "gad7",
    Following.Indication.PTSD: "pcl5",
}
"""The scale that a point is judged by."""


@dataclass(frozen=True, slots=True)
class Began:
    """One drip that ran, and when it was started."""

    infusion_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Courses:
    """For what and in which phase a patient is followed, and the first drip of the series and of the maintenance.

    `earlier` are the first drips of series before this one, the oldest first, and `ran` says when each drip began.
    Until `elsewhere_until` the series is one that began before Slowdrip: its first drip here is in its middle, and only
    the `told` responses, by scale, are its baselines.
    """

    indication: str
    phase: str
    series: Began | None
    maintenance: Began | None
    elsewhere_until: datetime | None = None
    told: Mapping[str, UUID] = field(default_factory=dict)
    earlier: tuple[Began, ...] = ()
    ran: Mapping[UUID, datetime] = field(default_factory=dict)

    def series_at(self, infusion_id: UUID | None, at: datetime) -> Began | None:
        """The series to which a drip belongs, or an instant where no such drip ran; before all of them, the first."""
        when = at if infusion_id is None else self.ran.get(infusion_id, at)
        all_of_them = [*self.earlier, *([self.series] if self.series is not None else [])]
        began = [each for each in all_of_them if each.at <= when] or all_of_them[:1]
        return began[-1] if began else None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the present series began before Slowdrip."""
        return self.elsewhere_until == FOREVER

    @property
    def main_scale(self) -> str:
        """The scale by which this patient's points are judged."""
        return MAIN_SCALE[Following.Indication(self.indication)]


def started_drips(clinic_id: UUID, patient_id: UUID) -> list[Began]:
    """Gives the drips that ran, the first one first; an entry that was voided started nothing."""
    starts = InfusionEvent.objects.filter(
        clinic_id=OuterRef("clinic_id"), infusion_id=OuterRef("pk"), kind__in=STARTS
    ).current()
    first = starts.values("infusion_id").annotate(first=Min("occurred_at")).values("first")
    rows = Infusion.objects.filter(clinic_id=clinic_id, patient_id=patient_id).annotate(began=Subquery(first))
    ran = rows.filter(began__isnull=False).order_by("began", "pk").values_list("pk", "began")
    return [Began(*row) for row in ran]


def indications_of(clinic_id: UUID, patient_ids: Collection[UUID]) -> dict[UUID, Following.Indication]:
    """Gives for what each patient is followed; who was never set up, for depression."""
    rows = Following.objects.filter(clinic_id=clinic_id, patient_id__in=patient_ids)
    told = dict(rows.values_list("patient_id", "indication"))
    return {key: Following.Indication(told.get(key, Following.Indication.DEPRESSION)) for key in patient_ids}


def courses_of(clinic_id: UUID, patient_id: UUID) -> Courses:
    """Gives a patient's courses; who was never set up is followed for depression, in a series."""
    row = Following.objects.filter(clinic_id=clinic_id, patient_id=patient_id).first()
    drips = started_drips(clinic_id, patient_id)
    earlier = earlier_of(clinic_id, [patient_id]).get(patient_id)
    until, told = _elsewhere_until(earlier, row), earlier.baselines if earlier else {}
    ran = {each.infusion_id: each.at for each in drips}
    if row is None:
        first = drips[0] if drips else None
        return Courses(Following.Indication.DEPRESSION, Following.Phase.SERIES, first, None, until, told, ran=ran)
    later = next((each for each in drips if each.at >= row.phase_since), None)
    firsts = _firsts(clinic_id, patient_id, drips)
    series = later if row.phase == Following.Phase.SERIES else None
    series = series or next(
        (each for each in reversed(firsts) if each.at < row.phase_since), drips[0] if drips else None
    )
    return Courses(
        indication=row.indication,
        phase=row.phase,
        series=series,
        maintenance=later if row.phase == Following.Phase.MAINTENANCE else None,
        elsewhere_until=until,
        told=told,
        earlier=tuple(each for each in firsts if series is not None and each.at < series.at),
        ran=ran,
    )


def _firsts(clinic_id: UUID, patient_id: UUID, drips: Sequence[Began]) -> list[Began]:
    """The very first drip, and those that were the first of a series when its baseline was pinned; the oldest first."""
    rows = PinnedBaseline.objects.filter(clinic_id=clinic_id, patient_id=patient_id, course=Following.Phase.SERIES)
    pinned = set(rows.current().values_list("infusion_id", flat=True))
    return [each for number, each in enumerate(drips) if number == 0 or each.infusion_id in pinned]


def elsewhere_until(clinic_id: UUID, patient_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Gives of those patients whose series is one that began before Slowdrip until when it is."""
    earlier = earlier_of(clinic_id, patient_ids)
    rows = Following.objects.filter(clinic_id=clinic_id, patient_id__in=list(earlier)) if earlier else ()
    followed = {row.patient_id: row for row in rows}
    found = {key: _elsewhere_until(told, followed.get(key)) for key, told in earlier.items()}
    return {key: until for key, until in found.items() if until is not None}


def _elsewhere_until(earlier: Earlier | None, row: Following | None) -> datetime | None:
    """A series that is told anew after the import begins here; one without infusions from before does so too."""
    if earlier is None:
        return None
    is_series = row is None or row.phase == Following.Phase.SERIES
    is_new = row is not None and row.phase_since > earlier.told_at
    if is_series and is_new and row is not None:
        began: datetime = row.phase_since
        return began
    if earlier.series_infusions or not (is_series or is_new):
        return FOREVER
    return None

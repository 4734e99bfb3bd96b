"""The facts a plan of asks is made from, read for one patient, and the plan's difference to the asks on record."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from slowdrip.clinic.encounters.visits import ended_at, was_started
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.outcomes.models import Ask, Following, Response, Score
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.tables import ClinicQuerySet
from slowdrip.knowledge.types.aftercare import Asking
from slowdrip.science.asking import (
    Answered,
    Changes,
    Followed,
    Limits,
    Phase,
    Standing,
    Visit,
    VisitState,
    plan,
    reconcile,
    settled,
)
from slowdrip.science.infusion import Phase as DripPhase
from slowdrip.science.scales import Status

WHOLE: Final = "phq9"
"""The scale whose last whole answer decides whether it is asked again."""
DRIP_OVER: Final = ("completed", "stopped")


@dataclass(frozen=True, slots=True)
class House:
    """What holds for every patient of a clinic: its policy of asking and its own time zone."""

    clinic_id: UUID
    asking: Asking
    zone_name: str

    @property
    def limits(self) -> Limits:
        """Gives the policy's numbers as the plan takes them."""
        told = self.asking
        return Limits(
            first_mood_after_h=told.first_mood_after_h.value,
            second_mood_after_h=told.second_mood_after_h.value,
            diary_after_h=told.diary_after_h.value,
            weekly_scales=tuple(told.weekly_scales.value),
            ptsd_scales=tuple(told.ptsd_scales.value),
            phq9_every_days=told.phq9_every_days.value,
            weekly_every_days=told.weekly_every_days.value,
            maintenance_every_days=told.maintenance_every_days.value,
            later_after_days=(
                told.first_later_after_days.value,
                told.second_later_after_days.value,
                told.third_later_after_days.value,
            ),
            bladder_every_days=told.bladder_every_days.value,
            quiet_from_hour=told.quiet_from_hour.value,
            quiet_until_hour=told.quiet_until_hour.value,
            asks_per_day_at_most=told.asks_per_day_at_most.value,
            mood_open_h=told.mood_open_h.value,
            scales_open_days=told.scales_open_days.value,
        )

    def zone(self, name: str = "") -> tzinfo:
        """Gives the patient's time zone; the clinic's own where none was told or this machine does not know it."""
        try:
            return ZoneInfo(name or self.zone_name)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo(self.zone_name)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one patient's plan is made from."""

    visits: tuple[Visit, ...]
    answered: tuple[Answered, ...]
    asks: tuple[Standing, ...]
    following: Followed
    zone: tzinfo

    @property
    def states(self) -> dict[str, VisitState]:
        """Gives where each visit stands."""
        return {each.key: each.state for each in self.visits}


def house_of(clinic_id: UUID) -> House:
    """Gives what holds for every patient of the clinic now; raises NoPolicy before it has a policy."""
    zone_name: str = Clinic.objects.values_list("time_zone", flat=True).get(pk=clinic_id)
    return House(clinic_id, policy_in_force(clinic_id).policy.asking, zone_name)


def facts_of(house: House, patient_id: UUID) -> Facts:
    """Reads one patient's visits, answers, asks and following."""
    following = Following.objects.filter(clinic_id=house.clinic_id, patient_id=patient_id).first()
    return Facts(
        visits=_visits(house.clinic_id, patient_id),
        answered=_answered(house.clinic_id, patient_id),
        asks=_asks(house.clinic_id, patient_id),
        following=followed(following),
        zone=house.zone(following.time_zone if following is not None else ""),
    )


def changes(house: House, facts: Facts, *, at: datetime) -> Changes:
    """Gives what has to be added, moved and withdrawn."""
    planned = plan(
        facts.visits,
        facts.answered,
        house.limits,
        zone=facts.zone,
        at=at,
        following=facts.following,
        settled=settled(facts.asks, facts.states, at=at),
    )
    return reconcile(facts.asks, planned, facts.states, at=at, paused_until=facts.following.paused_until)


def followed(row: Following | None) -> Followed:
    """Gives how a patient is followed; without a row by the plan of a series for depression."""
    if row is None:
        return Followed()
    return Followed(
        phase=Phase(row.phase),
        phase_since=row.phase_since,
        has_ptsd=row.indication == Following.Indication.PTSD,
        paused_until=row.paused_until,
    )


def _visits(clinic_id: UUID, patient_id: UUID) -> tuple[Visit, ...]:
    rows = Infusion.objects.filter(clinic_id=clinic_id, patient_id=patient_id).select_related("state")
    over_at = Coalesce(drip_over(), ended_at())
    found = rows.annotate(over_at=over_at, ran=was_started()).order_by("planned_at", "pk")
    return tuple(_visit(row) for row in found)


def drip_over() -> Subquery:
    """Gives when the drug stopped running in, from which the hours count; the visit goes on for the recovery."""
    rows: ClinicQuerySet = InfusionEvent.objects.filter(
        clinic_id=OuterRef("clinic_id"), infusion_id=OuterRef("pk"), kind__in=DRIP_OVER
    )
    return Subquery(rows.current().order_by("-occurred_at", "-pk").values("occurred_at")[:1])


def _visit(row: Any) -> Visit:
    state = getattr(row, "state", None)
    stands = _state(state.phase if state is not None else DripPhase.EXPECTED.value, ran=row.ran)
    over_at = row.over_at if stands is VisitState.ENDED else None
    return Visit(key=str(row.pk), planned_at=row.planned_at, ended_at=over_at, state=stands, number=row.number)


def _state(phase: str, *, ran: bool) -> VisitState:
    if phase == DripPhase.EXPECTED.value:
        return VisitState.PLANNED
    if phase != DripPhase.ENDED.value:
        return VisitState.UNDER_WAY
    return VisitState.ENDED if ran else VisitState.NOT_HAPPENED


def _answered(clinic_id: UUID, patient_id: UUID) -> tuple[Answered, ...]:
    rows = Score.objects.filter(clinic_id=clinic_id, patient_id=patient_id, scale=WHOLE).current()
    whole = rows.filter(status=Status.COMPLETE.value).values_list("answered_at", flat=True)
    return tuple(Answered(WHOLE, answered_at) for answered_at in whole)


def _asks(clinic_id: UUID, patient_id: UUID) -> tuple[Standing, ...]:
    """Asks that somebody handed out by hand serve no occurrence, and no plan touches them."""
    begun = Exists(Response.objects.filter(clinic_id=OuterRef("clinic_id"), ask_id=OuterRef("pk")))
    rows = Ask.objects.filter(clinic_id=clinic_id, patient_id=patient_id).annotate(begun=begun)
    return tuple(_standing(row) for row in rows if row.serves)


def _standing(row: Any) -> Standing:
    return Standing(
        key=row.key,
        serves=tuple(row.serves),
        point=row.point,
        visit=str(row.infusion_id) if row.infusion_id is not None else None,
        phase=row.phase,
        scales=tuple(row.scales),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        begun=row.begun,
        answered=row.answered_at is not None,
        withdrawn=row.withdrawn_at is not None,
    )

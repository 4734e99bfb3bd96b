"""A later start of the demo: whatever was left behind is closed truthfully, and a drip is running again."""

from datetime import datetime, timedelta

from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.house import house_now, zone_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.infusion.queries import free_chairs
from slowdrip.clinic.people.models import Patient as PatientRow
from slowdrip.science.infusion import InfusionState, Phase, time_left_s
from slowdrip.science.infusion.phases import BEFORE_DRIP

from .booking import booked
from .days import open_day, openings
from .patients import PATIENTS
from .team import Team, team_of
from .today import running

LEFT_BEHIND_AFTER = timedelta(hours=3)
AGO = timedelta(minutes=15)
NOBODY = "The demo was switched off; nobody charted the rest."


def keep_alive(*, at: datetime) -> None:
    """Closes visits that the last run left behind, and begins a drip if none is running."""
    team = team_of()
    for row in _under_way(team):
        _close_if_left(team, row, at=at)
    if any(_runs(state_of(row), at=at) for row in _under_way(team)):
        return
    _open_if_closed(team, at=at)
    _begin_next(team, at=at)


def _under_way(team: Team) -> list[StateRow]:
    rows = StateRow.objects.visible_to(team.nurse.acting()).filter(active=True)
    return list(rows.select_related("infusion").order_by("infusion__planned_at"))


def _runs(state: InfusionState, *, at: datetime) -> bool:
    return state.phase is Phase.RUNNING and (time_left_s(state, at) or 0) > 0


def _close_if_left(team: Team, row: StateRow, *, at: datetime) -> None:
    state, nurse = state_of(row), team.nurse.acting()
    if state.as_of is None or at - state.as_of < LEFT_BEHIND_AFTER:
        return
    if state.drip.started_at is not None and state.drip.ended_at is None:
        actions.chart(nurse, row.infusion_id, [Draft("stopped", {"reason": "other", "note": NOBODY}, at)], at=at)
    if state.phase in BEFORE_DRIP:
        actions.end_otherwise(nurse, row.infusion_id, "not_started", {"why": "other", "note": NOBODY}, at=at)
        return
    actions.end_otherwise(nurse, row.infusion_id, "left_unseen", {"note": NOBODY}, at=at)


def _open_if_closed(team: Team, *, at: datetime) -> None:
    """Somebody must be in the building, and the kit checked on that day, when the drip is made ready: before now."""
    first = at - AGO - timedelta(minutes=45)
    clinic_id = team.nurse.clinic_id
    for moment in openings(first, at, zone=zone_of(clinic_id)):
        house = house_now(clinic_id, at=moment, second_credential="").rules
        if not house.in_building or house.rescue_kit_checked_on != house.today:
            open_day(team, at=moment)


def _begin_next(team: Team, *, at: datetime) -> None:
    """The patient whose last finished drip is longest ago comes again."""
    nurse = team.nurse.acting()
    busy = {row.infusion.patient_id for row in _under_way(team)}
    names = {(each.facts.legal_given, each.facts.legal_family): each for each in PATIENTS if each.past}
    rows = Infusion.objects.visible_to(nurse).filter(state__phase=Phase.ENDED).exclude(patient_id__in=busy)
    chairs = free_chairs(nurse)
    for infusion in rows.select_related("patient").order_by("planned_at"):
        patient: PatientRow = infusion.patient
        found = names.get((patient.legal_given, patient.legal_family))
        newest = rows.filter(patient=patient).order_by("-planned_at").first()
        if found is not None and newest is not None and newest.pk == infusion.pk and chairs:
            running(booked(team, found, patient.pk, start=at - AGO), chair_id=chairs[0].pk)
            return

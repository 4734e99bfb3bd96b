"""What tests of drips start from: a clinic with chairs, policy, people in the building, and a patient with an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.cli.demo.booking import booked
from slowdrip.cli.demo.days import open_day, openings
from slowdrip.cli.demo.patients import Patient
from slowdrip.cli.demo.team import Team
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.actions import add_chair
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.policy.actions import adopt_default
from tests.cast import DAY, Cast

HALE = PatientFacts(
    legal_given="Ada", legal_family="Hale", birth_date=date(1980, 5, 1), sex_for_dosing="female", mrn="H-1001"
)
ADA = Patient("ada", HALE, 80_000, 1_700)


@dataclass(frozen=True, slots=True)
class House:
    """Harbor on a day with drips: its team, two chairs, a registered patient."""

    cast: Cast
    team: Team
    chairs: tuple[UUID, UUID]
    patient_id: UUID

    def book(self, start: datetime = DAY) -> Visit:
        """A visit of Ada's with weight measured, order signed and verified, to start at that instant."""
        return booked(self.team, ADA, self.patient_id, start=start)


def build_house(cast: Cast, *, day: datetime = DAY) -> House:
    """Makes the house; the day was opened three hours before `day`, and anew where a midnight lies between."""
    opened_at = day - timedelta(hours=3)
    for system in (cast.system, cast.outside_system):
        adopt_default(system, at=opened_at)
    first, second = (add_chair(cast.system, name=str(number), position=number, at=opened_at) for number in (1, 2))
    team = Team(
        cast.nurse.member, cast.second_nurse.member, cast.prescriber.member, cast.director.member, cast.desk.member
    )
    for morning in openings(opened_at, day, zone=ZoneInfo(cast.harbor.time_zone)):
        open_day(team, at=morning)
    patient = register_patient(cast.desk.acting, HALE, at=opened_at)
    return House(cast, team, (first.pk, second.pk), patient.pk)

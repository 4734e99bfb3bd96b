"""The one cast of the tests: two clinics and the people in them, made through the same actions the screens use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from slowdrip.clinic.accounts.actions import add_credential, join
from slowdrip.clinic.accounts.models import Membership, User
from slowdrip.clinic.accounts.permissions import AUDITOR, DESK, DIRECTOR, NURSE, PRESCRIBER
from slowdrip.clinic.accounts.pins import set_pin
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.actions import Opened, open_clinic
from slowdrip.clinic.record.models import Clinic

PASSWORD: Final = "slow drip, quiet room"
DAY: Final = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast: their user, their place, and the PIN they type."""

    user: User
    member: Membership
    pin: str

    @property
    def acting(self) -> Acting:
        """The person as an actor in their clinic."""
        return self.member.acting()


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone, by what they are."""

    harbor: Clinic
    northside: Clinic
    system: Acting
    outside_system: Acting
    nurse: Person
    second_nurse: Person
    prescriber: Person
    director: Person
    desk: Person
    auditor: Person
    outsider: Person

    @property
    def staff(self) -> tuple[Person, ...]:
        """Everyone at Harbor."""
        return (self.nurse, self.second_nurse, self.prescriber, self.director, self.desk, self.auditor)


def build_cast(at: datetime = DAY) -> Cast:
    """Makes both clinics and everyone in them; licences and certificates are valid for a year."""
    harbor = open_clinic(
        slug="harbor", name="Harbor Ketamine Clinic", time_zone="America/New_York", phone="+1 555 0100", at=at
    )
    northside = open_clinic(slug="northside", name="Northside", time_zone="America/Chicago", phone="+1 555 0200", at=at)
    return Cast(
        harbor=harbor.clinic,
        northside=northside.clinic,
        system=harbor.system,
        outside_system=northside.system,
        nurse=_person(harbor, "Nia Okafor RN", NURSE, pin="2580", at=at),
        second_nurse=_person(harbor, "Sam Lindqvist RN", NURSE, pin="1470", at=at),
        prescriber=_person(harbor, "Dr Paul Reyes", PRESCRIBER, pin="3690", at=at),
        director=_person(harbor, "Dr Dana Whitfield", DIRECTOR, pin="7410", at=at),
        desk=_person(harbor, "Alex Moreau", DESK, pin="8520", at=at),
        auditor=_person(harbor, "Ines Brandt", AUDITOR, pin="9630", at=at),
        outsider=_person(northside, "Olu Adeyemi RN", NURSE, pin="1357", at=at),
    )


def _person(opened: Opened, name: str, role: str, *, pin: str, at: datetime) -> Person:
    words = [word for word in name.split() if word not in ("Dr", "RN")]
    email = f"{'.'.join(words).lower()}@{opened.clinic.slug}.example"
    user = User.objects.create_user(email, PASSWORD, name=name)
    member = join(opened.system, user, roles=[role], initials="".join(word[0] for word in words), at=at)
    set_pin(opened.system, member.pk, pin, at=at)
    if role in (NURSE, PRESCRIBER, DIRECTOR):
        _credentials(opened, member, until=(at + timedelta(days=365)).date(), at=at)
    member.refresh_from_db()
    return Person(user=user, member=member, pin=pin)


def _credentials(opened: Opened, member: Membership, *, until: date, at: datetime) -> None:
    for kind in ("licence", "acls", "bls"):
        add_credential(opened.system, member.pk, kind=kind, number=f"{kind}-1", expires_on=until, at=at)

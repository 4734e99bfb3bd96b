"""Gives whether people with valid credentials are in the building, and why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slowdrip.science.rules.outcome import Gate, Reason, because, gate

ACLS = "acls"


@dataclass(frozen=True, slots=True)
class Credential:
    """One credential of one person; valid to the end of `expires_on`. Without a date it is not known to be valid."""

    kind: str
    holder: str
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseLimits:
    """Who must be there before a drip may start."""

    acls_required: bool
    second_person_credential: str
    people_at_least: int
    rescue_kit_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who is named, who is in the building, and when the rescue kit was last checked; `today` is the clinic's day.

    `changed_at` is when somebody last came or left today.
    """

    today: date
    acls_clinician: str | None
    second_person: str | None
    in_building: frozenset[str]
    credentials: tuple[Credential, ...]
    rescue_kit_checked_on: date | None
    rescue_kit_complete: bool
    changed_at: datetime | None = None


def credential_reason(person: str, kind: str, *, credentials: Iterable[Credential], on: date) -> Reason | None:
    """Why that person does not hold that credential on that day, or nothing."""
    held = [each for each in credentials if each.holder == person and each.kind == kind]
    if not held:
        return because("credential_missing", person=person, credential=kind)
    if any(valid_on(each, on) for each in held):
        return None
    dates = [each.expires_on for each in held if each.expires_on is not None]
    if not dates:
        return because("credential_without_expiry", person=person, credential=kind)
    return because("credential_expired", person=person, credential=kind, expired_on=max(dates))


def valid_on(credential: Credential, on: date) -> bool:
    """True up to and including the last day."""
    return credential.expires_on is not None and on <= credential.expires_on


def expiring(credentials: Iterable[Credential], *, on: date, within_days: int) -> tuple[Credential, ...]:
    """The credentials that are still valid on that day and end within that many days."""
    return tuple(
        each for each in credentials if each.expires_on is not None and 0 <= (each.expires_on - on).days <= within_days
    )


def house_gates(house: House, limits: HouseLimits) -> tuple[Gate, ...]:
    """The three gates of the house: ACLS clinician, second person, rescue kit."""
    return acls_gate(house, limits), second_person_gate(house, limits), rescue_kit_gate(house, limits)


def acls_gate(house: House, limits: HouseLimits) -> Gate:
    """An ACLS clinician is named, in the building, with a valid credential."""
    if not limits.acls_required:
        return gate("acls_clinician")
    if not house.acls_clinician:
        return gate("acls_clinician", because("acls_clinician_not_named"))
    return gate("acls_clinician", *_present_with(house.acls_clinician, house, credential=ACLS))


def second_person_gate(house: House, limits: HouseLimits) -> Gate:
    """Somebody else with the policy's credential is in the building, and enough people are."""
    return gate("second_person", *_second(house, limits), _enough_people(house, limits))


def _second(house: House, limits: HouseLimits) -> Sequence[Reason | None]:
    if not house.second_person:
        return [because("second_person_not_named")]
    if house.second_person == house.acls_clinician:
        return [because("second_person_is_acls_clinician", person=house.second_person)]
    return _present_with(house.second_person, house, credential=limits.second_person_credential)


def _enough_people(house: House, limits: HouseLimits) -> Reason | None:
    if len(house.in_building) >= limits.people_at_least:
        return None
    return because("too_few_people", people=len(house.in_building), at_least=limits.people_at_least)


def _present_with(person: str, house: House, *, credential: str) -> list[Reason | None]:
    away = None if person in house.in_building else because("not_in_building", person=person)
    if not credential:
        return [away]
    return [away, credential_reason(person, credential, credentials=house.credentials, on=house.today)]


def rescue_kit_gate(house: House, limits: HouseLimits) -> Gate:
    """The rescue kit was checked on the clinic's own today and found complete."""
    if not limits.rescue_kit_today:
        return gate("rescue_kit")
    if house.rescue_kit_checked_on is None:
        return gate("rescue_kit", because("rescue_kit_not_checked"))
    if house.rescue_kit_checked_on != house.today:
        return gate("rescue_kit", because("rescue_kit_not_checked_today", checked_on=house.rescue_kit_checked_on))
    return gate("rescue_kit", None if house.rescue_kit_complete else because("rescue_kit_incomplete"))

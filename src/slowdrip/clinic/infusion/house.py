"""Who is in the building now, with which credentials, and whether the rescue kit was checked today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.accounts.models import Credential
from slowdrip.clinic.infusion.models import KitCheck, Presence
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.rules import staffing

# Nobody works longer in one go: who has not said by then that they left is not counted on.
PRESENT_FOR = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class HouseNow:
    """The house at an instant; the ACLS clinician and the second person are chosen among those present, or None."""

    rules: staffing.House
    acls_actor_id: UUID | None
    second_actor_id: UUID | None
    kit_checked_at: datetime | None


def house_now(clinic_id: UUID, *, at: datetime, second_credential: str) -> HouseNow:
    """Gives the house for the start gates; `second_credential` is what policy asks of the second person."""
    zone = zone_of(clinic_id)
    today = at.astimezone(zone).date()
    moved = _moved_lately(clinic_id, at=at)
    present, held = _inside(moved), credentials_of(clinic_id)
    acls, second = _pair(present, held, second_credential=second_credential, today=today)
    kit = KitCheck.objects.filter(clinic_id=clinic_id, at__lte=at).current().order_by("-at").first()
    rules = staffing.House(
        today=today,
        acls_clinician=str(acls) if acls else None,
        second_person=str(second) if second else None,
        in_building=frozenset(map(str, present)),
        credentials=held,
        rescue_kit_checked_on=kit.at.astimezone(zone).date() if kit else None,
        rescue_kit_complete=bool(kit and kit.complete),
        changed_at=moved[-1].at if moved else None,
    )
    return HouseNow(rules, acls, second, kit.at if kit else None)


def zone_of(clinic_id: UUID) -> ZoneInfo:
    """Gives the clinic's time zone."""
    return ZoneInfo(Clinic.objects.values_list("time_zone", flat=True).get(id=clinic_id))


def midnight(clinic_id: UUID, *, at: datetime) -> datetime:
    """Gives the start of the clinic's day."""
    zone = zone_of(clinic_id)
    return datetime.combine(at.astimezone(zone).date(), time(), tzinfo=zone)


def present_actors(clinic_id: UUID, *, at: datetime) -> list[UUID]:
    """Gives who came in less than `PRESENT_FOR` ago and did not leave, in the order they came."""
    return _inside(_moved_lately(clinic_id, at=at))


def _moved_lately(clinic_id: UUID, *, at: datetime) -> list[Presence]:
    rows = Presence.objects.filter(clinic_id=clinic_id, at__lte=at, at__gt=at - PRESENT_FOR)
    return list(rows.current().order_by("at", "id"))


def _inside(moved: list[Presence]) -> list[UUID]:
    inside: dict[UUID, bool] = {}
    for row in moved:
        inside.pop(row.who_id, None)
        if row.way == Presence.Way.IN:
            inside[row.who_id] = True
    return list(inside)


def credentials_of(clinic_id: UUID) -> tuple[staffing.Credential, ...]:
    """Gives every credential of the clinic's active staff, by actor."""
    rows = Credential.objects.filter(clinic_id=clinic_id, membership__active=True).select_related("membership")
    return tuple(staffing.Credential(row.kind, str(row.membership.actor_id), row.expires_on) for row in rows)


def _pair(
    present: list[UUID], held: tuple[staffing.Credential, ...], *, second_credential: str, today: date
) -> tuple[UUID | None, UUID | None]:
    """The ACLS clinician and the second person, so chosen that there are both where the people allow it."""
    able = _all_with(present, held, kind=staffing.ACLS, today=today)
    seconds = _all_with(present, held, kind=second_credential, today=today)
    pairs = [(acls, second) for acls in able for second in seconds if second != acls]
    if pairs:
        return pairs[0]
    acls = able[0] if able else None
    return acls, next((each for each in seconds if each != acls), None)


def _all_with(present: list[UUID], held: tuple[staffing.Credential, ...], *, kind: str, today: date) -> list[UUID]:
    return [
        actor
        for actor in present
        if not kind or staffing.credential_reason(str(actor), kind, credentials=held, on=today) is None
    ]

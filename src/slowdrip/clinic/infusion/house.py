"""Who is in the building now, with which credentials, and whether the rescue kit was checked today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.accounts.models import Credential, Membership
from slowdrip.clinic.infusion.models import KitCheck, Presence
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.rules import staffing

_DAY = timedelta(days=1)


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
    present = present_actors(clinic_id, at=at)
    held = credentials_of(clinic_id)
    acls = _first_with(present, held, kind=staffing.ACLS, today=today, but=None)
    second = _first_with(present, held, kind=second_credential, today=today, but=acls)
    kit = KitCheck.objects.filter(clinic_id=clinic_id, at__lte=at).current().order_by("-at").first()
    rules = staffing.House(
        today=today,
        acls_clinician=str(acls) if acls else None,
        second_person=str(second) if second else None,
        in_building=frozenset(map(str, present)),
        credentials=held,
        rescue_kit_checked_on=kit.at.astimezone(zone).date() if kit else None,
        rescue_kit_complete=bool(kit and kit.complete),
    )
    return HouseNow(rules, acls, second, kit.at if kit else None)


def zone_of(clinic_id: UUID) -> ZoneInfo:
    """Gives the clinic's time zone."""
    return ZoneInfo(Clinic.objects.values_list("time_zone", flat=True).get(id=clinic_id))


def present_actors(clinic_id: UUID, *, at: datetime) -> list[UUID]:
    """Gives who came in on this clinic day and did not leave, in the order they came."""
    inside: dict[UUID, bool] = {}
    zone = zone_of(clinic_id)
    today = at.astimezone(zone).date()
    rows = Presence.objects.filter(clinic_id=clinic_id, at__lte=at).current().order_by("at", "id")
    for row in rows.filter(at__gte=at.replace(hour=0, minute=0, second=0, microsecond=0) - _DAY):
        if row.at.astimezone(zone).date() != today:
            continue
        inside.pop(row.who_id, None)
        if row.way == Presence.Way.IN:
            inside[row.who_id] = True
    return list(inside)


def credentials_of(clinic_id: UUID) -> tuple[staffing.Credential, ...]:
    """Gives every credential of the clinic's active staff, by actor."""
    rows = Credential.objects.filter(clinic_id=clinic_id, membership__active=True).select_related("membership")
    return tuple(staffing.Credential(row.kind, str(row.membership.actor_id), row.expires_on) for row in rows)


def members_present(clinic_id: UUID, *, at: datetime) -> list[Membership]:
    """Gives the staff in the building."""
    return list(
        Membership.objects.filter(clinic_id=clinic_id, actor_id__in=present_actors(clinic_id, at=at)).order_by("name")
    )


def _first_with(
    present: list[UUID], held: tuple[staffing.Credential, ...], *, kind: str, today: date, but: UUID | None
) -> UUID | None:
    for actor in present:
        if actor != but and (
            not kind or staffing.credential_reason(str(actor), kind, credentials=held, on=today) is None
        ):
            return actor
    return None

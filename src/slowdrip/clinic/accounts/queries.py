"""Reads of staff, credentials and devices."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import AuditEntry, Clinic
from slowdrip.clinic.record.tenancy import own_rows, tenant

from .models import Credential, Device, Membership, User
from .timing import timing_of
from .words import CREDENTIAL_WORDS, ROLE_WORDS, Words

SOON = timedelta(days=30)
PLACE_CHANGED = "accounts.membership.changed"


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """A credential as shown: `state` is valid, soon or expired."""

    kind: str
    word: Words
    number: str
    expires_on: date
    state: str


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person in the staff list: `pin` is unset, set or locked; `newest` credential of each kind only."""

    id: UUID
    name: str
    initials: str
    roles: list[Words]
    role_codes: list[str]
    active: bool
    pin: str
    credentials: list[CredentialLine]
    has_password: bool
    email: str

    @property
    def expired(self) -> bool:
        """Whether a credential of this person no longer holds."""
        return any(credential.state == "expired" for credential in self.credentials)


def today_in(clinic: Clinic, *, at: datetime) -> date:
    """Gives the calendar day at the clinic."""
    return at.astimezone(ZoneInfo(clinic.time_zone)).date()


def staff(actor: Acting, *, day: date) -> list[StaffLine]:
    """Gives everyone with a place in the clinic, the active first, by name."""
    members = Membership.objects.visible_to(actor).select_related("user").order_by("-active", "name")
    newest, tries = _newest_credentials(actor), timing_of(actor.clinic_id).pin_tries
    return [_line(member, newest.get(member.pk, []), day=day, pin_tries=tries) for member in members]


def staff_member(actor: Acting, membership_id: UUID, *, day: date) -> StaffLine | None:
    """Gives one person's line, or None when the clinic has no such person."""
    return next((line for line in staff(actor, day=day) if line.id == membership_id), None)


def belongs_here_alone(clinic: Clinic, user: User) -> bool:
    """Says whether this clinic is the only one the person has a place in; open or closed places count."""
    with tenant(clinic.pk), own_rows(user.pk):
        return not Membership.objects.filter(user=user).exclude(clinic=clinic).exists()


def was_active(member: Membership, at: datetime) -> bool:
    """Says whether a place was open at an instant, by the audit entries that closed and reopened it."""
    entries = AuditEntry.objects.filter(clinic_id=member.clinic_id, subject_id=member.pk, action=PLACE_CHANGED)
    told = [(entry.at, json.loads(entry.detail)["changed"]) for entry in entries.order_by("seq")]
    turns = [(moment, *changed["active"]) for moment, changed in told if "active" in changed]
    until = [after for moment, _before, after in turns if moment <= at]
    if until:
        return bool(until[-1] == str(True))
    return bool(turns[0][1] == str(True)) if turns else member.active


def people_with_pin(clinic: Clinic) -> list[Membership]:
    """Gives the people who can unlock a screen of this clinic; needs its tenancy bound."""
    able = Membership.objects.filter(clinic=clinic, active=True, user__is_active=True).exclude(pin_hash="")
    return list(able.order_by("name"))


def devices(actor: Acting) -> Sequence[Device]:
    """Gives the clinic's devices, those in use first, newest first."""
    found = Device.objects.visible_to(actor).select_related("enrolled_by")
    return sorted(found, key=lambda device: (device.revoked_at is not None, -device.enrolled_at.timestamp()))


def credential_state(expires_on: date, *, day: date) -> str:
    """Says valid, soon (30 days or fewer) or expired; the last day itself still holds."""
    if day > expires_on:
        return "expired"
    return "soon" if expires_on - day <= SOON else "valid"


def _newest_credentials(actor: Acting) -> dict[UUID, list[Credential]]:
    newest: dict[tuple[UUID, str], Credential] = {}
    for credential in Credential.objects.visible_to(actor).order_by("expires_on"):
        newest[(credential.membership_id, credential.kind)] = credential
    held: dict[UUID, list[Credential]] = {}
    for (member_id, _kind), credential in sorted(newest.items(), key=lambda item: item[0][1]):
        held.setdefault(member_id, []).append(credential)
    return held


def _line(member: Membership, held: list[Credential], *, day: date, pin_tries: int) -> StaffLine:
    return StaffLine(
        id=member.pk,
        name=member.name,
        initials=member.initials,
        roles=[ROLE_WORDS[role] for role in member.roles],
        role_codes=list(member.roles),
        active=member.active,
        pin=pin_state(member, tries=pin_tries),
        credentials=[_credential_line(credential, day=day) for credential in held],
        has_password=member.user.has_usable_password(),
        email=member.user.email,
    )


def pin_state(member: Membership, *, tries: int) -> str:
    """Says whether the PIN is unset, set or locked after too many wrong tries."""
    if not member.pin_hash:
        return "unset"
    return "locked" if member.pin_failures >= tries else "set"


def _credential_line(credential: Credential, *, day: date) -> CredentialLine:
    return CredentialLine(
        kind=credential.kind,
        word=CREDENTIAL_WORDS[credential.kind],
        number=credential.number,
        expires_on=credential.expires_on,
        state=credential_state(credential.expires_on, day=day),
    )

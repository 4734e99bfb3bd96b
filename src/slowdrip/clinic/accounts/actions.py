"""Changes to staff, credentials and devices."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.refusal import Refused

from .closing import place_closed
from .models import Credential, Device, Membership, User
from .permissions import DIRECTOR, ROLES
from .steps import take_place


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new device and its token, which is shown to the device once and stored only as a hash."""

    device: Device
    token: str


def _checked_roles(roles: list[str]) -> list[str]:
    unknown = sorted(set(roles) - set(ROLES))
    if unknown or not roles:
        raise Refused("unknown_roles", field="roles", roles=unknown)
    return sorted(set(roles))


def join(actor: Acting, user: User, *, roles: list[str], initials: str, at: datetime) -> Membership:
    """Gives a person a place in the actor's clinic; the director or the system itself does this."""
    if actor.kind != Actor.Kind.SYSTEM:
        actor.must("staff.edit")
    kept = _checked_roles(roles)
    with act(actor, at=at) as tx:
        return take_place(tx, user, roles=kept, initials=initials)


def invite(actor: Acting, *, email: str, name: str, initials: str, roles: list[str], at: datetime) -> Membership:
    """Gives a place to whoever has this address; a person new to the house gets an account without a password."""
    if actor.kind != Actor.Kind.SYSTEM:
        actor.must("staff.edit")
    kept = _checked_roles(roles)
    with act(actor, at=at) as tx:
        known = User.objects.filter(email=email.lower()).first()
        user: User = known or tx.insert(_without_password(email, name))
        return take_place(tx, user, roles=kept, initials=initials)


def _without_password(email: str, name: str) -> User:
    user = User(email=email.lower(), name=name.strip())
    user.set_unusable_password()
    return user


def change_roles(actor: Acting, membership_id: UUID, *, roles: list[str], at: datetime) -> Membership:
    """Changes what a person may do, audited before and after."""
    actor.must("staff.edit")
    kept = _checked_roles(roles)
    with act(actor, at=at) as tx:
        member: Membership = Membership.objects.visible_to(actor).select_for_update().get(id=membership_id)
        if member.actor_id == actor.actor_id and DIRECTOR not in kept:
            raise Refused("not_yourself", field="roles")
        tx.change(member, roles=kept)
    return member


def set_active(actor: Acting, membership_id: UUID, *, active: bool, at: datetime) -> None:
    """Closes or reopens a person's place in the clinic."""
    actor.must("staff.edit")
    with act(actor, at=at) as tx:
        member = Membership.objects.visible_to(actor).select_for_update().get(id=membership_id)
        if member.actor_id == actor.actor_id:
            raise Refused("not_yourself")
        tx.change(member, active=active)
        if not active:
            place_closed(tx, member.actor_id)


def add_credential(
    actor: Acting, membership_id: UUID, *, kind: str, number: str, expires_on: date, at: datetime
) -> Credential:
    """Records a licence or certificate and its last valid day."""
    if actor.kind != Actor.Kind.SYSTEM:
        actor.must("staff.edit")
    if kind not in Credential.Kind.values:
        raise Refused("unknown_credential", field="kind")
    with act(actor, at=at) as tx:
        member = Membership.objects.visible_to(actor).get(id=membership_id)
        credential = Credential(
            clinic_id=actor.clinic_id, membership=member, kind=kind, number=number.strip(), expires_on=expires_on
        )
        tx.insert(credential)
        tx.wrote("credential.added", credential, kind=kind, expires_on=expires_on)
    return credential


def enrol(actor: Acting, *, name: str, kind: str, at: datetime) -> Enrolled:
    """Enrols the device that a staff member holds and gives its token once."""
    actor.must("device.enrol")
    if not name.strip():
        raise Refused("name_missing", field="name")
    if kind not in Device.OF_STAFF:
        raise Refused("unknown_device_kind", field="kind")
    token = secrets.token_urlsafe(32)
    with act(actor, at=at) as tx:
        own = tx.insert(Actor(clinic_id=actor.clinic_id, kind=Actor.Kind.DEVICE, label=name.strip()))
        device = Device(
            clinic_id=actor.clinic_id,
            actor=own,
            name=name.strip(),
            kind=kind,
            token_sha256=sha256(token),
            enrolled_by_id=actor.actor_id,
            enrolled_at=at,
        )
        tx.insert(device)
        tx.wrote("device.enrolled", device, kind=kind)
    return Enrolled(device=device, token=token)


def set_sound(actor: Acting, device_id: UUID, *, sound: bool, at: datetime) -> Device:
    """Lets a device sound, or keeps it silent, whatever its kind; audited before and after."""
    actor.must("device.enrol")
    with act(actor, at=at) as tx:
        device: Device = Device.objects.visible_to(actor).select_for_update().get(id=device_id)
        if device.sounds != sound:
            tx.change(device, sound=sound)
            tx.publish("call")
    return device


def revoke(actor: Acting, device_id: UUID, *, at: datetime) -> None:
    """Ends a device's enrolment: its screen shows nothing any more."""
    actor.must("device.enrol")
    with act(actor, at=at) as tx:
        device = Device.objects.visible_to(actor).select_for_update().get(id=device_id)
        if device.revoked_at is not None:
            return
        tx.change(device, revoked_at=at)

"""Gives a screen to the patient of a chair, and takes it back."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.bedside.models import PatientScreen
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.refusal import Refused


@dataclass(frozen=True, slots=True)
class Handed:
    """A device that changed hands, and its new token: what the browser had before opens nothing any more."""

    device: Device
    token: str


def give_to_patient(actor: Acting, *, chair_id: UUID, device_id: UUID | None, at: datetime) -> Handed:
    """Makes the device in hand the patient's screen of a chair; one that is not enrolled is enrolled as that."""
    actor.must("device.enrol")
    token = secrets.token_urlsafe(32)
    with act(actor, at=at) as tx:
        chair: Chair | None = Chair.objects.visible_to(actor).filter(id=chair_id, in_use=True).first()
        if chair is None:
            raise Refused("chair_not_in_use", field="chair")
        device = _enrolled(tx, chair) if device_id is None else _in_hand(tx, device_id)
        before, device.token_sha256 = device.kind, sha256(token)
        device.save(update_fields=["token_sha256"])
        tx.change(device, kind=Device.Kind.PATIENT)
        screen = PatientScreen(
            clinic_id=actor.clinic_id,
            device=device,
            chair=chair,
            kind_before=before,
            given_by_id=actor.actor_id,
            given_at=at,
        )
        tx.insert(screen)
        tx.wrote("bedside.given", screen, chair=chair.pk, device=device.pk)
    return Handed(device, token)


def take_back(signer: Acting, *, device_id: UUID, at: datetime) -> Handed:
    """Makes a patient's screen the staff's again, of the kind it was; whoever does it has shown their PIN."""
    token = secrets.token_urlsafe(32)
    with act(signer, at=at) as tx:
        device = _locked(tx, device_id)
        rows = PatientScreen.objects.visible_to(signer).filter(device=device, taken_at__isnull=True)
        screen: PatientScreen | None = rows.first()
        if screen is None or not device.is_patients:
            raise Refused("not_a_patients_screen")
        device.token_sha256 = sha256(token)
        device.save(update_fields=["token_sha256"])
        tx.change(device, kind=screen.kind_before)
        tx.change(screen, taken_at=at, taken_by_id=signer.actor_id)
        tx.wrote("bedside.taken_back", screen, chair=screen.chair_id, device=device.pk)
    return Handed(device, token)


def _enrolled(tx: Tx, chair: Chair) -> Device:
    name = f"Screen {chair.name}"
    own = tx.insert(Actor(clinic_id=chair.clinic_id, kind=Actor.Kind.DEVICE, label=name))
    device = Device(
        clinic_id=chair.clinic_id,
        actor=own,
        name=name,
        kind=Device.Kind.TABLET,
        enrolled_by_id=tx.actor.actor_id,
        enrolled_at=tx.at,
    )
    tx.insert(device)
    tx.wrote("device.enrolled", device, kind=device.kind)
    return device


def _in_hand(tx: Tx, device_id: UUID) -> Device:
    device = _locked(tx, device_id)
    if device.is_patients:
        raise Refused("not_a_patients_screen")
    return device


def _locked(tx: Tx, device_id: UUID) -> Device:
    device: Device = Device.objects.visible_to(tx.actor).select_for_update().get(id=device_id)
    if device.revoked_at is not None:
        raise Refused("device_revoked")
    return device

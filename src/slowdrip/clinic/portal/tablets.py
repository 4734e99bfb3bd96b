"""A tablet of the clinic in a patient's hands: handed over, and taken back with a PIN.

While the patient has it, the browser holds the patient's link and nothing of the staff: everybody is signed out, and
the tablet's own key is replaced and given back only to whoever shows a PIN.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.portal.links import make_link, revoke
from slowdrip.clinic.portal.models import ANSWER, PatientLink
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.refusal import Refused

LASTS: Final = timedelta(hours=4)
"""The longest that a tablet stays in a patient's hands, however busy they are with it."""


def hand_over(tx: Tx, patient_id: UUID, *, device_id: UUID | None, subject_id: UUID | None) -> tuple[PatientLink, str]:
    """Makes the link that a patient answers through on this tablet; what its browser had before opens nothing."""
    tx.actor.must("outcomes.hand_out")
    device = None if device_id is None else _locked(tx, device_id)
    link, token = make_link(
        tx, patient_id, scopes=[ANSWER], subject_id=subject_id, lasts=LASTS, kiosk=True, device=device
    )
    if device is not None:
        _new_key(tx, device, secrets.token_urlsafe(32))
    tx.wrote("tablet.handed_over", link, device=device.pk if device is not None else None)
    return link, token


def end(actor: Acting, link_id: UUID, *, at: datetime) -> None:
    """Ends the patient's time with a tablet: nothing can be answered on it any more; staff still take it back."""
    with act(actor, at=at) as tx:
        revoke(tx, PatientLink.objects.visible_to(actor).select_for_update().get(pk=link_id, kiosk=True))


def take_back(signer: Acting, link_id: UUID, *, at: datetime) -> str:
    """Makes a tablet the staff's again and gives its new key, empty for one that was not enrolled."""
    token = secrets.token_urlsafe(32)
    with act(signer, at=at) as tx:
        link: PatientLink = PatientLink.objects.visible_to(signer).select_for_update().get(pk=link_id, kiosk=True)
        if link.returned_at is not None:
            raise Refused("tablet_is_back")
        device = None if link.device_id is None else _locked(tx, link.device_id)
        revoke(tx, link)
        tx.change(link, returned_at=at)
        if device is not None:
            _new_key(tx, device, token)
        tx.wrote("tablet.taken_back", link, device=link.device_id)
    return token if device is not None else ""


def _new_key(tx: Tx, device: Device, token: str) -> None:
    device.token_sha256 = sha256(token)
    device.save(update_fields=["token_sha256"])
    tx.wrote("device.key_replaced", device)


def _locked(tx: Tx, device_id: UUID) -> Device:
    device: Device = Device.objects.visible_to(tx.actor).select_for_update().get(id=device_id)
    if device.revoked_at is not None:
        raise Refused("device_revoked")
    return device

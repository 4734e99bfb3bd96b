"""Links that a patient answers through: made, opened, used, revoked; only the hash of a token is ever kept."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse

from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.models import Actor, Clinic
from slowdrip.clinic.record.refusal import Refused

QUIET_FOR: Final = timedelta(minutes=20)
"""A tablet in a patient's hands ends so long after the last answer."""

TOKEN_BYTES: Final = 32


def make_link(
    tx: Tx,
    patient_id: UUID,
    *,
    scopes: Iterable[str],
    subject_id: UUID | None = None,
    lasts: timedelta,
    kiosk: bool = False,
    device: Device | None = None,
    contact_id: UUID | None = None,
) -> tuple[PatientLink, str]:
    """Makes a link of a patient and gives it with its token, which is kept nowhere: guessing it takes 256 bits."""
    rows = Patient.objects.visible_to(tx.actor).select_for_update(no_key=True)
    patient: Patient | None = rows.filter(id=patient_id).first()
    if patient is None:
        raise Refused("no_such_patient")
    must_stand(patient)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    own = tx.insert(Actor(clinic_id=patient.clinic_id, kind=Actor.Kind.PATIENT_LINK, label="patient"))
    link = PatientLink(
        clinic_id=patient.clinic_id,
        patient=patient,
        actor=own,
        token_sha256=sha256(token),
        scopes=sorted(set(scopes)),
        subject_id=subject_id,
        kiosk=kiosk,
        device=device,
        contact_id=contact_id,
        made_by_id=tx.actor.actor_id,
        made_at=tx.at,
        expires_at=tx.at + lasts,
    )
    tx.insert(link)
    tx.wrote("link.made", link, patient=patient.pk, kiosk=kiosk, scopes=link.scopes)
    return link, token


def address_of(link: PatientLink, token: str) -> str:
    """Gives the path of a link's page; the one that is sent to the patient."""
    slug = Clinic.objects.values_list("slug", flat=True).get(pk=link.clinic_id)
    return reverse("portal:door", kwargs={"clinic": slug, "token": token})


def revoke(tx: Tx, link: PatientLink) -> None:
    """Ends a link at once; a second time changes nothing."""
    if link.revoked_at is None:
        tx.change(link, revoked_at=tx.at)


def revoke_of_contact(tx: Tx, contact: Contact) -> None:
    """Ends what was sent to a contact that is not what it was, also what is open there."""
    rows = PatientLink.objects.visible_to(tx.actor).filter(contact=contact, revoked_at=None, expires_at__gt=tx.at)
    for link in rows.select_for_update():
        revoke(tx, link)


def found_link(clinic: Clinic, token: str) -> PatientLink | None:
    """Gives the link of a token in this clinic, usable or not.

    It is found by the hash of what was shown: how long the look-up takes tells nothing about a token that would fit.
    """
    if not token or len(token) > 2 * TOKEN_BYTES:
        return None
    rows = PatientLink.objects.filter(clinic=clinic, token_sha256=sha256(token))
    found: PatientLink | None = rows.select_related("actor").first()
    return found


def is_usable(link: PatientLink, *, at: datetime) -> bool:
    """Says whether a link still opens anything: not revoked, not expired, and a tablet's not quiet for too long."""
    if link.revoked_at is not None or not link.made_at <= at < link.expires_at:
        return False
    used = max(filter(None, (link.made_at, link.opened_at, link.used_at)))
    return not link.kiosk or at - used < QUIET_FOR


def open_link(clinic: Clinic, link: PatientLink, *, at: datetime) -> None:
    """Notes that a person opened a link for the first time."""
    if link.opened_at is not None:
        return
    with act(link.acting(), at=at) as tx:
        row: PatientLink = PatientLink.objects.select_for_update().get(clinic=clinic, pk=link.pk)
        if row.opened_at is None:
            tx.change(row, opened_at=at)
            tx.wrote("link.opened", row, kiosk=row.kiosk)


def note_use(tx: Tx, link_actor: Acting) -> None:
    """Notes that a link was used in the action that is open: a tablet's quiet counts anew from here."""
    PatientLink.objects.visible_to(link_actor).filter(actor_id=link_actor.actor_id).update(used_at=tx.at)

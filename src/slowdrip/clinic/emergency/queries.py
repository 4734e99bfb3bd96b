"""Reads: the card in force, its versions, debriefs, open emergencies, drills."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.emergency.card import Card, Medicine, read_card
from slowdrip.clinic.emergency.models import Debrief, Drill, DrillStep, EmergencyCard
from slowdrip.clinic.infusion.actions.emergency import BEGAN
from slowdrip.clinic.infusion.emergencies import names_of_emergency
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.record.refusal import Refused

SIGNED = "emergency_card.signed"
EMPTY = Card()


@dataclass(frozen=True, slots=True)
class CardNow:
    """The card in force; number 0 while nobody signed one. `damaged`: its text is not what was signed, so no key of
    it is shown; in an emergency a page that says so is better than no page."""

    card: Card = EMPTY
    number: int = 0
    signed_by: str = ""
    signed_at: datetime | None = None
    damaged: bool = False


def card_in_force(clinic_id: UUID) -> CardNow:
    """Gives the newest signed version."""
    row = EmergencyCard.objects.filter(clinic_id=clinic_id).order_by("-number").first()
    return CardNow() if row is None else _told(row, _signature(clinic_id, row.pk))


def _told(row: EmergencyCard, signature: Signature | None) -> CardNow:
    if signature is None or sha256(row.document) != row.sha256 or signed_hash(signature) != row.sha256:
        return CardNow(number=row.number, damaged=True)
    return CardNow(read_card(row.document), row.number, signature.signer_name, signature.at)


def signed_hash(signature: Signature) -> str:
    """Gives the hash of the card that the signature names."""
    return str(json.loads(signature.document).get("card_sha256", ""))


def _signature(clinic_id: UUID, card_id: UUID) -> Signature | None:
    found: Signature | None = Signature.objects.filter(clinic_id=clinic_id, subject_id=card_id, meaning=SIGNED).first()
    return found


def card_versions(actor: Acting) -> list[tuple[EmergencyCard, str]]:
    """Gives every version with its signer's name, newest first."""
    names = dict(Signature.objects.visible_to(actor).filter(meaning=SIGNED).values_list("subject_id", "signer_name"))
    rows = EmergencyCard.objects.visible_to(actor).order_by("-number")
    return [(row, names.get(row.pk, "")) for row in rows]


def medicine_of(actor: Acting, value: str) -> Medicine:
    """Gives the medicine that a key names by version and place: also of an older version, for a tap that came late."""
    number, _mark, place = value.partition(":")
    if not (number.isascii() and number.isdigit() and place.isascii() and place.isdigit()):
        raise Refused("no_such_medicine")
    row = EmergencyCard.objects.visible_to(actor).filter(number=int(number[:6])).first()
    found = _told(row, _signature(actor.clinic_id, row.pk)).card.medicines if row is not None else ()
    if not 1 <= int(place[:4]) <= len(found):
        raise Refused("no_such_medicine")
    return found[int(place[:4]) - 1]


@dataclass(frozen=True, slots=True)
class Written:
    """One signed debrief: its answers by code, who signed it and when."""

    answers: dict[str, str]
    signed_by: str
    at: datetime
    sha256: str


def debriefs_of(infusion_id: UUID, emergency_id: UUID) -> list[Written]:
    """Gives the debriefs of one emergency, the first written first; also those from before its time was corrected."""
    names = names_of_emergency(infusion_id, str(emergency_id))
    rows = list(Debrief.objects.filter(infusion_id=infusion_id, emergency__in=names).order_by("at", "id"))
    signed = Signature.objects.filter(subject_id__in=[row.pk for row in rows]).values_list("subject_id", "signer_name")
    signers = dict(signed)
    return [Written(json.loads(row.document), signers.get(row.pk, ""), row.at, row.sha256) for row in rows]


@dataclass(frozen=True, slots=True)
class OpenEmergency:
    """An emergency that is open somewhere in the house."""

    infusion_id: UUID
    chair: str
    since: str


def open_emergencies(actor: Acting) -> list[OpenEmergency]:
    """Gives every open emergency of the clinic, the oldest first."""
    rows = StateRow.objects.visible_to(actor).filter(emergency_since__isnull=False)
    found = rows.order_by("emergency_since").values_list("infusion_id", "infusion__chair__name", "emergency_since")
    return [OpenEmergency(key, chair or "–", since.isoformat()) for key, chair, since in found]


def open_since(clinic_id: UUID, infusion: UUID) -> datetime | None:
    """Gives since when the house knows of the emergency that is open at this drip; None while there is none.

    By when its beginning was written down, not by when it happened: a beginning told late opens no screen that had
    locked before.
    """
    rows = StateRow.objects.filter(clinic_id=clinic_id, infusion_id=infusion, emergency_since__isnull=False)
    began_at: datetime | None = rows.values_list("emergency_since", flat=True).first()
    return None if began_at is None else first_written(clinic_id, infusion, began_at=began_at)


def first_written(clinic_id: UUID, infusion: UUID, *, began_at: datetime) -> datetime | None:
    """Gives when the first entry was written with which this emergency began, also one whose time was corrected."""
    begun = list(InfusionEvent.objects.filter(clinic_id=clinic_id, infusion_id=infusion, kind=BEGAN))
    voids = Void.objects.filter(clinic_id=clinic_id, target_id__in=[row.pk for row in begun])
    voided_at = dict(voids.values_list("target_id", "at"))
    known = {row.recorded_at for row in begun if row.pk not in voided_at and row.occurred_at >= began_at}
    corrected = sorted((row for row in begun if row.pk in voided_at), key=lambda row: voided_at[row.pk], reverse=True)
    for row in corrected:
        # A correction voids the entry and writes it anew in one moment.
        if voided_at[row.pk] in known:
            known.add(row.recorded_at)
    return min(known, default=None)


def drill(actor: Acting, drill_id: UUID) -> Drill:
    """Gives a drill of the clinic, or raises Drill.DoesNotExist."""
    found: Drill = Drill.objects.visible_to(actor).select_related("by").get(id=drill_id)
    return found


def drills(actor: Acting, *, most: int = 50) -> list[Drill]:
    """Gives the newest drills."""
    return list(Drill.objects.visible_to(actor).select_related("by").order_by("-at")[:most])


def drill_steps(actor: Acting, drill_ids: list[UUID]) -> dict[UUID, list[DrillStep]]:
    """Gives the standing steps of each drill in the order they happened."""
    rows = DrillStep.objects.visible_to(actor).filter(drill_id__in=drill_ids).current().select_related("by")
    found: dict[UUID, list[DrillStep]] = {key: [] for key in drill_ids}
    for row in rows.order_by("at", "id"):
        found[row.drill_id].append(row)
    return found


def detail_of(step: DrillStep) -> dict[str, Any]:
    """Gives what the end of a drill carries."""
    told: dict[str, Any] = json.loads(step.detail)
    return told

"""What ties the printed record to the stored one: the hash of its content, and the link of the audit chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.chart.story import Told
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.chain import link_hash
from slowdrip.clinic.record.models import AuditEntry, Signature

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Link:
    """The last entry of the audit chain that concerns a drip; `whole` says that its hash fits its own content."""

    seq: int
    hash: str
    at: datetime
    whole: bool


def content_sha256(
    infusion: Infusion, story: Sequence[Told], *, version: PolicyVersion, signatures: Sequence[Signature]
) -> str:
    """Gives the SHA-256 of the record's canonical content: the same for the same content, on every day and machine."""
    return sha256(canonical(content(infusion, story, version=version, signatures=signatures)))


def content(
    infusion: Infusion, story: Sequence[Told], *, version: PolicyVersion, signatures: Sequence[Signature]
) -> dict[str, Any]:
    """Gives what the hash covers: patient, order and policy by their hashes, every entry, void and signature."""
    patient, order = infusion.patient, infusion.order
    return {
        "schema": SCHEMA,
        "clinic": infusion.clinic_id,
        "infusion": infusion.pk,
        "number": infusion.number,
        "patient": {
            "id": patient.pk,
            "mrn": patient.mrn,
            "given": patient.legal_given,
            "family": patient.legal_family,
            "birth_date": patient.birth_date,
        },
        "order": {"id": order.pk, "sha256": sha256(order.document)} if order else None,
        "policy": {"number": version.number, "sha256": version.sha256},
        "entries": [_entry(told) for told in story],
        "signatures": [_signature(each) for each in signatures],
    }


def _entry(told: Told) -> dict[str, Any]:
    event, void = told.event, told.void
    return {
        "id": event.id,
        "kind": event.kind,
        "payload": told.payload_text,
        "occurred_at": utc(event.occurred_at),
        "recorded_at": utc(event.recorded_at),
        "by": event.by,
        "source": event.source,
        **({"sent_by": told.sent_by} if told.sent_by else {}),
        "void": {"reason": void.reason, "by": void.by_id, "at": utc(void.at)} if void else None,
    }


def _signature(each: Signature) -> dict[str, Any]:
    return {
        "id": each.pk,
        "signer": each.signer_id,
        "name": each.signer_name,
        "meaning": each.meaning,
        "sha256": sha256(each.document),
        "at": utc(each.at),
    }


def utc(at: datetime) -> str:
    """Gives an instant in UTC to the microsecond, as every database reads it back."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def last_link(infusion: Infusion, story: Sequence[Told]) -> Link | None:
    """Gives the newest audit entry about this drip, its order or its voided entries."""
    voided = [told.event.id for told in story if not told.stands]
    subjects: list[UUID | str | None] = [infusion.pk, *([infusion.order_id] if infusion.order_id else []), *voided]
    rows = AuditEntry.objects.filter(clinic_id=infusion.clinic_id, subject_id__in=subjects)
    found = rows.order_by("-seq").first()
    if found is None:
        return None
    return Link(found.seq, found.hash, found.at, link_hash(found) == found.hash)

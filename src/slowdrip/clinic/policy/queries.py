"""Reads of a clinic's policy: the version in force, all versions, differences."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature
from slowdrip.knowledge.policies import (
    SCHEMA_VERSION,
    Change,
    default_policy,
    diff,
    from_canonical,
    policy_hash,
    upgrade,
)
from slowdrip.knowledge.types import Policy

from .models import PolicyVersion

SIGNED = "policy.signed"
FIRST = 1


class PolicyTampered(Exception):
    """The stored text of a policy does not have the hash it was stored with; nothing may be decided by it."""


class NoPolicy(LookupError):
    """The clinic has no policy yet: `adopt_default` writes version 1."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy that decides now: its version row, its values, and who signed it when (None while nobody did)."""

    version: PolicyVersion
    policy: Policy
    signed: bool
    signed_by: str | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One version in the list, with its signature and whether it is the one in force."""

    version: PolicyVersion
    signature: Signature | None
    in_force: bool
    by_name: str


def policy_in_force(whose: Acting | UUID) -> InForce:
    """Gives the newest signed version of the clinic; before any is signed, version 1, the shipped default."""
    clinic_id = whose.clinic_id if isinstance(whose, Acting) else whose
    signatures = _signatures(clinic_id)
    numbers = PolicyVersion.objects.filter(clinic_id=clinic_id)
    signed = numbers.filter(pk__in=signatures.keys()).order_by("-number").first()
    version = signed or numbers.filter(number=FIRST).first()
    if version is None:
        raise NoPolicy(clinic_id)
    signature = signatures.get(version.pk)
    return InForce(
        version=version,
        policy=policy_of(version),
        signed=signature is not None,
        signed_by=signature.signer_name if signature else None,
        signed_at=signature.at if signature else None,
    )


def policy_of(version: PolicyVersion) -> Policy:
    """Gives the values of a version, read in the present schema; parsed once per text in a process."""
    return _parsed(version.sha256, version.text, version.schema_version)


@lru_cache(maxsize=64)
def _parsed(sha256: str, text: str, schema_version: int) -> Policy:
    if policy_hash(text) != sha256:
        raise PolicyTampered(sha256)
    present = upgrade(text, schema_version) if schema_version < SCHEMA_VERSION else text
    return from_canonical(present, name="policy")


def versions(actor: Acting) -> list[Listed]:
    """Gives the clinic's versions that stand, newest first; withdrawn drafts are left out."""
    signatures = _signatures(actor.clinic_id)
    in_force = policy_in_force(actor).version.pk
    rows = PolicyVersion.objects.visible_to(actor).current().select_related("by").order_by("-number")
    return [Listed(row, signatures.get(row.pk), row.pk == in_force, row.by.label) for row in rows]


def may_be_signed(listed: Listed, among: list[Listed]) -> bool:
    """Says whether a version waits for its signature: unsigned, and nothing newer is in force."""
    in_force = next(each.version.number for each in among if each.in_force)
    return listed.signature is None and listed.version.number >= in_force


def version(actor: Acting, version_id: UUID) -> PolicyVersion:
    """Gives one version of the clinic, or raises PolicyVersion.DoesNotExist, for one of another clinic too."""
    found: PolicyVersion = PolicyVersion.objects.visible_to(actor).select_related("by").get(id=version_id)
    return found


def signature_of(actor: Acting, version_id: UUID) -> Signature | None:
    """Gives the director's signature of a version, or None."""
    return _signatures(actor.clinic_id).get(version_id)


def since_default(policy: Policy) -> list[Change]:
    """Gives what differs from the policy that ships with Slowdrip."""
    return diff(default_policy(), policy)


def between(actor: Acting, old_id: UUID, new_id: UUID) -> list[Change]:
    """Gives what differs between two versions of the clinic."""
    return diff(policy_of(version(actor, old_id)), policy_of(version(actor, new_id)))


def _signatures(clinic_id: UUID) -> dict[UUID, Signature]:
    signed = Signature.objects.filter(clinic_id=clinic_id, meaning=SIGNED).order_by("at", "pk")
    return {each.subject_id: each for each in signed}

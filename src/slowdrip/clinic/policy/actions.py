"""Changes to a clinic's policy: adopt the default, propose, change one value, withdraw, sign."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.models import Actor, Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.knowledge.policies import PolicyError, canonical, changed, default_policy, load_policy
from slowdrip.knowledge.types import Policy

from .models import PolicyVersion
from .queries import FIRST, SIGNED, policy_in_force, policy_of, signature_of
from .refusal import PolicyRefused
from .steps import one_author_at_a_time, write_version
from .values import decided, named

LONGEST_COMMENT = 300


def adopt_default(actor: Acting, *, at: datetime) -> PolicyVersion:
    """Writes version 1 from the shipped default; a clinic that has one keeps it."""
    if actor.kind != Actor.Kind.SYSTEM:
        actor.must("policy.edit")
    with act(actor, at=at) as tx:
        one_author_at_a_time(tx)
        first: PolicyVersion | None = PolicyVersion.objects.visible_to(actor).filter(number=FIRST).first()
        return first or write_version(tx, default_policy(), comment="")


def propose(actor: Acting, text: str, *, comment: str, at: datetime, name: str = "policy.toml") -> PolicyVersion:
    """Stores a whole TOML text as a new version; refused with every problem at its key, `name` is the file in them."""
    actor.must("policy.edit")
    why = said_in_a_line(comment, field="comment", most=LONGEST_COMMENT)
    try:
        policy = load_policy(text, name=name)
    except PolicyError as error:
        raise PolicyRefused(error) from error
    with act(actor, at=at) as tx:
        one_author_at_a_time(tx)
        return _written(tx, policy, comment=why)


def change_value(actor: Acting, base_id: UUID, key: str, typed: str, *, reason: str, at: datetime) -> PolicyVersion:
    """Stores a new version in which one value is the clinic's own decision; a draft it starts from is replaced.

    The source becomes "clinic decision" with the reason as its note; it stays a proposal until a director signs.
    """
    actor.must("policy.edit")
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        one_author_at_a_time(tx)
        base: PolicyVersion = PolicyVersion.objects.visible_to(actor).current().get(id=base_id)
        policy = _with(policy_of(base), key, typed, reason=why)
        version = _written(tx, policy, comment=f"{key}: {why}"[:LONGEST_COMMENT])
        _replace_draft(tx, base, by=version)
    return version


def withdraw(actor: Acting, version_id: UUID, *, reason: str, at: datetime) -> None:
    """Voids a draft; a signed version and version 1 stay."""
    actor.must("policy.edit")
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        version: PolicyVersion = PolicyVersion.objects.visible_to(actor).get(id=version_id)
        if not _is_draft(tx, version):
            raise Refused("not_a_draft")
        tx.void(version, reason=why)
        tx.publish("policy", version.pk)


def sign_policy(actor: Acting, version_id: UUID, proof: Proof, *, at: datetime) -> Signature:
    """Signs a version as medical director: from now on it is in force."""
    actor.must("policy.see")
    proof.signer.must("policy.sign")
    with act(actor, at=at) as tx:
        one_author_at_a_time(tx)
        version: PolicyVersion = PolicyVersion.objects.visible_to(actor).current().get(id=version_id)
        if signature_of(actor, version.pk):
            raise Refused("already_signed")
        if version.number < policy_in_force(actor).version.number:
            raise Refused("newer_in_force", number=policy_in_force(actor).version.number)
        policy_of(version)
        document = {"policy": version.number, "schema_version": version.schema_version, "policy_sha256": version.sha256}
        signature = sign(tx, proof, version, meaning=SIGNED, document=document)
        tx.publish("policy", version.pk)
    return signature


def _with(policy: Policy, key: str, typed: str, *, reason: str) -> Policy:
    leaf = named(policy, key)
    try:
        return changed(policy, {key: decided(leaf, typed, reason=reason)}, name="policy")
    except PolicyError as error:
        raise PolicyRefused(error) from error


def _written(tx: Tx, policy: Policy, *, comment: str) -> PolicyVersion:
    text = canonical(policy)
    current = PolicyVersion.objects.visible_to(tx.actor).current()
    newest: PolicyVersion | None = current.order_by("-number").first()
    if newest is not None and newest.text == text:
        raise Refused("nothing_changed", number=newest.number)
    return write_version(tx, policy, comment=comment)


def _replace_draft(tx: Tx, base: PolicyVersion, *, by: PolicyVersion) -> None:
    if _is_draft(tx, base):
        tx.void(base, reason=f"replaced by version {by.number}")


def _is_draft(tx: Tx, version: PolicyVersion) -> bool:
    return version.number != FIRST and signature_of(tx.actor, version.pk) is None

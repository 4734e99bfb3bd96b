"""Writes that the policy's actions share; each needs the open transaction it is given."""

from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Clinic
from slowdrip.knowledge.policies import canonical, policy_hash
from slowdrip.knowledge.types import Policy

from .models import PolicyVersion


def one_author_at_a_time(tx: Tx) -> None:
    """Holds the clinic's row to the commit, so that no version number is taken twice."""
    Clinic.objects.select_for_update(no_key=True).get(pk=tx.actor.clinic_id)


def write_version(tx: Tx, policy: Policy, *, comment: str) -> PolicyVersion:
    """Stores a policy as the clinic's next version: canonical text and its hash, not yet signed."""
    last = PolicyVersion.objects.visible_to(tx.actor).order_by("-number").values_list("number", flat=True).first()
    text = canonical(policy)
    version = PolicyVersion(
        clinic_id=tx.actor.clinic_id,
        number=(last or 0) + 1,
        schema_version=policy.schema_version,
        text=text,
        sha256=policy_hash(text),
        comment=comment,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    tx.insert(version)
    tx.wrote("policy.written", version, number=version.number, policy_sha256=version.sha256)
    tx.publish("policy", version.pk)
    return version

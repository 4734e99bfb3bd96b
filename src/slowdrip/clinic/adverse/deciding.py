"""A decision is signed over what was decided and over all that was known then."""

from uuid import UUID

from slowdrip.clinic.adverse.models import Matter
from slowdrip.clinic.adverse.texts import DECIDE
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.science.rules.adverse import State, encoded, kind_of
from slowdrip.science.rules.adverse.events import Payload


def signed(tx: Tx, matter: Matter, state: State, told: Payload, *, proof: Proof | None, meaning: str) -> UUID:
    """Stores the signature under what is told of a matter as it stood, and gives the signer."""
    document = {**known(matter, state), "kind": kind_of(told), "told": encoded(told)}
    return signed_document(tx, matter, document, proof=proof, meaning=meaning)


def signed_document(tx: Tx, matter: Matter, document: dict[str, object], *, proof: Proof | None, meaning: str) -> UUID:
    """Stores the signature of somebody who may decide, and gives who that is."""
    if proof is None or not proof.signer.may(DECIDE):
        raise Refused("adverse_signer_not_prescriber", field="signer")
    sign(tx, proof, matter, meaning=meaning, document=document)
    return proof.signer.actor_id


def known(matter: Matter, state: State) -> dict[str, object]:
    """Gives what was known when somebody decided: how many entries, which reasons, which answers."""
    return {
        "matter": str(matter.pk),
        "about": matter.kind,
        "entries": state.entries,
        "codes": list(state.codes),
        "answers": list(state.answers),
        "seriousness": [str(each) for each in state.seriousness],
    }

"""The report of a serious event is signed by somebody who may decide: over exactly what it said then."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.adverse import projecting
from slowdrip.clinic.adverse.deciding import known, signed_document
from slowdrip.clinic.adverse.history import entries_of
from slowdrip.clinic.adverse.report import digest
from slowdrip.clinic.adverse.steps import TOPIC, locked_matter, must_have_seen
from slowdrip.clinic.adverse.texts import ENTER, REPORT
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof


def sign_report(actor: Acting, matter_id: UUID, *, proof: Proof | None, at: datetime, seen: int | None = None) -> None:
    """Stores the signature under the report as it stands; a later entry leaves it a signature of the earlier report."""
    actor.must(ENTER)
    with act(actor, at=at) as tx:
        matter = locked_matter(tx, matter_id)
        state = projecting.stored_state(matter.pk)
        if not state.ever_serious:
            raise Refused("event_not_serious")
        must_have_seen(state, seen)
        document = {**known(matter, state), "report_sha256": digest(matter.pk, entries_of(matter.pk))}
        signed_document(tx, matter, document, proof=proof, meaning=REPORT)
        tx.publish(TOPIC, matter.pk)

"""Which signatures stand on an entry of a drip."""

import json
from uuid import UUID

from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature


def signatures_on(row: InfusionEvent) -> list[Signature]:
    """Gives the standing signatures whose document names the entry."""
    rows = Signature.objects.filter(clinic_id=row.clinic_id, subject_id=row.infusion_id).current()
    return [each for each in rows if json.loads(each.document).get("event") == str(row.pk)]


def standing_entry(actor: Acting, infusion_id: UUID, event_id: UUID) -> InfusionEvent | None:
    """Gives an entry of this drip that nobody voided, or None; of another clinic's drip it knows nothing."""
    rows = InfusionEvent.objects.visible_to(actor).current().filter(infusion_id=infusion_id, id=event_id)
    found: InfusionEvent | None = rows.first()
    return found


def is_signed(actor: Acting, infusion_id: UUID, event_id: UUID) -> bool:
    """Says whether a standing entry of this drip carries a signature, so that voiding it takes one too."""
    row = standing_entry(actor, infusion_id, event_id)
    return row is not None and bool(signatures_on(row))

"""What a page of this app is asked for: the drip that an address names, and an id that the page made."""

from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.tables import uuid7


def asked_infusion(request: ClinicRequest, patient_id: UUID) -> Infusion | None:
    """Gives this patient's drip that the form or the address names; one that is not theirs does not exist."""
    typed = request.POST.get("infusion") or request.GET.get("infusion", "")
    if not typed:
        return None
    try:
        wanted = UUID(typed)
    except ValueError as wrong:
        raise Infusion.DoesNotExist from wrong
    rows = Infusion.objects.visible_to(request.acting).filter(patient_id=patient_id).select_related("state", "chair")
    found: Infusion = rows.get(id=wanted)
    return found


def told_id(request: ClinicRequest) -> UUID:
    """Gives the id under which the page sends its form, so that a form sent twice is one."""
    try:
        return UUID(request.POST.get("row_id", ""))
    except ValueError:
        return uuid7()


def own_place(request: ClinicRequest, able: list[Membership]) -> str:
    """Gives the signer that is chosen already: whoever is at this screen, where they may sign."""
    return next((str(each.pk) for each in able if each.actor_id == request.acting.actor_id), "")

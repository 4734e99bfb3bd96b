"""What a page of this app is asked for: the drip that an address names."""

from uuid import UUID

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.infusion.models import Infusion


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

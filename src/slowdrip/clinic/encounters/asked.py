"""What a page of this app is asked for: the drip that an address names, what was typed, and whether it was done."""

from collections.abc import Callable
from uuid import UUID

from django.forms import Form
from django.http import QueryDict

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import explain


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


def posted(request: ClinicRequest) -> QueryDict | None:
    """Gives what was typed into a form that was sent; None for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def done(form: Form, action: Callable[[], object]) -> bool:
    """Says whether the action went through; what it refused stands in words on the form."""
    try:
        action()
    except Refused as why:
        explain(form, why)
        return False
    return True

"""Reading orders: one order, its label, and what waits for a second person."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.accounts.signing import SignForm, signers
from slowdrip.clinic.people.medicine_panel import medicine_panel
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.treatment import beside, gates
from slowdrip.clinic.treatment.forms import VoidForm
from slowdrip.clinic.treatment.queries import Standing, awaiting_verification, cosigns_due, order_status
from slowdrip.clinic.treatment.queries.statuses import patients_of
from slowdrip.clinic.treatment.rate_sheet import rate_sheet_of
from slowdrip.clinic.treatment.sheet import sheet_of
from slowdrip.clinic.treatment.words import STATE_WORDS


@staff_page("order.see", shows_patient=True)
@require_safe
@or_404
def order_page(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Shows one order: what was asked, every figure, who signed, and what may be done now."""
    return shown_order(request, order_id)


def shown_order(
    request: ClinicRequest,
    order_id: UUID,
    *,
    voiding: VoidForm | None = None,
    cosigning: SignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Renders the order's page, with forms that came back."""
    standing = order_status(request.acting, order_id, at=request.at)
    shows(request, standing.order.patient_id)
    shown = {
        **_of(request, standing),
        "voiding": voiding or VoidForm(),
        "cosigning": cosigning or _cosigning(request, standing),
        "in_use": standing.stands and gates.in_use(standing.order.pk),
        "may_verify": request.acting.may("order.verify"),
        "may_write": request.acting.may("order.enter_verbal"),
        "acknowledged": _form_name(standing),
        "medicines": medicine_panel(standing.order.patient, at=request.at),
        "beside": beside.rendered(request, standing.order),
    }
    return render(request, "treatment/order.html", shown, status=status)


def _form_name(standing: Standing) -> str:
    """The name under which the form that wrote this order was kept."""
    name = f"order:{standing.order.replaces_id or standing.order.patient_id}"
    return f"{name}:rate" if standing.changes_rate else name


def _of(request: ClinicRequest, standing: Standing) -> dict[str, Any]:
    return {
        "change": rate_sheet_of(standing.order) if standing.changes_rate else None,
        "standing": standing,
        "order": standing.order,
        "patient": standing.order.patient,
        "sheet": sheet_of(standing.order),
        "state_word": STATE_WORDS[standing.state],
        "at": request.at,
    }


def cosign_form(request: ClinicRequest, standing: Standing, *, data: Any = None) -> SignForm:
    """Gives the form in which the prescriber of this order signs it."""
    able = [each for each in signers(request.acting, "order.sign") if each.actor_id == standing.order.prescriber_id]
    return SignForm(data, able=able)


def _cosigning(request: ClinicRequest, standing: Standing) -> SignForm | None:
    if not standing.waits_for_cosign:
        return None
    return cosign_form(request, standing)


@staff_page("order.see", shows_patient=True)
@require_safe
@or_404
def order_label(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Shows the label for bag or syringe, to print; an order that is not verified has none."""
    standing = order_status(request.acting, order_id, at=request.at)
    shows(request, standing.order.patient_id)
    return render(request, "treatment/label.html", _of(request, standing))


@staff_page("order.see", shows_patient=True)
@require_safe
def waiting(request: ClinicRequest) -> HttpResponse:
    """Lists the orders that wait for a verifier and the spoken orders that wait for their prescriber."""
    to_verify = awaiting_verification(request.acting, at=request.at)
    to_cosign = cosigns_due(request.acting, at=request.at)
    shows(request, *(patient.pk for patient in patients_of([*to_verify, *to_cosign])))
    shown = {"to_verify": to_verify, "to_cosign": to_cosign, "at": request.at}
    return render(request, "treatment/waiting.html", shown)

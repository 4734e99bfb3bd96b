"""Voiding an order, and the prescriber's late signature."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.clinic.treatment.actions import cosign, void_order
from slowdrip.clinic.treatment.forms import VoidForm
from slowdrip.clinic.treatment.queries import order_status

from .reading import cosign_form, shown_order


@staff_page("order.enter_verbal", shows_patient=True)
@require_POST
@or_404
def order_void(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Voids an order with a reason."""
    form = VoidForm(request.POST)
    try:
        void_order(request.acting, order_id, reason=request.POST.get("reason", ""), at=request.at)
    except Refused as refused:
        explain(form, refused)
        return render_again(request, lambda: shown_order(request, order_id, voiding=form, status=422))
    messages.success(request, _("The order is void."))
    return redirect("treatment:order", clinic=request.clinic.slug, order_id=order_id)


@staff_page("order.see", shows_patient=True)
@require_POST
@or_404
def order_cosign(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Takes the prescriber's signature under a spoken order."""
    with tenant(request.clinic.pk):
        form = cosign_form(request, order_status(request.acting, order_id, at=request.at), data=request.POST)
    if form.is_valid():
        try:
            cosign(request.acting, order_id, form.proof(request), at=request.at)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _("Signed."))
            return redirect("treatment:order", clinic=request.clinic.slug, order_id=order_id)
    return render_again(request, lambda: shown_order(request, order_id, cosigning=form, status=422))

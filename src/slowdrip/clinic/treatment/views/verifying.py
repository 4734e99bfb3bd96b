"""The verifier's page: what was asked is shown, what it comes to is typed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import signers
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.clinic.treatment.actions import Worked, verify_order
from slowdrip.clinic.treatment.forms import VerifyForm
from slowdrip.clinic.treatment.queries import Standing, order_status
from slowdrip.clinic.treatment.sheet import sheet_of


@staff_page("order.verify", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def order_verify(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Takes the second person's own figures and their PIN."""
    with tenant(request.clinic.pk):
        standing = order_status(request.acting, order_id, at=request.at)
        able = signers(request.acting, "order.verify", apart_from=[standing.order.prescriber_id])
    own = request.seat.membership
    form = VerifyForm(request.POST or None, able=able, initial={"signer": str(own.pk) if own else ""})
    if request.method != "POST":
        return _page(request, standing, form)
    if form.is_valid():
        try:
            worked = Worked(form.cleaned_data["dose_mg"], form.cleaned_data["rate_ml_per_h"])
            verify_order(request.acting, order_id, form.proof(request), worked=worked, at=request.at)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _("Verified. It may be drawn up now."))
            return redirect("treatment:order", clinic=request.clinic.slug, order_id=order_id)
    return render_again(request, lambda: _page(request, standing, form, status=422))


def _page(request: ClinicRequest, standing: Standing, form: VerifyForm, *, status: int = 200) -> HttpResponse:
    shows(request, standing.order.patient_id)
    shown = {
        "standing": standing,
        "order": standing.order,
        "patient": standing.order.patient,
        "sheet": sheet_of(standing.order),
        "form": form,
        "at": request.at,
        "returned": status != 200,
    }
    return render(request, "treatment/verify.html", shown, status=status)

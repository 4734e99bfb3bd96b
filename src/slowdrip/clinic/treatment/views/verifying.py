"""The verifier's page: what was asked is shown, what it comes to is typed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import SignForm, signers
from slowdrip.clinic.people.medicine_panel import medicine_panel
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.clinic.treatment.actions import Worked, verify_order
from slowdrip.clinic.treatment.documents import read_document
from slowdrip.clinic.treatment.forms import RateVerifyForm, VerifyForm
from slowdrip.clinic.treatment.queries import Standing, order_status
from slowdrip.clinic.treatment.rate_documents import asks_for_rate
from slowdrip.clinic.treatment.rate_sheet import rate_sheet_of
from slowdrip.clinic.treatment.sheet import sheet_of
from slowdrip.science.pharmacology.dosing.display import ml_per_h


@staff_page("order.verify", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def order_verify(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Takes the second person's own figures and their PIN."""
    with tenant(request.clinic.pk):
        standing = order_status(request.acting, order_id, at=request.at)
        able = signers(request.acting, "order.verify", apart_from=[standing.order.prescriber_id])
    form = _form(request, standing, able)
    if request.method != "POST":
        return _page(request, standing, form)
    if form.is_valid():
        try:
            verify_order(request.acting, order_id, form.proof(request), worked=_worked(form), at=request.at)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _in_force(standing))
            return redirect("treatment:order", clinic=request.clinic.slug, order_id=order_id)
    return render_again(request, lambda: _page(request, standing, form, status=422))


def _form(request: ClinicRequest, standing: Standing, able: list[Membership]) -> SignForm:
    own = request.seat.membership
    data, initial = request.POST or None, {"signer": str(own.pk) if own else ""}
    if not standing.changes_rate:
        return VerifyForm(data, able=able, initial=initial)
    asks_rate = asks_for_rate(read_document(standing.order.document))
    return RateVerifyForm(data, asks_for_rate=asks_rate, able=able, initial=initial)


def _worked(form: SignForm) -> Worked:
    told = form.cleaned_data
    return Worked(told["dose_mg"], told.get("rate_ml_per_h", ""), told.get("rest_min", ""))


def _in_force(standing: Standing) -> str:
    if not standing.changes_rate:
        return _("Verified. It may be drawn up now.")
    rate = ml_per_h(standing.order.rate_ul_per_h)
    return _("Verified and in force: set the pump to %(rate)s, then chart the rate.") % {"rate": rate}


def _page(request: ClinicRequest, standing: Standing, form: SignForm, *, status: int = 200) -> HttpResponse:
    shows(request, standing.order.patient_id)
    shown = {
        "standing": standing,
        "order": standing.order,
        "patient": standing.order.patient,
        "medicines": medicine_panel(standing.order.patient, at=request.at),
        "sheet": sheet_of(standing.order),
        "change": rate_sheet_of(standing.order) if standing.changes_rate else None,
        "form": form,
        "at": request.at,
        "returned": status != 200,
    }
    return render(request, "treatment/verify.html", shown, status=status)

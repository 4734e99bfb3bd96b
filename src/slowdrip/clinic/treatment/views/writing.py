"""Writing, previewing and replacing an order."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.treatment.actions import enter_verbal_order, replace_order, write_order
from slowdrip.clinic.treatment.documents import read_document
from slowdrip.clinic.treatment.forms import OrderForm, usual_start
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.proposals import preview
from slowdrip.clinic.treatment.queries import Standing, order_status
from slowdrip.clinic.treatment.retyped import retyped
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.typed import typed_from

from .desk import Desk, desk_of, desk_page, fragment
from .signing import Explained


@staff_page("order.enter_verbal", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def order_new(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Writes a new order for a patient."""
    if request.method == "POST":
        return _sent(request, patient_id)
    usual = policy_in_force(request.acting).policy.dose_tiers.default_duration_min.value
    return desk_page(request, desk_of(request, patient_id, typed=usual_start(usual)))


@staff_page("order.enter_verbal", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def order_replace(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Writes the order that takes an old one's place; the form starts with what the old one asked for."""
    with tenant(request.clinic.pk):
        old = order_status(request.acting, order_id, at=request.at)
    if request.method == "POST":
        return _sent(request, old.order.patient_id, replaces=old)
    typed = retyped(read_document(old.order.document))
    return desk_page(request, desk_of(request, old.order.patient_id, typed=typed, replaces=old))


@staff_page("order.enter_verbal", shows_patient=True)
@require_POST
@or_404
def order_preview(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Renders figures and findings for what is typed so far; writes nothing."""

    def build() -> HttpResponse:
        proposal = preview(request.acting, patient_id, typed_from(request.POST), at=request.at)
        shows(request, proposal.body.patient.pk)
        shown = fragment(proposal, OrderForm(request.POST), with_empty=False)
        return render(request, "treatment/preview.html", shown)

    return render_again(request, build)


def _sent(request: ClinicRequest, patient_id: UUID, *, replaces: Standing | None = None) -> HttpResponse:
    with tenant(request.clinic.pk):
        typed = typed_from(request.POST)
        desk = desk_of(request, patient_id, typed=typed, replaces=replaces, data=request.POST)
    try:
        order = _write(request, desk)
    except Refused as refused:
        desk.refuse(refused)
    except Explained:
        pass
    else:
        messages.success(request, _("Signed. A second person has to verify it before anything is drawn up."))
        return redirect("treatment:order", clinic=request.clinic.slug, order_id=order.pk)
    return render_again(request, lambda: desk_page(request, desk, status=422))


def _write(request: ClinicRequest, desk: Desk) -> Order:
    """Asks for a PIN only when nothing else stands against the order: a try is not spent on a form that is refused."""
    spoken = request.POST.get("do") == "spoken"
    reason = desk.form.reason_typed()
    if not desk.proposal.may_be_signed:
        raise Refused("order_impossible")
    if desk.proposal.needs_reason and not reason:
        raise Refused("order_reason_missing", field="reason")
    second = [desk.second] if desk.proposal.needs_second else []
    taker = [desk.taker] if spoken else []
    if not desk.are_valid(desk.prescriber, *second, *taker):
        raise Explained
    if spoken:
        return _spoken(request, desk, reason)
    proof = desk.prove(request, desk.prescriber)
    asked = _asked(request, desk, reason)
    if desk.replaces is not None:
        old_id = desk.replaces.order.pk
        return replace_order(request.acting, old_id, asked, proof=proof, at=request.at, order_id=desk.order_id)
    patient_id = desk.proposal.body.patient.pk
    return write_order(request.acting, patient_id, asked, proof=proof, at=request.at, order_id=desk.order_id)


def _spoken(request: ClinicRequest, desk: Desk, reason: str) -> Order:
    if not desk.taker.cleaned_data["read_back"]:
        raise Refused("order_not_read_back", field="read_back")
    proof = desk.prove(request, desk.taker)
    return enter_verbal_order(
        request.acting,
        desk.proposal.body.patient.pk,
        _asked(request, desk, reason),
        prescriber_id=UUID(desk.prescriber.cleaned_data["signer"]),
        read_back=True,
        proof=proof,
        at=request.at,
        order_id=desk.order_id,
        replaces_id=desk.replaces.order.pk if desk.replaces else None,
    )


def _asked(request: ClinicRequest, desk: Desk, reason: str) -> Asked:
    second = desk.prove(request, desk.second) if desk.proposal.needs_second else None
    return Asked(typed=desk.form.typed(), reason=reason, second=second)

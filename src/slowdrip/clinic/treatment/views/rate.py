"""Another rate for the bag that hangs: the form beside the record of the drip, its preview, its signature."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said
from slowdrip.clinic.treatment.actions import RateAsked, enter_verbal_rate, order_rate
from slowdrip.clinic.treatment.forms import RateForm
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries import Standing, order_status
from slowdrip.clinic.treatment.rate_proposals import RateProposal, preview_rate
from slowdrip.clinic.treatment.rate_shown import bag_shown, rate_figures_shown
from slowdrip.clinic.treatment.rate_typed import RateTyped, rate_typed_from
from slowdrip.clinic.treatment.shown import at_fields, findings_said, limits_shown
from slowdrip.clinic.treatment.words import FIELD_WORDS, TIER_WORDS

from .signing import Explained, Signing, order_id_of, sign_forms


@dataclass(slots=True, kw_only=True)
class RateDesk(Signing):
    """The screen where the rate of a hanging bag is changed; without a proposal it says why there is none."""

    old: Standing
    proposal: RateProposal | None
    closed: str = ""


@staff_page("order.enter_verbal", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def order_rate_page(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Changes the rate of the bag that hangs by this order."""
    with tenant(request.clinic.pk):
        desk = _desk(request, order_id, data=posted(request))
    if request.method != "POST":
        return _page(request, desk)
    try:
        order = _write(request, desk)
    except Refused as refused:
        desk.refuse(refused)
    except Explained:
        pass
    else:
        messages.success(
            request, _("Signed. The drip keeps its present order until a second person verifies this one.")
        )
        return redirect("treatment:order", clinic=request.clinic.slug, order_id=order.pk)
    return render_again(request, lambda: _page(request, desk, status=422))


@staff_page("order.enter_verbal", shows_patient=True)
@require_POST
@or_404
def order_rate_preview(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Renders figures and findings for what is typed so far, beside the bag as it hangs now; writes nothing."""

    def build() -> HttpResponse:
        standing = order_status(request.acting, order_id, at=request.at)
        shows(request, standing.order.patient_id)
        try:
            proposal = preview_rate(request.acting, order_id, rate_typed_from(request.POST), at=request.at)
        except Refused as refused:
            return render(request, "treatment/rate_closed.html", {"closed": said(refused), "order": standing.order})
        shown = _fragment(request, proposal, RateForm(request.POST), with_empty=False)
        return render(request, "treatment/rate_preview.html", {**shown, "renewed": True})

    return render_again(request, build)


def _desk(request: ClinicRequest, order_id: UUID, *, data: Any) -> RateDesk:
    standing = order_status(request.acting, order_id, at=request.at)
    desk = RateDesk(
        form=RateForm(data),
        **sign_forms(request, data),
        order_id=order_id_of(data),
        old=standing,
        proposal=None,
    )
    typed = RateTyped() if data is None else rate_typed_from(data)
    try:
        desk.proposal = preview_rate(request.acting, order_id, typed, at=request.at)
    except Refused as refused:
        desk.closed = said(refused)
    return desk


def _page(request: ClinicRequest, desk: RateDesk, *, status: int = 200) -> HttpResponse:
    desk.quieten()
    order = desk.old.order
    shows(request, order.patient_id)
    shown: dict[str, Any] = {
        "patient": order.patient,
        "order": order,
        "closed": desk.closed,
        "waits": desk.old.replacement_id,
        "prescriber": desk.prescriber,
        "second": desk.second,
        "taker": desk.taker,
        "order_id": desk.order_id,
        "problems": desk.problems,
        "returned": status != 200,
        "form_name": f"order:{order.pk}:rate",
        "preview_url": reverse("treatment:rate_preview", kwargs={"clinic": request.clinic.slug, "order_id": order.pk}),
    }
    if desk.proposal is not None:
        shown |= _fragment(request, desk.proposal, desk.form, with_empty=status != 200)
        shown["limits"] = limits_shown(desk.proposal.in_force.policy)
    return render(request, "treatment/rate.html", shown, status=status)


def _fragment(request: ClinicRequest, proposal: RateProposal, form: RateForm, *, with_empty: bool) -> dict[str, Any]:
    """What changes while someone types and the drip runs on: the bag, the figures, what stands at each field."""
    policy, hanging = proposal.in_force.policy, proposal.hanging
    says = at_fields(proposal.noticed, policy, with_empty=with_empty)
    figures, change, zone = proposal.figures, proposal.change, ZoneInfo(request.clinic.time_zone)
    return {
        "bag": bag_shown(hanging, proposal.old.dose_ug),
        "seen_at": hanging.at.isoformat(),
        "fields": {name: {"bound": form[name], "says": says.get(name, [])} for name in form.fields},
        "figures": rate_figures_shown(figures, change, seen_at=hanging.at, zone=zone) if figures and change else [],
        "findings": findings_said(proposal.noticed, policy),
        "tier": proposal.tier.code,
        "tier_word": TIER_WORDS[proposal.tier.code],
        "empty": [str(FIELD_WORDS[name]) for name in proposal.empty],
        "in_force": proposal.in_force,
    }


def _write(request: ClinicRequest, desk: RateDesk) -> Order:
    """Asks for a PIN only when nothing else stands against the change: a try is not spent on a form that is refused."""
    spoken = request.POST.get("do") == "spoken"
    reason = desk.form.reason_typed()
    if desk.proposal is None or not desk.proposal.may_be_signed:
        raise Refused("order_impossible")
    if not reason:
        raise Refused("rate_reason_missing", field="reason")
    needs_second = desk.proposal.needs_second
    taker = [desk.taker] if spoken else []
    if not desk.are_valid(desk.prescriber, *([desk.second] if needs_second else []), *taker):
        raise Explained
    if spoken and not desk.taker.cleaned_data["read_back"]:
        raise Refused("order_not_read_back", field="read_back")
    proof = desk.prove(request, desk.taker if spoken else desk.prescriber)
    second = desk.prove(request, desk.second) if needs_second else None
    asked = RateAsked(typed=desk.form.typed(), seen_at=_seen_at(request), reason=reason, second=second)
    old_id, at = desk.old.order.pk, request.at
    if not spoken:
        return order_rate(request.acting, old_id, asked, proof=proof, at=at, order_id=desk.order_id)
    return enter_verbal_rate(
        request.acting,
        old_id,
        asked,
        prescriber_id=UUID(desk.prescriber.cleaned_data["signer"]),
        read_back=True,
        proof=proof,
        at=at,
        order_id=desk.order_id,
    )


def _seen_at(request: ClinicRequest) -> datetime:
    """The instant of the figures on the screen; one that cannot be read is as old as can be, so they are shown anew."""
    try:
        read = parse_datetime(request.POST.get("seen_at", ""))
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise Refused("rate_figures_old")
    return read

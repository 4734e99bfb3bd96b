"""A chair changes hands: the summary and, below it, the signature of whoever takes it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart import slots
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.forms.shift import HandOverForm, TakeOverForm
from slowdrip.clinic.chart.handover import summary_of
from slowdrip.clinic.chart.views.answers import to_chair
from slowdrip.clinic.chart.views.told import own_page, told_id
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.science.infusion import Phase
from slowdrip.science.infusion.state import InfusionState

HANDS, TAKES = "hand", "take"


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def hand_over(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Shows the summary; whoever holds the chair hands it over, anybody else takes it over."""
    with tenant(request.clinic.pk):
        find(request.acting, infusion)
        state = state_now(infusion)
        form = _form(request, state)
    if state.phase in (Phase.EXPECTED, Phase.ENDED) and request.method != "POST":
        messages.error(request, _("Nobody holds this chair: the visit is not under way."))
        return to_chair(request, infusion)
    if request.method == "POST" and form.is_valid() and _done(request, infusion, form):
        messages.success(request, _("The chair has changed hands. It is signed and on the timeline."))
        return to_chair(request, infusion)
    return render_again(request, lambda: _page(request, infusion, _as_held_now(request, infusion, form)))


def _as_held_now(
    request: ClinicRequest, infusion_id: UUID, form: HandOverForm | TakeOverForm
) -> HandOverForm | TakeOverForm:
    """The form again, or the other one when the chair changed hands while somebody typed: what was typed goes along."""
    holder = state_now(infusion_id).in_charge
    hands = holder == str(request.acting.actor_id)
    if hands == isinstance(form, HandOverForm):
        return form
    typed = request.POST.copy()
    typed["way"], written, asked = (HANDS, "reason", "note") if hands else (TAKES, "note", "reason")
    typed[asked] = typed.get(written, "")
    other = _form_of(request, typed, holder=holder, hands=hands)
    _carry(form, other)
    return other


def _carry(form: HandOverForm | TakeOverForm, other: HandOverForm | TakeOverForm) -> None:
    """Why nothing was saved stays said, and that the page is another now."""
    if not form.non_field_errors():
        explain(other, Refused("chair_changed_hands"))
    for name, found in form.errors.items():
        for why in [each for each in found if each not in other.errors.get(name, [])]:
            other.add_error(name if name in other.fields else None, why)


def _form(request: ClinicRequest, state: InfusionState) -> HandOverForm | TakeOverForm:
    holder = state.in_charge
    typed = None
    hands = holder == str(request.acting.actor_id)
    if request.method == "POST":
        typed = request.POST.copy()
        hands = typed.get("way", HANDS if hands else TAKES) == HANDS
    return _form_of(request, typed, holder=holder, hands=hands)


def _form_of(
    request: ClinicRequest, typed: QueryDict | None, *, holder: str, hands: bool
) -> HandOverForm | TakeOverForm:
    """Whoever holds the chair cannot take it."""
    if typed is not None:
        # A page that is shown again names whoever holds the chair by now: its reader signs what it shows.
        typed["holder"] = holder
    able = signers(request.acting, "drip.chart", apart_from=[UUID(holder)] if holder else [])
    if hands:
        return HandOverForm(typed, able=able, initial={"holder": holder})
    return TakeOverForm(
        typed, able=able, held=bool(holder), initial={"holder": holder, "signer": own_place(request, able)}
    )


def _done(request: ClinicRequest, infusion_id: UUID, form: HandOverForm | TakeOverForm) -> bool:
    try:
        own_page(request)
        _sign(request, infusion_id, form)
    except Refused as why:
        explain(form, why)
        return False
    return True


def _sign(request: ClinicRequest, infusion_id: UUID, form: HandOverForm | TakeOverForm) -> None:
    typed, proof = form.cleaned_data, form.proof(request)
    signed: dict[str, Any] = {
        "proof": proof,
        "outcome": _("%(name)s holds the chair") % {"name": proof.signer.label},
        "at": request.at,
        "event_id": told_id(request.POST),
    }
    if isinstance(form, HandOverForm):
        actions.hand_over(request.acting, infusion_id, note=typed["note"], **signed)
    else:
        holder = request.POST.get("holder", "")
        actions.take_over(request.acting, infusion_id, reason=typed["reason"], holder=holder, **signed)


def _page(request: ClinicRequest, infusion_id: UUID, form: HandOverForm | TakeOverForm) -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    shows(request, infusion.patient_id)
    summary = summary_of(infusion, request.clinic, at=request.at)
    hands = isinstance(form, HandOverForm)
    context = {
        "infusion": infusion,
        "patient": infusion.patient,
        "chair": summary.chair,
        "card": summary.chair.card,
        "summary": summary,
        "slots": slots.for_hand_over(request, infusion),
        "form": form,
        "way": HANDS if hands else TAKES,
        "hands": hands,
        "event_id": told_id(request.POST),
        "returned": form.is_bound,
        "old_after_s": summary.chair.card.old_after_s,
    }
    return render(request, "chart/hand_over.html", context, status=422 if form.is_bound else 200)

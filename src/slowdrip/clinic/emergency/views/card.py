"""The emergency card: everybody reads it, a director writes and signs it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.accounts.signing import signers
from slowdrip.clinic.emergency import actions
from slowdrip.clinic.emergency.card import typed_card
from slowdrip.clinic.emergency.forms import CardForm
from slowdrip.clinic.emergency.queries import card_in_force, card_versions
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain


@staff_page("policy.see")
@require_safe
def card(request: ClinicRequest) -> HttpResponse:
    """Shows the card in force and its versions."""
    context = {
        "card": card_in_force(request.clinic.pk),
        "versions": card_versions(request.acting),
        "may_write": request.acting.may("policy.edit"),
    }
    return render(request, "emergency/card.html", context)


@staff_page("policy.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ClinicRequest) -> HttpResponse:
    """Takes the next version with the director's signature; starts from the one in force."""
    with tenant(request.clinic.pk):
        form = _form(request)
    if request.method == "POST" and form.is_valid() and _signed(request, form):
        messages.success(request, _("Signed. This card is in force."))
        return redirect("emergency:card", clinic=request.clinic.slug)
    return render_again(
        request,
        lambda: render(
            request,
            "emergency/write_card.html",
            {"form": form, "returned": form.is_bound},
            status=422 if form.is_bound else 200,
        ),
    )


def _form(request: ClinicRequest) -> CardForm:
    able = signers(request.acting, "policy.sign")
    if request.method == "POST":
        return CardForm(request.POST, able=able)
    now = card_in_force(request.clinic.pk).card
    known = {"lines": "\n".join(now.lines), "medicines": "\n".join(one.as_line for one in now.medicines)}
    return CardForm(able=able, initial=known)


def _signed(request: ClinicRequest, form: CardForm) -> bool:
    told = form.cleaned_data
    try:
        found = typed_card(told["lines"], told["medicines"])
        actions.sign_card(request.acting, found, comment=told["comment"], proof=form.proof(request), at=request.at)
    except Refused as why:
        explain(form, why)
        return False
    return True

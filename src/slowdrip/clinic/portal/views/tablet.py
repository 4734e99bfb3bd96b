"""A tablet goes back: whoever of the staff shows a PIN has it, with its own key, and is signed in on it."""

from datetime import timedelta
from math import ceil
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.cookies import remember_device
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.queries import people_with_pin
from slowdrip.clinic.accounts.seats import sit_down
from slowdrip.clinic.bedside.queries import takes_pins_at
from slowdrip.clinic.portal import tablets
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.forms import BackForm
from slowdrip.clinic.portal.rules import COOKIE_PATH, LINK_COOKIE, LinkRequest, tablet_page
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain


@tablet_page
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: LinkRequest) -> HttpResponse:
    """Asks the staff for a name and a PIN; a wrong one leaves the tablet with the patient."""
    with tenant(request.clinic.pk):
        form = BackForm(posted(request), able=people_with_pin(request.clinic))
    if request.method != "POST":
        return _page(request, form)
    try:
        if form.is_valid():
            return _taken(request, form)
    except Refused as refused:
        explain(form, refused)
    return _page(request, form, status=422)


def _taken(request: LinkRequest, form: BackForm) -> HttpResponse:
    """A patient who plays with the number pad must not use up the tries of every nurse in the house."""
    with tenant(request.clinic.pk):
        waits_until = takes_pins_at(request.acting, at=request.at)
    if waits_until is not None:
        raise Refused("screen_waits", minutes=ceil((waits_until - request.at) / timedelta(minutes=1)))
    proof = form.proof_at(request)
    token = tablets.take_back(proof.signer, request.link.pk, at=request.at)
    with tenant(request.clinic.pk):
        signer = UUID(form.cleaned_data["signer"])
        member = Membership.objects.select_related("clinic").get(clinic=request.clinic, pk=signer)
    if not token:
        # A screen that was never enrolled is nobody's: whoever goes on signs in.
        response = redirect("account_login")
    else:
        sit_down(request, member, at=request.at, by_pin=True)
        page = "chart:board" if proof.signer.may("board.see") else "accounts:staff"
        response = redirect(page, clinic=request.clinic.slug)
        remember_device(response, request, token)  # type: ignore[arg-type]  # it reads clinic and is_secure, which both have
    response.delete_cookie(LINK_COOKIE, path=COOKIE_PATH)
    return response


def _page(request: LinkRequest, form: BackForm, *, status: int = 200) -> HttpResponse:
    with tenant(request.clinic.pk):
        shown = {"form": form, "crisis": crisis_numbers(request.clinic)}
        return render(request, "portal/tablet.html", shown, status=status)

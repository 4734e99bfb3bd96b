"""A person's own PIN."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain

from ..forms import ChangePinForm, PinForm
from ..models import Membership
from ..pins import checked_pin, prove_pin, set_pin
from ..rules import ClinicRequest, render_again, staff_page
from ..seats import confirmed_lately, signed_in_as
from .landing import landing


@staff_page("staff.see")
@require_http_methods(["GET", "HEAD", "POST"])
def own_pin(request: ClinicRequest) -> HttpResponse:
    """Sets one's own PIN for the present one, or right after the password: an open screen is not enough."""
    form = _form(request)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _again(request, form)
    first = not _member(request).pin_hash
    try:
        _set(request, form)
    except Refused as refused:
        explain(form, refused)
        return _again(request, form)
    messages.success(request, _("Your PIN is set."))
    return _onward(request) if first else redirect("accounts:pin", clinic=request.clinic.slug)


def _onward(request: ClinicRequest) -> HttpResponse:
    """A first PIN ends the first sign-in: the day begins."""
    with tenant(request.clinic.pk):
        member = Membership.objects.select_related("clinic").get(pk=_member(request).pk)
    return HttpResponseRedirect(landing(member))


def _form(request: ClinicRequest) -> PinForm:
    member = _member(request)
    asks_present = member.pin_hash and not confirmed_lately(request, member)
    return (ChangePinForm if asks_present else PinForm)(request.POST or None)


def _set(request: ClinicRequest, form: PinForm) -> None:
    new = checked_pin(form.cleaned_data["pin"])
    if new != form.cleaned_data["again"].strip():
        raise Refused("pin_differs", field="again")
    member = _member(request)
    if isinstance(form, ChangePinForm):
        _show_present(request, form.cleaned_data["present"], member)
    elif not confirmed_lately(request, member):
        raise Refused("confirm_first")
    set_pin(request.acting, member.pk, new, at=request.at)


def _show_present(request: ClinicRequest, present: str, member: Membership) -> None:
    try:
        prove_pin(request.acting, member.pk, present, at=request.at)
    except Refused as refused:
        raise Refused(refused.code, field="present", **refused.params) from refused


def _member(request: ClinicRequest) -> Membership:
    if request.seat.membership is None:
        raise AssertionError("a staff page is open to members only")
    return request.seat.membership


def _again(request: ClinicRequest, form: PinForm) -> HttpResponse:
    return render_again(request, lambda: _page(request, form, status=422))


def _page(request: ClinicRequest, form: PinForm, *, status: int = 200) -> HttpResponse:
    member = _member(request)
    has_pin = bool(member.pin_hash)
    shown = {
        "form": form,
        "has_pin": has_pin,
        "asks_present": isinstance(form, ChangePinForm),
        "must_confirm": not has_pin and not confirmed_lately(request, member),
        "confirm_url": _confirm_url(request, member),
    }
    return render(request, "accounts/pin.html", shown, status=status)


def _confirm_url(request: ClinicRequest, member: Membership) -> str:
    """Gives where the password is confirmed, or the sign-in where a PIN opened this screen; both come back here."""
    there = "account_reauthenticate" if signed_in_as(request, member) else "account_login"
    return f"{reverse(there)}?{urlencode({'next': request.path})}"

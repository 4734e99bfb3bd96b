"""Lock, unlock and change hands: one tap on a name, then a PIN."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain

from ..forms import UnlockForm
from ..models import Membership
from ..pins import prove_pin
from ..queries import people_with_pin
from ..rules import ClinicRequest, lock_page, render_again
from ..seats import leave_at, left_at, sit_down
from ..seats import lock as lock_screen
from .landing import landing

UNSENDABLE = ("/lock/", "/unlock/", "/locked/", "/switch/")


@lock_page
@require_safe
def locked(request: ClinicRequest) -> HttpResponse:
    """Shows whose hands may open this screen, beside its drips; an open screen goes on."""
    member = request.seat.membership
    if member is not None and not request.seat.locked:
        return HttpResponseRedirect(wanted(request, member))
    return _door(request, UnlockForm(initial={"next": safe_next(request)}))


@lock_page
@require_safe
def switch(request: ClinicRequest) -> HttpResponse:
    """Shows the same people while the screen stays open: it changes hands only with a PIN."""
    return _door(request, UnlockForm(initial={"next": safe_next(request) or _came_from(request)}))


@lock_page
@require_POST
def lock(request: ClinicRequest) -> HttpResponse:
    """Locks the screen at once and remembers the page."""
    member = request.seat.membership
    path = safe_next(request) or _came_from(request)
    if member is not None and path:
        leave_at(request, member, path)
    lock_screen(request)
    return redirect("accounts:locked", clinic=request.clinic.slug)


@lock_page
@require_POST
def unlock(request: ClinicRequest) -> HttpResponse:
    """Opens the screen for whoever shows their PIN, where they left or where this screen was."""
    form = UnlockForm(request.POST)
    if not form.is_valid():
        return _refused_door(request, form)
    try:
        member = _proved(request, form)
    except Refused as refused:
        explain(form, refused)
        return _refused_door(request, form)
    sit_down(request, member, at=request.at, by_pin=True)
    return HttpResponseRedirect(wanted(request, member))


def safe_next(request: ClinicRequest) -> str:
    """Gives the wanted page if it is a page of this clinic on this server, else an empty text."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    return path if _is_ours(request, path) else ""


def wanted(request: ClinicRequest, member: Membership) -> str:
    """Gives where to go on: the page asked for, the page this person left, or their landing page."""
    return safe_next(request) or left_at(request, member) or landing(member)


def _is_ours(request: ClinicRequest, path: str) -> bool:
    if not path.startswith(f"/{request.clinic.slug}/") or path.partition("?")[0].endswith(UNSENDABLE):
        return False
    return url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())


def _came_from(request: ClinicRequest) -> str:
    """Gives the page that linked here, as a path of this clinic, or an empty text."""
    origin = f"{request.scheme}://{request.get_host()}"
    referrer = request.headers.get("Referer", "")
    path = referrer.removeprefix(origin) if referrer.startswith(origin) else ""
    return path if _is_ours(request, path) else ""


def _proved(request: ClinicRequest, form: UnlockForm) -> Membership:
    """Gives the member whose PIN was shown; without an enrolled device only the one who signed in may."""
    chosen = form.cleaned_data["member"]
    own = request.seat.membership
    if request.seat.device is None and (own is None or own.pk != chosen):
        raise Refused("not_this_screen")
    prove_pin(request.acting, chosen, form.cleaned_data["pin"], at=request.at)
    with tenant(request.clinic.pk):
        member: Membership = Membership.objects.select_related("clinic").get(clinic=request.clinic, pk=chosen)
    return member


def _refused_door(request: ClinicRequest, form: UnlockForm) -> HttpResponse:
    return render_again(request, lambda: _door(request, form, status=422))


def _door(request: ClinicRequest, form: UnlockForm, *, status: int = 200) -> HttpResponse:
    on_device = request.seat.device is not None
    own = request.seat.membership
    people = people_with_pin(request.clinic) if on_device else [own] if own and own.pin_hash else []
    chosen = form["member"].value() or (str(own.pk) if own and not on_device else "")
    shown = {"form": form, "people": people, "chosen": str(chosen), "drips_url": _drips(request) if on_device else ""}
    return render(request, "accounts/locked.html", shown, status=status)


def _drips(request: ClinicRequest) -> str:
    """Gives the address of the board's compact fragment, where there is one."""
    try:
        return reverse("chart:board_compact", kwargs={"clinic": request.clinic.slug})
    except NoReverseMatch:
        return ""

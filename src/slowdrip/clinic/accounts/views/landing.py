"""Where people come in: the clinics they belong to."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.tenancy import own_rows

from ..cookies import CLINIC_COOKIE
from ..models import Membership
from ..rules import open_page
from ..seats import own_memberships, second_factor_shown


@open_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Sends a signed-in person to their clinic, or lets them choose; an enrolled device goes to its lock screen."""
    if not request.user.is_authenticated:
        return _stranger(request)
    if not second_factor_shown(request):
        return redirect("mfa_index")
    with own_rows(request.user.pk):
        members = own_memberships(request.user)
    if len(members) == 1:
        return HttpResponseRedirect(landing(members[0]))
    return render(request, "accounts/clinics.html", {"members": members})


def landing(member: Membership) -> str:
    """Gives the first page of a person's day: the board, or the staff list for who has no board.

    Whoever has no PIN yet sets it first: without one they can neither sign nor open a locked screen.
    """
    start = f"/{member.clinic.slug}/"
    if not member.pin_hash:
        return f"{start}pin/"
    return start if member.acting().may("board.see") else f"{start}staff/"


def _stranger(request: HttpRequest) -> HttpResponse:
    slug = request.COOKIES.get(CLINIC_COOKIE, "")
    if slug and Clinic.objects.filter(slug=slug).exists():
        return redirect("accounts:locked", clinic=slug)
    return redirect("account_login")

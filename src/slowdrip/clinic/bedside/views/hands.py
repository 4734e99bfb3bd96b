"""A screen changes hands: the staff gives it to the patient, and takes it back with a PIN."""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.cookies import remember_device
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.queries import people_with_pin
from slowdrip.clinic.accounts.rules import ClinicRequest, patient_page, render_again, staff_page
from slowdrip.clinic.accounts.seats import give_away, sit_down
from slowdrip.clinic.bedside import actions
from slowdrip.clinic.bedside.forms import GiveForm, TakeBackForm
from slowdrip.clinic.bedside.queries import chairs_in_use, takes_pins_at
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain


@staff_page("device.enrol")
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: ClinicRequest) -> HttpResponse:
    """Makes this very screen the patient's of a chair, and signs everybody out of it."""
    with tenant(request.clinic.pk):
        chairs, able = chairs_in_use(request.acting), people_with_pin(request.clinic)
    form = GiveForm(request.POST or None, chairs=chairs, initial={"chair": request.GET.get("chair", "")})
    if request.method != "POST":
        return _giving(request, form)
    try:
        if form.is_valid():
            return _given(request, form, able)
    except Refused as refused:
        explain(form, refused)
    return render_again(request, lambda: _giving(request, form, status=422))


def _given(request: ClinicRequest, form: GiveForm, able: list[Membership]) -> HttpResponse:
    if not able:
        raise Refused("nobody_could_take_it_back")
    device = request.seat.device
    handed = actions.give_to_patient(
        request.acting,
        chair_id=UUID(form.cleaned_data["chair"]),
        device_id=device.pk if device is not None else None,
        at=request.at,
    )
    give_away(request)
    response = redirect("bedside:page", clinic=request.clinic.slug)
    remember_device(response, request, handed.token)
    return response


def _giving(request: ClinicRequest, form: GiveForm, *, status: int = 200) -> HttpResponse:
    return render(request, "bedside/give.html", {"form": form, "this": request.seat.device}, status=status)


@patient_page("bedside.see")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: ClinicRequest) -> HttpResponse:
    """Opens the screen for whoever of the staff shows their PIN."""
    with tenant(request.clinic.pk):
        able, waits_until = people_with_pin(request.clinic), takes_pins_at(request.acting, at=request.at)
    form = TakeBackForm(request.POST or None, able=able)
    if request.method != "POST":
        return _door(request, form)
    try:
        if form.is_valid():
            return _taken(request, form, waits_until=waits_until)
    except Refused as refused:
        explain(form, refused)
    return render_again(request, lambda: _door(request, form, status=422))


def _taken(request: ClinicRequest, form: TakeBackForm, *, waits_until: datetime | None) -> HttpResponse:
    """A patient who plays with the number pad must not use up the tries of every nurse in the house."""
    if waits_until is not None:
        raise Refused("screen_waits", minutes=ceil((waits_until - request.at) / timedelta(minutes=1)))
    device = request.seat.device
    if device is None:
        raise Http404
    proof = form.proof(request)
    handed = actions.take_back(proof.signer, device_id=device.pk, at=request.at)
    with tenant(request.clinic.pk):
        member = Membership.objects.select_related("clinic").get(clinic=request.clinic, pk=form.cleaned_data["signer"])
    sit_down(request, member, at=request.at, by_pin=True)
    messages.success(request, _("This is “%(name)s” again.") % {"name": handed.device.name})
    page = "chart:board" if proof.signer.may("board.see") else "accounts:staff"
    response = redirect(page, clinic=request.clinic.slug)
    remember_device(response, request, handed.token)
    return response


def _door(request: ClinicRequest, form: TakeBackForm, *, status: int = 200) -> HttpResponse:
    response = render(request, "bedside/take_back.html", {"form": form}, status=status)
    response["Cache-Control"] = "no-store"
    return response

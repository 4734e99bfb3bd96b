"""Enrolled devices: list, enrol the one in hand, revoke."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import explain

from ..actions import enrol, revoke, set_sound
from ..cookies import remember_device
from ..forms import DeviceForm
from ..models import Device
from ..placed import places_of
from ..queries import devices as devices_of
from ..rules import ClinicRequest, render_again, staff_page


@staff_page("device.enrol")
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: ClinicRequest) -> HttpResponse:
    """Lists the clinic's devices and enrols the one in hand."""
    form = DeviceForm(request.POST or None)
    if request.method != "POST":
        return _list(request, form)
    try:
        return _enrolled(request, form) if form.is_valid() else _refused(request, form)
    except Refused as refused:
        explain(form, refused)
        return _refused(request, form)


@staff_page("device.enrol")
@require_POST
def revoke_device(request: ClinicRequest, device: UUID) -> HttpResponse:
    """Ends a device's enrolment."""
    try:
        revoke(request.acting, device, at=request.at)
    except Device.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Revoked. That device shows nothing of this clinic any more."))
    return redirect("accounts:devices", clinic=request.clinic.slug)


@staff_page("device.enrol")
@require_POST
def sound_of_device(request: ClinicRequest, device: UUID) -> HttpResponse:
    """Lets a device sound, or keeps it silent."""
    try:
        changed = set_sound(request.acting, device, sound=request.POST.get("sound") == "on", at=request.at)
    except Device.DoesNotExist as missing:
        raise Http404 from missing
    said = _("“%(name)s” sounds from now on.") if changed.sounds else _("“%(name)s” is silent from now on.")
    messages.success(request, said % {"name": changed.name})
    return redirect("accounts:devices", clinic=request.clinic.slug)


def _enrolled(request: ClinicRequest, form: DeviceForm) -> HttpResponse:
    new = enrol(request.acting, name=form.cleaned_data["name"], kind=form.cleaned_data["kind"], at=request.at)
    messages.success(request, _("Enrolled: this is now “%(name)s”.") % {"name": new.device.name})
    response = redirect("accounts:devices", clinic=request.clinic.slug)
    remember_device(response, request, new.token)
    return response


def _refused(request: ClinicRequest, form: DeviceForm) -> HttpResponse:
    return render_again(request, lambda: _list(request, form, status=422))


def _list(request: ClinicRequest, form: DeviceForm, *, status: int = 200) -> HttpResponse:
    places, listed = places_of(request.acting), devices_of(request.acting)
    rows = [(device, places.get(device.pk, "")) for device in listed]
    shown = {"form": form, "rows": rows, "this": request.seat.device}
    return render(request, "accounts/devices.html", shown, status=status)

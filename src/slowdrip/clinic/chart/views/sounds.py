"""Whether the sounds of a screen were heard: one tap, as part of opening the day."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.infusion import actions


@require_POST
@staff_page("day.open")
def sound_check(request: ClinicRequest) -> HttpResponse:
    """Stores the answer; one that is neither yes nor no stores nothing."""
    told = request.POST.get("heard")
    if told in ("yes", "no"):
        device = request.seat.device
        heard = told == "yes"
        actions.check_sound(request.acting, heard=heard, device_id=device.pk if device else None, at=request.at)
        unheard = _("Saved: not heard. Turn up the volume of this screen and test again.")
        messages.success(request, _("Saved: heard on this screen") if heard else unheard)
    return redirect("chart:day", clinic=request.clinic.slug)

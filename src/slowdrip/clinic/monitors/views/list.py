"""The clinic's monitors: names, where they stand, what they sent that could not be read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.queries import monitors_of, turned_away
from slowdrip.clinic.monitors.reasons import turned_away_words
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import said


@staff_page("device.enrol")
@require_safe
def monitors(request: ClinicRequest) -> HttpResponse:
    """Lists the monitors that ever spoke, and the newest messages that were turned away."""
    away = [(one, turned_away_words(one.reason)) for one in turned_away(request.acting)]
    return render(request, "monitors/list.html", {"listed": monitors_of(request.acting), "away": away})


@require_POST
@staff_page("device.enrol")
@or_404
def keep(request: ClinicRequest, monitor: UUID) -> HttpResponse:
    """Keeps a monitor's name and whether it is in use."""
    name, in_use = request.POST.get("name", ""), request.POST.get("in_use") == "yes"
    try:
        actions.keep_monitor(request.acting, monitor, name=name, in_use=in_use, at=request.at)
        messages.success(request, _("Saved."))
    except Refused as why:
        messages.error(request, said(why))
    return redirect("monitors:list", clinic=request.clinic.slug)

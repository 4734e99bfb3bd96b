"""Saying on the day page who is called by name when nobody answers an alarm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import said


@require_POST
@staff_page("day.open")
def on_call(request: ClinicRequest) -> HttpResponse:
    """Keeps who is first and second call from now on."""
    try:
        row = actions.call_first(request.acting, _chosen(request, "first"), _chosen(request, "second"), at=request.at)
        messages.success(request, _saved(row.first_id))
    except Refused as why:
        messages.error(request, said(why))
    return redirect("chart:day", clinic=request.clinic.slug)


def _saved(first: UUID | None) -> str:
    if first is None:
        return _("Saved. Nobody is called by name: an alarm that nobody answers calls everybody.")
    return _("Saved. An alarm that nobody answers calls them by name.")


def _chosen(request: ClinicRequest, name: str) -> UUID | None:
    typed = request.POST.get(name, "")
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError as why:
        raise Refused("no_such_person", field=name) from why

"""Stopping a contact and lifting the stop."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.notices import actions
from slowdrip.clinic.notices.views.deciding import back
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import said


@require_POST
@staff_page("messages.send")
@or_404
def stop(request: ClinicRequest, contact_id: UUID) -> HttpResponse:
    """Stops messages to a contact."""
    try:
        row = actions.stop(request.acting, contact_id, why=request.POST.get("why", ""), at=request.at)
    except Refused as why:
        messages.error(request, said(why))
        return redirect("notices:outbox", clinic=request.clinic.slug)
    messages.success(request, _("Nothing is sent there any more."))
    return back(request, row.contact.patient_id)


@require_POST
@staff_page("messages.send")
@or_404
def lift(request: ClinicRequest, stop: UUID) -> HttpResponse:
    """Lets messages go to a contact again."""
    row = actions.lift(request.acting, stop, at=request.at)
    messages.success(request, _("Messages may go there again."))
    return back(request, row.contact.patient_id)

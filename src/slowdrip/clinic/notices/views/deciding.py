"""What somebody does about one message: reads its words once, says what became of it, or has it sent again."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.notices import actions, configured
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body
from slowdrip.clinic.notices.shown import Line
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import said

DECISIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "told": partial(actions.told, how="told"),
    "handed_over": partial(actions.told, how="handed_over"),
    "not_reached": actions.not_reached,
    "arrived": actions.arrived,
    "again": actions.send_again,
    "by_hand": actions.by_hand,
    "let_go": actions.let_go,
    "came_back": actions.mark_bounced,
}


@require_POST
@staff_page("messages.send", shows_patient=True)
@never_cache
@or_404
def words(request: ClinicRequest, message: UUID) -> HttpResponse:
    """Shows what to say, once: the words are made now and kept nowhere."""
    try:
        with configured.asked_at(request.build_absolute_uri("/")):
            body = actions.words_for_hand(request.acting, message, at=request.at)
    except Refused as why:
        messages.error(request, said(why))
        return redirect("notices:outbox", clinic=request.clinic.slug)
    if body is None:
        messages.success(request, _("Nobody needs this message any more. It was taken off the list."))
        return redirect("notices:outbox", clinic=request.clinic.slug)
    return render_again(request, lambda: _words_page(request, message, body))


def _words_page(request: ClinicRequest, message_id: UUID, body: Body) -> HttpResponse:
    row = Message.objects.visible_to(request.acting).select_related("patient", "to_staff").get(id=message_id)
    if row.patient_id is not None:
        shows(request, row.patient_id)
    return render(request, "notices/words.html", {"line": Line(row, request.at), "body": body, "may_send": True})


@require_POST
@staff_page("messages.send")
@or_404
def decide(request: ClinicRequest, message: UUID) -> HttpResponse:
    """Takes one decision and leads back to where it was made."""
    decision = DECISIONS.get(request.POST.get("what", ""))
    try:
        if decision is None:
            raise Refused("choose_one")
        row = decision(request.acting, message, at=request.at)
    except Refused as why:
        messages.error(request, said(why))
        return redirect("notices:outbox", clinic=request.clinic.slug)
    messages.success(request, _("Saved."))
    return back(request, row.patient_id)


def back(request: ClinicRequest, patient_id: UUID | None) -> HttpResponse:
    """Leads to the patient's page when the key stood there, else to the outbox."""
    if request.POST.get("back") == "patient" and patient_id is not None:
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)
    return redirect("notices:outbox", clinic=request.clinic.slug)

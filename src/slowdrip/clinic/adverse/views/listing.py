"""The work list of the clinic, and all adverse events and tasks of one patient."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, live_page, shows, staff_page
from slowdrip.clinic.adverse.codes_words import SYMPTOMS, severity_words
from slowdrip.clinic.adverse.counting import matters_now
from slowdrip.clinic.adverse.proposals import Proposal, proposals
from slowdrip.clinic.adverse.queries import of_patient, on_list
from slowdrip.clinic.adverse.shown import line_of
from slowdrip.clinic.adverse.texts import ENTER, SEE
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404


@staff_page(SEE, shows_patient=True)
@require_safe
def board(request: ClinicRequest) -> HttpResponse:
    """Lists everything that is open, what is overdue first."""
    return _board(request, "adverse/board.html")


@staff_page(SEE, shows_patient=True)
@require_safe
def live(request: ClinicRequest) -> HttpResponse:
    """Gives the live part of the list anew."""
    return _board(request, "adverse/parts/board.html")


@live_page(SEE)
@require_safe
def count(request: ClinicRequest) -> HttpResponse:
    """Gives the number in the menu; at the lock none, as nobody is known to stand there."""
    found = None if request.seat.locked else matters_now(request.clinic.pk, at=request.at)
    return render(request, "adverse/parts/count.html", {"matters": found})


def _board(request: ClinicRequest, template: str) -> HttpResponse:
    found = on_list(request.acting, request.at)
    shows(request, *(each.matter.patient_id for each in found))
    lines = [line_of(each) for each in found]
    return render(request, template, {"lines": lines, "late": sum(each.late for each in found)})


@staff_page(SEE, shows_patient=True)
@require_safe
@or_404
def patient(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows all of one patient, and what was charted at drips and may be kept."""
    found = found_patient(request.acting, patient_id)
    shows(request, found.pk)
    lines = [line_of(each) for each in of_patient(request.acting, found.pk, request.at)]
    may_enter = request.acting.may(ENTER)
    context = {
        "patient": found,
        "open": [line for line in lines if line.standing.is_open],
        "closed": [line for line in lines if not line.standing.is_open],
        "proposals": [_shown(each) for each in proposals(request.acting, found.pk, at=request.at)] if may_enter else [],
        "may_enter": may_enter,
    }
    return render(request, "adverse/patient.html", context)


def _shown(one: Proposal) -> dict[str, object]:
    title = one.opened.own_words or str(SYMPTOMS[one.opened.symptom])
    words = "" if one.severity is None else severity_words(one.severity)
    ended = one.opened.offset
    return {"ended": ended, "one": one, "title": title, "severity": words}

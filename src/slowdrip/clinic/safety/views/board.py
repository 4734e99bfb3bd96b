"""The board of open cases, its live part, and the number in the menu."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, live_page, shows, staff_page
from slowdrip.clinic.safety.case_shown import board_lines, closed_lately
from slowdrip.clinic.safety.counting import cases_now
from slowdrip.clinic.safety.plans import ACT, SEE
from slowdrip.clinic.safety.queries import on_board
from slowdrip.clinic.safety.reaching import sends_mail, unreached
from slowdrip.clinic.safety.roster import able_members, on_call


@staff_page(SEE, shows_patient=True)
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows every open case with its deadline, and those that were closed lately, folded."""
    return _board(request, "safety/board.html")


@staff_page(SEE, shows_patient=True)
@require_safe
def live(request: ClinicRequest) -> HttpResponse:
    """Gives the live part of the board anew."""
    return _board(request, "safety/parts/board.html")


def _board(request: ClinicRequest, template: str) -> HttpResponse:
    found = on_board(request.acting, request.at)
    lines = board_lines(found.open, at=request.at)
    closed = closed_lately(request.acting, at=request.at)
    shown = [line.patient.pk for line in lines] + [case.patient_id for case in found.unreadable]
    shows(request, *shown, *(line.row.patient_id for line in closed))
    members = able_members(request.clinic.pk)
    now = on_call(request.clinic.pk, request.at, members=members)
    without = unreached(members)
    context = {
        "lines": lines,
        "unreadable": found.unreadable,
        "closed": closed,
        "may_act": request.acting.may(ACT),
        "on_call": now.first is not None,
        "sends_mail": sends_mail(),
        "answers_unreached": (now.first or now.backup) in without,
        "unreached": {str(each) for each in without},
    }
    return render(request, template, context)


@live_page(SEE)
@require_safe
def count(request: ClinicRequest) -> HttpResponse:
    """Gives the number in the menu; at the lock none, as nobody is known to stand there."""
    found = None if request.seat.locked else cases_now(request.clinic.pk, at=request.at)
    return render(request, "safety/parts/count.html", {"cases": found})

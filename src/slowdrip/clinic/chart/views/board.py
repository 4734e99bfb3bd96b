"""The board of all chairs: the page, its live part, and the few lines a locked screen shows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, device_page, shows
from slowdrip.clinic.chart.board import board, running_cards


@device_page("board.see", shows_patient=True)
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows every chair; on an enrolled device also while it is locked."""
    return _board(request, "chart/board.html")


@device_page("board.see", shows_patient=True)
@require_safe
def live(request: ClinicRequest) -> HttpResponse:
    """Gives the live part of the board anew."""
    return _board(request, "chart/parts/board.html")


@device_page("board.see", shows_patient=True)
@require_safe
def compact(request: ClinicRequest) -> HttpResponse:
    """Gives the drips under way in a few lines, for the locked screen."""
    cards = running_cards(request.acting, at=request.at)
    shows(request, *(card.infusion.patient_id for card in cards))
    return render(request, "chart/parts/compact.html", {"cards": cards, "locked": request.seat.locked})


def _board(request: ClinicRequest, template: str) -> HttpResponse:
    seen = board(request.acting, at=request.at)
    shows(request, *(card.infusion.patient_id for card in seen.cards))
    shows(request, *(waiting.infusion.patient_id for waiting in (*seen.expected, *seen.ended)))
    keys = {
        "locked": request.seat.locked,
        "may_chart": request.acting.may("drip.chart"),
        "may_edit_chairs": request.acting.may("chairs.edit"),
    }
    return render(request, template, {"board": seen, **keys})

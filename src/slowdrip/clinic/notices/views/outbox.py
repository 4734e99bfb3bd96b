"""The outbox: what waits for a person, what did not arrive, and where nothing is sent."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.notices import configured
from slowdrip.clinic.notices.queries import MOST, outbox
from slowdrip.clinic.notices.shown import Line
from slowdrip.clinic.notices.words import STOP_WHY, WAYS, WRONG


@staff_page("messages.see", shows_patient=True)
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows the outbox as it is now."""
    found = outbox(request.acting, at=request.at)
    shows(request, *found.patients)
    context: dict[str, Any] = {
        "by_hand": [{"line": Line(each.message, request.at), "contacts": each.contacts} for each in found.by_hand],
        "unknown": [Line(row, request.at) for row in found.unknown],
        "troubled": [Line(row, request.at) for row in found.troubled],
        "stops": [{"stop": stop, "why": STOP_WHY.get(stop.why, stop.why)} for stop in found.stops],
        "at_gateway": found.at_gateway,
        "later": found.later,
        "most": MOST,
        "may_send": request.acting.may("messages.send"),
        **gateways_told(),
    }
    return render(request, "notices/outbox.html", context)


def gateways_told() -> dict[str, Any]:
    """Gives which gateways are on, in words, and what is wrong with one that is set up."""
    on = configured.ways_on()
    return {
        "ways_on": [words for way, words in WAYS.items() if way in on],
        "mistakes": [(wrong.setting, WRONG[wrong.code]) for wrong in configured.mistakes()],
    }

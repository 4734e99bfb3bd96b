"""How one does, as the patient sees it: after a one-time code, in plain words, without labels that judge."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.models import SEE
from slowdrip.clinic.portal.rules import LinkRequest, link_page
from slowdrip.clinic.progress.drawing import own_curve
from slowdrip.clinic.progress.pictured import pictured

SHOWN = ("nrs_mood", "phq9", "gad7", "pcl5")
"""The scales whose numbers a patient can read without somebody beside them."""


@link_page(SEE)
@require_safe
def page(request: LinkRequest) -> HttpResponse:
    """Shows the patient's own numbers over time, beside their drips."""
    seen = pictured(request.acting, request.link.patient_id, zone=ZoneInfo(request.clinic.time_zone), at=request.at)
    tracks = [each for each in seen.tracks if each.track.name in SHOWN and each.track.scored]
    tracks.sort(key=lambda each: SHOWN.index(each.track.name))
    drips, axis = tuple(reversed(seen.drips)), seen.axis
    whole = [sum(one.standing.value is not None for one in each.track.scored) for each in tracks]
    pairs = zip(tracks, whole, strict=True)
    curves = [own_curve(each.track, drips, axis) if axis and number > 1 else None for each, number in pairs]
    shown = {
        "clinic": request.clinic,
        "crisis": crisis_numbers(request.clinic),
        "tracks": list(zip(tracks, curves, strict=True)),
        "has_curve": any(curves),
        "seen": seen.asked,
        "drips": len(seen.drips),
        "tablet": request.link.kiosk,
    }
    return render(request, "progress/own.html", shown)

"""What this app adds to the patient's page: the newest score of each scale, and the way to all of them."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.progress.shown import asked_of, lines_of
from slowdrip.clinic.progress.tracks import tracks_of

MOST = 6


def scores(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives what was asked and not answered, then the newest score of each scale."""
    if not request.acting.may("outcomes.see"):
        return SafeString("")
    tracks = tracks_of(request.acting, patient.pk, at=request.at)
    scored = [track for track in tracks if track.scored]
    lines = [(track, lines_of(track)[0]) for track in scored[:MOST]]
    told = [
        {"title": track.title, "value": line.value, "said": line.said, "at": line.at, "way": line.way}
        for track, line in lines
    ]
    shown = {"clinic": request.clinic, "patient": patient, "lines": told, "missing": asked_of(tracks)}
    return SafeString(render_to_string("progress/panel.html", shown))


def register_all() -> None:
    """Adds the panel."""
    panels.register(scores)

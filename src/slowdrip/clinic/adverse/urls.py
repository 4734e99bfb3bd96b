"""The pages of adverse events and tasks."""

from django.urls import path

from slowdrip.clinic.adverse.views import events, listing, matters

app_name = "adverse"
OF = "people/<uuid:patient_id>/adverse/"
MATTER = "adverse/<uuid:matter>/"
urlpatterns = [
    path("adverse/", listing.board, name="board"),
    path("adverse/live/", listing.live, name="board_live"),
    path("adverse/count/", listing.count, name="count"),
    path(OF, listing.patient, name="patient"),
    path(f"{OF}new/", events.write, name="write"),
    path(f"{OF}keep/", events.keep, name="keep"),
    path(MATTER, matters.page, name="matter"),
    path(f"{MATTER}judge/", matters.judge, name="judge"),
    path(f"{MATTER}look/", matters.look, name="look"),
    path(f"{MATTER}close/", matters.close, name="close"),
    path(f"{MATTER}reopen/", matters.reopen, name="reopen"),
    path(f"{MATTER}settle/", matters.settle, name="settle"),
    path(f"{MATTER}void/", events.void, name="void"),
    path(f"{MATTER}sign/", matters.sign, name="sign"),
    path(f"{MATTER}report.pdf", events.report, name="report"),
]

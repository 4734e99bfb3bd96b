"""The pages around an emergency."""

from django.urls import path

from slowdrip.clinic.emergency.views import card, chair, debrief, drills, report, strip

app_name = "emergency"
AT = "drips/<uuid:infusion>/emergency/"
DRILL = "day/drills/<uuid:drill>/"
urlpatterns = [
    path("emergencies/open/", strip.open_now, name="open"),
    path(AT, chair.page, name="page"),
    path(f"{AT}live/", chair.live, name="live"),
    path(f"{AT}begin/", chair.begin, name="begin"),
    path(f"{AT}tap/", chair.tap, name="tap"),
    path(f"{AT}debrief/", debrief.debrief, name="debrief"),
    path(f"{AT}report.pdf", report.report, name="report"),
    path("emergency-card/", card.card, name="card"),
    path("emergency-card/new/", card.write, name="write_card"),
    path("day/drills/", drills.listing, name="drills"),
    path("day/drills/begin/", drills.begin, name="begin_drill"),
    path(DRILL, drills.page, name="drill"),
    path(f"{DRILL}tap/", drills.tap, name="drill_tap"),
    path(f"{DRILL}void/", drills.void, name="drill_void"),
    path(f"{DRILL}over/", drills.over, name="drill_over"),
]

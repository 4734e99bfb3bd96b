"""The monitors' pages."""

from django.urls import path

from slowdrip.clinic.monitors.views import chair
from slowdrip.clinic.monitors.views import list as listing

app_name = "monitors"
AT = "drips/<uuid:infusion>/monitor/"
urlpatterns = [
    path("monitors/", listing.monitors, name="list"),
    path("monitors/<uuid:monitor>/", listing.keep, name="keep"),
    path(AT, chair.panel, name="panel"),
    path(f"{AT}numbers/", chair.numbers, name="numbers"),
    path(f"{AT}pair/", chair.pair, name="pair"),
    path(f"{AT}release/", chair.release, name="release"),
    path(f"{AT}accept/", chair.accept, name="accept"),
]

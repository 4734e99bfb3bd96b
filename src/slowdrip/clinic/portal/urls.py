"""A patient's link: its door, its one-time code, and the tablet that goes back.

The door takes whatever stands in its place, so that a guess looks like an expired link: these addresses come last of
all under /p/.
"""

from django.urls import path

from slowdrip.clinic.portal.views import code, door, tablet

app_name = "portal"
urlpatterns = [
    path("code/", code.page, name="code"),
    path("code/new/", code.ask, name="ask_code"),
    path("tablet/", tablet.back, name="tablet"),
    path("<str:token>/", door.page, name="door"),
]

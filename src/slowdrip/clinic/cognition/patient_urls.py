"""The two tasks as a patient does them; these addresses stand before the door of a link, which takes what is left."""

from django.urls import path

from slowdrip.clinic.cognition.views import doing

app_name = "games"
urlpatterns = [
    path("games/", doing.home, name="home"),
    path("games/<uuid:offer>/not-now/", doing.not_wanted, name="not_now"),
    path("games/<uuid:offer>/<slug:game>/", doing.page, name="game"),
    path("games/<uuid:offer>/<slug:game>/begin/", doing.begun, name="begin"),
    path("games/<uuid:offer>/<slug:game>/end/", doing.over, name="end"),
]

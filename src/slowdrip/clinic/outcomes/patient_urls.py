"""A patient's questions; these addresses stand before the door of a link, which takes whatever is left."""

from django.urls import path

from slowdrip.clinic.outcomes.views import patient, patient_end

app_name = "answers"
ASK = "<uuid:ask>/"
urlpatterns = [
    path("", patient.home, name="home"),
    path(f"{ASK}words/", patient_end.words, name="words"),
    path(f"{ASK}done/", patient_end.done, name="done"),
    path(f"{ASK}<slug:scale>/", patient.together, name="together"),
    path(f"{ASK}<slug:scale>/<slug:item>/", patient.question, name="question"),
]

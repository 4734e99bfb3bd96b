"""What was asked and answered, as staff sees and enters it."""

from django.urls import path

from slowdrip.clinic.outcomes.views import asked, entering, handing, history, permitting

app_name = "outcomes"
OF = "people/<uuid:patient_id>/"
urlpatterns = [
    path(f"{OF}answers/", history.listing, name="answers"),
    path(f"{OF}answers/<slug:scale>/", entering.enter, name="enter"),
    path(f"{OF}answers/<uuid:response>/void/", history.void, name="void"),
    path(f"{OF}hand-out/", handing.page, name="hand_out"),
    path("forms/", permitting.page, name="permissions"),
    path("questions/", asked.page, name="asked"),
    path(f"{OF}following/", asked.following, name="following"),
]

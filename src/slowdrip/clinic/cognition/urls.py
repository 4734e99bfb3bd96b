"""The two tasks as staff sees and hands them out."""

from django.urls import path

from slowdrip.clinic.cognition.views import handing, seen, voiding

app_name = "cognition"
OF = "people/<uuid:patient_id>/thinking/"
urlpatterns = [
    path(OF, seen.page, name="patient"),
    path(f"{OF}hand-out/", handing.page, name="hand_out"),
    path(f"{OF}send/", handing.send_link, name="send"),
    path(f"{OF}<uuid:run>/void/", voiding.page, name="void"),
]

"""The pages of progress."""

from django.urls import path

from slowdrip.clinic.progress.views import clinic, patient

app_name = "progress"
urlpatterns = [
    path("outcomes/", clinic.page, name="clinic"),
    path("outcomes/outcomes.csv", clinic.table, name="clinic_csv"),
    path("people/<uuid:patient_id>/progress/", patient.page, name="patient"),
]

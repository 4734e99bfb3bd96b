"""The pages of predictions: panel, comparison, what they are for, and each model."""

from django.urls import path

from slowdrip.clinic.twin.views import about, comparing, panel

app_name = "twin"
urlpatterns = [
    path("drips/<uuid:infusion>/prediction/", panel.panel, name="panel"),
    path("orders/<uuid:order_id>/predictions/", comparing.compare, name="compare"),
    path("predictions/", about.page, name="about"),
    path("predictions/models/<slug:model>/", about.card, name="card"),
]

"""The pages of the import for go-live."""

from django.urls import path

from slowdrip.clinic.golive import booster_views, views

app_name = "golive"
urlpatterns = [
    path("go-live/", views.batches, name="batches"),
    path("go-live/example.csv", views.example, name="example"),
    path("go-live/boosters/", booster_views.boosters, name="boosters"),
    path("people/<uuid:patient_id>/next-booster/", booster_views.booster, name="booster"),
    path("go-live/<uuid:batch>/", views.batch, name="batch"),
    path("go-live/<uuid:batch>/discard/", views.discard, name="discard"),
    path("go-live/<uuid:batch>/undo/", views.undo, name="undo"),
]

"""The treatment pages."""

from django.urls import path

from . import views

app_name = "treatment"
OF_PATIENT = "people/<uuid:patient_id>/orders/"
urlpatterns = [
    path(f"{OF_PATIENT}new/", views.order_new, name="new"),
    path(f"{OF_PATIENT}preview/", views.order_preview, name="preview"),
    path("orders/", views.waiting, name="waiting"),
    path("orders/<uuid:order_id>/", views.order_page, name="order"),
    path("orders/<uuid:order_id>/verify/", views.order_verify, name="verify"),
    path("orders/<uuid:order_id>/cosign/", views.order_cosign, name="cosign"),
    path("orders/<uuid:order_id>/replace/", views.order_replace, name="replace"),
    path("orders/<uuid:order_id>/rate/", views.order_rate_page, name="rate"),
    path("orders/<uuid:order_id>/rate/preview/", views.order_rate_preview, name="rate_preview"),
    path("orders/<uuid:order_id>/void/", views.order_void, name="void"),
    path("orders/<uuid:order_id>/label/", views.order_label, name="label"),
]

"""The people pages."""

from django.urls import path

from . import views

app_name = "people"
OF = "people/<uuid:patient_id>/"
urlpatterns = [
    path("people/", views.listing, name="list"),
    path("people/new/", views.new, name="new"),
    path(OF, views.show, name="patient"),
    path(f"{OF}edit/", views.edit, name="edit"),
    path(f"{OF}measure/", views.measuring, name="measure"),
    path(f"{OF}measured/<uuid:measurement_id>/reread/", views.rereading, name="reread"),
    path(f"{OF}measured/<uuid:measurement_id>/void/", views.measured_void, name="measured_void"),
    path(f"{OF}allergies/new/", views.allergy_new, name="allergy_new"),
    path(f"{OF}allergies/confirm/", views.allergies_confirm, name="allergies_confirm"),
    path(f"{OF}allergies/<uuid:allergy_id>/void/", views.allergy_void, name="allergy_void"),
    path(f"{OF}medicines/new/", views.medicine_new, name="medicine_new"),
    path(f"{OF}medicines/confirm/", views.medicines_confirm, name="medicines_confirm"),
    path(f"{OF}medicines/<uuid:medicine_id>/told/", views.medicine_told, name="medicine_told"),
    path(f"{OF}medicines/<uuid:medicine_id>/void/", views.medicine_void, name="medicine_void"),
    path(f"{OF}contacts/new/", views.contact_new, name="contact_new"),
    path(f"{OF}contacts/<uuid:contact_id>/edit/", views.contact_edit, name="contact_edit"),
    path(f"{OF}contacts/<uuid:contact_id>/end/", views.contact_end, name="contact_end"),
]

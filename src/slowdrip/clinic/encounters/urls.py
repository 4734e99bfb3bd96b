"""The pages around a drip."""

from django.urls import path

from slowdrip.clinic.encounters.views import due, letters, notes, phone, signing, wishes

app_name = "encounters"
OF = "people/<uuid:patient_id>/"
NOTE = "notes/<uuid:note>/"
urlpatterns = [
    path("phone-calls/", phone.listing, name="calls"),
    path("calls-due/", due.page, name="calls_due"),
    path(f"{OF}notes/", notes.listing, name="notes"),
    path(f"{OF}notes/new/", notes.write, name="write"),
    path(f"{OF}calls/new/", phone.write, name="phone"),
    path(f"{OF}wishes/", wishes.page, name="wishes"),
    path(f"{OF}letters/new/", letters.write, name="write_letter"),
    path(NOTE, notes.page, name="note"),
    path(f"{NOTE}add/", notes.add, name="add"),
    path(f"{NOTE}cosign/", signing.cosign, name="cosign"),
    path(f"{NOTE}void/", signing.void, name="void"),
    path("letters/<uuid:letter>/void/", signing.void_letter, name="void_letter"),
    path("letters/<uuid:letter>/letter.pdf", letters.pdf, name="letter_pdf"),
]

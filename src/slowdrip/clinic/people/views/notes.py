"""Allergies and contacts: added, changed, voided, confirmed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.people import actions
from slowdrip.clinic.people.forms import AllergyForm, ContactForm, EditContactForm, ReasonForm
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.tenancy import tenant

from .short import Short, confirmed, short_form

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@staff_page("people.edit", shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def allergy_new(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Adds an allergy."""
    short = Short(
        _("Add an allergy or intolerance"), _("Add"), AllergyForm(request.POST or None), f"allergy:{patient_id}"
    )
    return short_form(
        request,
        patient_id,
        short,
        lambda typed: actions.add_allergy(request.acting, patient_id, **typed, at=request.at),
    )


@staff_page("people.measure", shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def allergy_void(request: ClinicRequest, patient_id: UUID, allergy_id: UUID) -> HttpResponse:
    """Voids an allergy with a reason."""
    short = Short(_("Void this allergy"), _("Void"), ReasonForm(request.POST or None), f"void:{allergy_id}")
    return short_form(
        request,
        patient_id,
        short,
        lambda typed: actions.void_allergy(request.acting, allergy_id, **typed, at=request.at),
    )


@staff_page("people.measure", shows_patient=True)
@require_POST
@or_404
def allergies_confirm(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Notes that the patient was asked and the list stands as the page showed it."""
    return confirmed(
        request,
        patient_id,
        lambda seen: actions.confirm_allergies(request.acting, patient_id, seen=seen, at=request.at),
        changed="allergies_changed",
    )


@staff_page("people.edit", shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def contact_new(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Adds a way to reach the patient."""
    short = Short(_("Add a contact"), _("Add"), ContactForm(request.POST or None), f"contact:{patient_id}")
    return short_form(
        request,
        patient_id,
        short,
        lambda typed: actions.add_contact(request.acting, patient_id, **typed, at=request.at),
    )


@staff_page("people.edit", shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def contact_edit(request: ClinicRequest, patient_id: UUID, contact_id: UUID) -> HttpResponse:
    """Changes a contact or whether it is safe."""
    with tenant(request.clinic.pk):
        contact: Contact = Contact.objects.visible_to(request.acting).get(id=contact_id, patient_id=patient_id)
    first = {"value": contact.value, "safe": contact.safe}
    form = EditContactForm(request.POST or None, initial=first)
    return short_form(
        request,
        patient_id,
        Short(_("Change this contact"), _("Save"), form, f"contact:{contact_id}"),
        lambda typed: actions.edit_contact(request.acting, contact_id, **typed, at=request.at),
    )


@staff_page("people.edit", shows_patient=True)
@require_POST
@or_404
def contact_end(request: ClinicRequest, patient_id: UUID, contact_id: UUID) -> HttpResponse:
    """Ends a contact: nothing is sent there any more."""
    actions.end_contact(request.acting, contact_id, at=request.at)
    messages.success(request, _("Ended. Nothing is sent there any more."))
    return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)

"""Medicines of a patient: added, told of, voided, confirmed as a list."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.people import actions
from slowdrip.clinic.people.forms import MedicineForm, MedicineTodayForm, MedicineWordForm, ReasonForm
from slowdrip.clinic.people.models import Medicine
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.tenancy import tenant

from .short import Short, confirmed, short_form

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@staff_page("people.edit", shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def medicine_new(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Adds a medicine."""
    form = MedicineForm(request.POST or None)
    return short_form(
        request,
        patient_id,
        Short(_("Add a medicine"), _("Add"), form, f"medicine:{patient_id}"),
        lambda typed: actions.add_medicine(request.acting, patient_id, **typed, at=request.at),
    )


@staff_page("people.edit", shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def medicine_told(request: ClinicRequest, patient_id: UUID, medicine_id: UUID) -> HttpResponse:
    """Notes that a medicine was taken or not taken today; or that it is stopped, for whoever may void it."""
    heading = _named(request, patient_id, medicine_id)
    asked = MedicineWordForm if request.acting.may("people.measure") else MedicineTodayForm
    form = asked(request.POST or None)
    return short_form(
        request,
        patient_id,
        Short(heading, _("Save"), form, f"told:{medicine_id}"),
        lambda typed: actions.tell_of_medicine(request.acting, medicine_id, **typed, at=request.at),
    )


@staff_page("people.measure", shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def medicine_void(request: ClinicRequest, patient_id: UUID, medicine_id: UUID) -> HttpResponse:
    """Voids a medicine that was entered in error."""
    heading = _("Void: %(what)s") % {"what": _named(request, patient_id, medicine_id)}
    form = ReasonForm(request.POST or None)
    return short_form(
        request,
        patient_id,
        Short(heading, _("Void"), form, f"void:{medicine_id}"),
        lambda typed: actions.void_medicine(request.acting, medicine_id, **typed, at=request.at),
    )


@staff_page("people.measure", shows_patient=True)
@require_POST
@or_404
def medicines_confirm(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Notes that the patient was asked and the list stands as the page showed it."""
    return confirmed(
        request,
        patient_id,
        lambda seen: actions.confirm_medicines(request.acting, patient_id, seen=seen, at=request.at),
        changed="medicines_changed",
    )


def _named(request: ClinicRequest, patient_id: UUID, medicine_id: UUID) -> str:
    """The medicine's name, or Medicine.DoesNotExist where it is not this patient's."""
    with tenant(request.clinic.pk):
        row: Medicine = Medicine.objects.visible_to(request.acting).get(id=medicine_id, patient_id=patient_id)
    return row.substance

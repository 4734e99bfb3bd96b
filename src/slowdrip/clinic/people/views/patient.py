"""One patient: the page, registering, editing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.people import panels, queries
from slowdrip.clinic.people.actions import edit_patient, register_patient
from slowdrip.clinic.people.forms.patient import PatientForm, filled
from slowdrip.clinic.people.medicine_panel import medicine_panel
from slowdrip.clinic.people.models import Measurement, Patient
from slowdrip.clinic.people.steps import Match
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import explain


@staff_page("people.see", shows_patient=True)
@require_safe
@or_404
def show(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows a patient: facts, allergies, medicines, measurements, contacts, and what other apps add."""
    return patient_page(request, patient_id)


def patient_page(request: ClinicRequest, patient_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Renders the patient's page, with a problem above it when something was refused."""
    actor = request.acting
    patient = queries.patient(actor, patient_id)
    shows(request, patient.pk)
    shown = {
        "patient": patient,
        "allergies": queries.allergies(actor, patient),
        "medicines": medicine_panel(patient, at=request.at),
        "measurements": queries.measurements(actor, patient.pk),
        "weight": queries.latest(actor, patient.pk, Measurement.Kind.WEIGHT_G),
        "height": queries.latest(actor, patient.pk, Measurement.Kind.HEIGHT_MM),
        "contacts": queries.contacts(actor, patient),
        "panels": panels.rendered(request, patient),
        "may_edit": actor.may("people.edit"),
        "may_measure": actor.may("people.measure"),
        "at": request.at,
        "problem": problem,
    }
    return render(request, "people/patient.html", shown, status=status)


@staff_page("people.edit", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ClinicRequest) -> HttpResponse:
    """Registers a patient; a likely double is shown and must be looked at."""
    form = PatientForm(request.POST or None, initial={"language": "English"})
    if request.method != "POST":
        return _form_page(request, form)
    matches: tuple[Match, ...] = ()
    if form.is_valid():
        try:
            patient = register_patient(request.acting, form.facts(), at=request.at, even_so=form.is_another_person)
        except Refused as refused:
            matches = _explained(form, refused)
        else:
            messages.success(request, _("Registered with MRN %(mrn)s.") % {"mrn": patient.mrn})
            return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient.pk)
    return render_again(request, lambda: _form_page(request, form, matches=matches, status=422))


@staff_page("people.edit", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def edit(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Changes what is written about a patient; never over what someone else changed meanwhile."""
    if request.method != "POST":
        patient = queries.patient(request.acting, patient_id)
        return _form_page(request, PatientForm(initial=filled(patient)), patient=patient)
    form = PatientForm(request.POST)
    matches: tuple[Match, ...] = ()
    if form.is_valid():
        try:
            edit_patient(request.acting, patient_id, form.facts(), at=request.at, **_looked_at(form))
        except Refused as refused:
            matches = _explained(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)
    return render_again(request, lambda: _edit_again(request, form, patient_id, matches))


def _looked_at(form: PatientForm) -> dict[str, Any]:
    return {"seen": form.cleaned_data["seen"], "even_so": form.is_another_person}


def _edit_again(
    request: ClinicRequest, form: PatientForm, patient_id: UUID, matches: tuple[Match, ...]
) -> HttpResponse:
    patient = queries.patient(request.acting, patient_id)
    if "changed_meanwhile" in form.refused_codes:
        form.data = {**request.POST.dict(), "seen": filled(patient)["seen"]}
    return _form_page(request, form, patient=patient, matches=matches, status=422)


def _explained(form: PatientForm, refused: Refused) -> tuple[Match, ...]:
    form.refused_codes = (refused.code,)
    form.known_person = form.person()
    explain(form, refused)
    return tuple(refused.params.get("matches", ()))


def _form_page(
    request: ClinicRequest,
    form: PatientForm,
    *,
    patient: Patient | None = None,
    matches: tuple[Match, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shows(request, *(match.patient_id for match in matches), *([patient.pk] if patient else []))
    person = form.known_person if "patient_known" in form.refused_codes else ""
    shown = {"form": form, "patient": patient, "matches": matches, "person": person}
    return render(request, "people/edit.html", {**shown, "returned": status != 200}, status=status)

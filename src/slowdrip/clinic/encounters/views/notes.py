"""Notes of a patient: the list, one note with its addenda, and the form for another."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.encounters import actions, queries
from slowdrip.clinic.encounters.asked import asked_infusion
from slowdrip.clinic.encounters.forms import NoteForm
from slowdrip.clinic.encounters.shown import shown_note, shown_notes
from slowdrip.clinic.encounters.told import Told
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.tenancy import tenant


@dataclass(frozen=True, slots=True)
class About:
    """Whom a form is about: the patient, the visit if there is one, and the note that it adds to."""

    patient: Patient
    infusion: Infusion | None = None
    first: queries.Written | None = None


@staff_page("record.see", shows_patient=True)
@require_safe
@or_404
def listing(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows everything that was noted about a patient, the newest first."""
    patient = found_patient(request.acting, patient_id)
    shows(request, patient.pk)
    context = {
        "patient": patient,
        "notes": shown_notes(queries.notes_of(request.acting, patient.pk)),
        "may_write": request.acting.may("drip.chart"),
        "most": queries.MOST_LISTED,
    }
    return render(request, "encounters/notes.html", context)


@staff_page("record.see", shows_patient=True)
@require_safe
@or_404
def page(request: ClinicRequest, note: UUID) -> HttpResponse:
    """Shows one note, its signatures and what was added."""
    found = queries.note(request.acting, note)
    shows(request, found.note.patient_id)
    context = {
        "patient": found.note.patient,
        "note": shown_note(found),
        "may_write": request.acting.may("drip.chart"),
    }
    return render(request, "encounters/note.html", context)


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def write(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes a progress note with the author's signature."""
    with tenant(request.clinic.pk):
        about = About(found_patient(request.acting, patient_id), asked_infusion(request, patient_id))
        form = _form(request)
    return _answer(request, about, form)


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def add(request: ClinicRequest, note: UUID) -> HttpResponse:
    """Takes an addendum: a note of its own, shown below the first."""
    with tenant(request.clinic.pk):
        first = queries.note(request.acting, note)
        about = About(first.note.patient, first.note.infusion, first)
        form = _form(request)
    return _answer(request, about, form)


def _form(request: ClinicRequest) -> NoteForm:
    able = signers(request.acting, "drip.chart")
    known = {"signer": own_place(request, able), "happened_at": request.at}
    return NoteForm(posted(request), able=able, initial=known)


def _answer(request: ClinicRequest, about: About, form: NoteForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and done(form, lambda: _write(request, about, form)):
        messages.success(request, _("Signed and saved."))
        if about.first is not None:
            return redirect("encounters:note", clinic=request.clinic.slug, note=about.first.note.pk)
        return redirect("encounters:notes", clinic=request.clinic.slug, patient_id=about.patient.pk)
    return render_again(request, lambda: _page(request, about, form))


def _write(request: ClinicRequest, about: About, form: NoteForm) -> None:
    typed = form.cleaned_data
    told = Told(
        text=typed["text"],
        happened_at=typed["happened_at"],
        infusion_id=about.infusion.pk if about.infusion is not None else None,
        adds_to=about.first.note.pk if about.first is not None else None,
        needs_cosign=typed["needs_cosign"],
    )
    row_id, proof = told_id(request.POST, "row_id"), form.proof(request)
    actions.write_note(request.acting, about.patient.pk, told, proof=proof, at=request.at, note_id=row_id)


def _page(request: ClinicRequest, about: About, form: NoteForm) -> HttpResponse:
    shows(request, about.patient.pk)
    subject = about.first.note.pk if about.first is not None else about.patient.pk
    context: dict[str, Any] = {
        "patient": about.patient,
        "infusion": about.infusion,
        "first": shown_note(about.first) if about.first is not None else None,
        "form": form,
        "row_id": told_id(request.POST, "row_id"),
        "keep": f"note:{subject}:{about.infusion.pk if about.infusion is not None else ''}",
        "returned": form.is_bound,
    }
    return render(request, "encounters/write.html", context, status=422 if form.is_bound else 200)

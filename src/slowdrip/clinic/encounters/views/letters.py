"""The letter to a referrer: written by a person beside the facts, signed, and given as PDF."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.record.pdf import as_pdf, rendered
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.encounters import actions, queries
from slowdrip.clinic.encounters.forms import LetterForm
from slowdrip.clinic.encounters.letter_facts import facts_digest, letter_facts
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.tenancy import tenant


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def write(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes a letter with its signature; the facts beside it are part of what is signed."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        able = signers(request.acting, "drip.chart")
    form = LetterForm(posted(request), able=able, initial={"signer": own_place(request, able)})
    if request.method == "POST" and form.is_valid() and done(form, lambda: _write(request, patient, form)):
        messages.success(request, _("Signed. The letter is on the patient's page as PDF."))
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient.pk)
    return render_again(request, lambda: _page(request, patient, form))


def _zone(request: ClinicRequest) -> ZoneInfo:
    return ZoneInfo(request.clinic.time_zone)


def _write(request: ClinicRequest, patient: Patient, form: LetterForm) -> None:
    typed = form.cleaned_data
    actions.write_letter(
        request.acting,
        patient.pk,
        {"to": typed["to"], "text": typed["text"]},
        zone=_zone(request),
        seen=typed["seen"],
        proof=form.proof(request),
        at=request.at,
        letter_id=told_id(request.POST, "row_id"),
    )


def _page(request: ClinicRequest, patient: Patient, form: LetterForm) -> HttpResponse:
    """Shows the form beside the facts as they stand now, also after a refusal: what is signed next was seen here."""
    shows(request, patient.pk)
    now = found_patient(request.acting, patient.pk)
    facts = letter_facts(request.acting, now, zone=_zone(request))
    context: dict[str, Any] = {
        "patient": now,
        **facts.told(),
        "seen": facts_digest(facts),
        "form": form,
        "row_id": told_id(request.POST, "row_id"),
        "returned": form.is_bound,
    }
    return render(request, "encounters/write_letter.html", context, status=422 if form.is_bound else 200)


@staff_page("record.see", shows_patient=True)
@require_safe
@or_404
def pdf(request: ClinicRequest, letter: UUID) -> HttpResponse:
    """Gives a signed letter; one whose text is not what was signed is refused, and its name says nothing."""
    found = queries.letter(request.acting, letter)
    shows(request, found.letter.patient_id)
    if not found.whole:
        messages.error(request, _("The stored letter is not what was signed. It is not printed."))
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=found.letter.patient_id)
    who = found.content["who"]
    context = {"letter": found, "who": who, "born": date.fromisoformat(who["born"]), "clinic": request.clinic}
    return as_pdf(rendered(render_to_string("encounters/letter_pdf.html", context)), f"letter-{found.letter.pk}")

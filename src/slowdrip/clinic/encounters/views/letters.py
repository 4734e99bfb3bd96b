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
from slowdrip.clinic.accounts.signing import signers
from slowdrip.clinic.chart.record.pdf import rendered
from slowdrip.clinic.encounters import actions, queries
from slowdrip.clinic.encounters.asked import own_place, told_id
from slowdrip.clinic.encounters.forms import LetterForm
from slowdrip.clinic.encounters.letter_facts import facts_digest, letter_facts
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def write(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes a letter with its signature; the facts beside it are part of what is signed."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        able = signers(request.acting, "drip.chart")
    form = LetterForm(_posted(request), able=able, initial={"signer": own_place(request, able)})
    if request.method == "POST" and form.is_valid() and _written(request, patient, form):
        messages.success(request, _("Signed. The letter is on the patient's page as PDF."))
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient.pk)
    return render_again(request, lambda: _page(request, patient, form))


def _posted(request: ClinicRequest) -> object:
    return request.POST if request.method == "POST" else None


def _zone(request: ClinicRequest) -> ZoneInfo:
    return ZoneInfo(request.clinic.time_zone)


def _written(request: ClinicRequest, patient: Patient, form: LetterForm) -> bool:
    typed = form.cleaned_data
    try:
        actions.write_letter(
            request.acting,
            patient.pk,
            {"to": typed["to"], "text": typed["text"]},
            zone=_zone(request),
            seen=typed["seen"],
            proof=form.proof(request),
            at=request.at,
            letter_id=told_id(request),
        )
    except Refused as why:
        explain(form, why)
        return False
    return True


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
        "row_id": told_id(request),
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
    response = HttpResponse(
        rendered(render_to_string("encounters/letter_pdf.html", context)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="letter-{found.letter.pk}.pdf"'
    response["Cache-Control"] = "no-store"
    return response

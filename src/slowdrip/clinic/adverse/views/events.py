"""A new adverse event, one that is kept from a drip, one that is voided, and the report of a serious one."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.adverse import actions
from slowdrip.clinic.adverse.forms import EventForm, ReasonForm, SignedReasonForm
from slowdrip.clinic.adverse.page import first_event
from slowdrip.clinic.adverse.queries import whole
from slowdrip.clinic.adverse.report import report_of, report_pdf
from slowdrip.clinic.adverse.seeing import seen_in
from slowdrip.clinic.adverse.shown import line_of
from slowdrip.clinic.adverse.texts import DECIDE, ENTER, SEE
from slowdrip.clinic.chart.record.pdf import as_pdf
from slowdrip.clinic.infusion.queries import infusions_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said
from slowdrip.science.rules.adverse import State

MOST_VISITS: Final = 12
AHEAD: Final = timedelta(days=1)


@staff_page(ENTER, shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def write(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes a new adverse event."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        visits = [one for one in infusions_of(request.acting, patient_id) if one.planned_at < request.at + AHEAD]
        first = {"onset": request.at, **_first(request, patient_id)}
        form = EventForm(posted(request), visits=visits[:MOST_VISITS], initial=first)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _write(request, patient_id, form)):
        messages.success(request, _("Written down."))
        return redirect("adverse:matter", clinic=request.clinic.slug, matter=form.event_id)
    return render_again(request, lambda: _write_page(request, patient, form))


def _first(request: ClinicRequest, patient_id: UUID) -> dict[str, Any]:
    """What a task of this patient knows already, where the form was opened from one."""
    typed = request.GET.get("task", "")
    if not typed:
        return {}
    standing = whole(request.acting, _id(typed), request.at).standing
    return first_event(standing) if standing.matter.patient_id == patient_id else {}


def _write(request: ClinicRequest, patient_id: UUID, form: EventForm) -> None:
    actions.write_event(
        request.acting,
        patient_id,
        form.opened(),
        form.judged(),
        at=request.at,
        infusion_id=form.infusion_id(),
        matter_id=form.event_id,
    )


def _write_page(request: ClinicRequest, patient: Patient, form: EventForm) -> HttpResponse:
    shows(request, patient.pk)
    context = {"patient": patient, "form": form, "returned": form.is_bound}
    return render(request, "adverse/write.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def keep(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Keeps a symptom that was charted at a drip of this patient."""
    with tenant(request.clinic.pk):
        found_patient(request.acting, patient_id)
        visits = {str(one.pk) for one in infusions_of(request.acting, patient_id)}
    drip, symptom = request.POST.get("infusion", ""), request.POST.get("symptom", "")
    if drip not in visits:
        raise Http404
    try:
        matter = actions.keep_symptom(request.acting, UUID(drip), _id(symptom), at=request.at)
    except Refused as why:
        messages.error(request, said(why))
        return redirect("adverse:patient", clinic=request.clinic.slug, patient_id=patient_id)
    messages.success(request, _("Kept as an adverse event."))
    return redirect("adverse:matter", clinic=request.clinic.slug, matter=matter.pk)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as why:
        raise Http404 from why


@staff_page(ENTER, shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def void(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Voids an event that was entered in error."""
    with tenant(request.clinic.pk):
        found = whole(request.acting, matter, request.at).standing
        form = _void_form(request, found.state)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _void(request, matter, form)):
        messages.success(request, _("Voided. It stays in the record, struck out."))
        return redirect("adverse:patient", clinic=request.clinic.slug, patient_id=found.matter.patient_id)

    def again() -> HttpResponse:
        shows(request, found.matter.patient_id)
        context = {"patient": found.patient, "line": line_of(found), "form": form, "returned": form.is_bound}
        return render(request, "adverse/void.html", context, status=422 if form.is_bound else 200)

    return render_again(request, again)


def _void(request: ClinicRequest, matter_id: UUID, form: ReasonForm) -> None:
    proof = form.proof(request) if isinstance(form, SignedReasonForm) else None
    reason, seen = form.cleaned_data["reason"], seen_in(request)
    actions.void_event(request.acting, matter_id, reason=reason, at=request.at, proof=proof, seen=seen)


def _void_form(request: ClinicRequest, state: State) -> ReasonForm:
    if not state.ever_serious:
        return ReasonForm(posted(request))
    able = signers(request.acting, DECIDE)
    return SignedReasonForm(posted(request), able=able, initial={"signer": own_place(request, able)})


@staff_page(SEE, shows_patient=True)
@require_safe
@or_404
def report(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Gives the report of a serious event; the file's name says nothing about the patient."""
    found = whole(request.acting, matter, request.at)
    shows(request, found.standing.matter.patient_id)
    told = report_of(found, clinic=request.clinic, at=request.at)
    if told is None:
        messages.error(request, _("This is no serious event, so there is no report."))
        return redirect("adverse:matter", clinic=request.clinic.slug, matter=matter)
    return as_pdf(report_pdf(told), f"adverse-event-{matter}")

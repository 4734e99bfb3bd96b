"""Safety plans: the one that holds and those before it, the form, the void, and the PDF to take home."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.queries import today_in
from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.record.pdf import as_pdf, rendered
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.safety import plans
from slowdrip.clinic.safety.asked import done
from slowdrip.clinic.safety.forms.plans import PlanForm, VoidForm

READ_AGAIN_AFTER = timedelta(days=14)
"""What the form proposes as the day to read it again; the person changes it."""


@staff_page(plans.SEE, shows_patient=True)
@require_safe
@or_404
def listing(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows the plan that holds, and the ones before it, folded."""
    patient = found_patient(request.acting, patient_id)
    shows(request, patient.pk)
    found = plans.plans_of(request.acting, patient.pk)
    holds = next((each for each in found if not each.void_reason), None)
    context = {
        "patient": patient,
        "plan": holds,
        "older": [each for each in found if each is not holds],
        "may_write": request.acting.may(plans.ACT),
    }
    return render(request, "safety/plans.html", context)


@staff_page(plans.ACT, shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def write(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes a plan with its signature; it starts from the one that holds."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        last = plans.standing_plan(request.acting, patient_id)
        able = signers(request.acting, plans.ACT)
    known = _known(request, last) | {"signer": own_place(request, able)}
    form = PlanForm(posted(request), able=able, initial=known)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _write(request, patient, form)):
        messages.success(request, _("Signed. Print it, or let the patient take a photo."))
        return redirect("safety:plans", clinic=request.clinic.slug, patient_id=patient.pk)
    return render_again(request, lambda: _page(request, patient, form, last=last))


def _known(request: ClinicRequest, last: plans.Plan | None) -> dict[str, Any]:
    day = {"review_on": today_in(request.clinic, at=request.at) + READ_AGAIN_AFTER}
    return day if last is None else {**last.texts, **day}


def _write(request: ClinicRequest, patient: Patient, form: PlanForm) -> None:
    plans.write_plan(
        request.acting,
        patient.pk,
        form.planned(),
        today=today_in(request.clinic, at=request.at),
        proof=form.proof(request),
        at=request.at,
        plan_id=told_id(request.POST, "row_id"),
    )


def _page(request: ClinicRequest, patient: Patient, form: PlanForm, *, last: plans.Plan | None) -> HttpResponse:
    shows(request, patient.pk)
    context = {
        "patient": patient,
        "form": form,
        "last": last,
        "numbers": crisis_numbers(request.clinic),
        "row_id": told_id(request.POST, "row_id"),
        "returned": form.is_bound,
    }
    return render(request, "safety/write_plan.html", context, status=422 if form.is_bound else 200)


@staff_page(plans.ACT, shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def void(request: ClinicRequest, plan: UUID) -> HttpResponse:
    """Asks for reason and PIN, and voids the plan with its signature."""
    with tenant(request.clinic.pk):
        found = plans.plan(request.acting, plan)
        able = signers(request.acting, plans.ACT)
        form = VoidForm(posted(request), able=able, initial={"signer": own_place(request, able)})
    patient = found.row.patient
    if found.void_reason:
        messages.error(request, _("This plan was voided before."))
        return redirect("safety:plans", clinic=request.clinic.slug, patient_id=patient.pk)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _void(request, plan, form)):
        messages.success(request, _("Voided with its signature."))
        return redirect("safety:plans", clinic=request.clinic.slug, patient_id=patient.pk)
    shows(request, patient.pk)
    context = {"patient": patient, "plan": found, "form": form, "returned": form.is_bound}
    status = 422 if form.is_bound else 200
    return render_again(request, lambda: render(request, "safety/void_plan.html", context, status=status))


def _void(request: ClinicRequest, plan: UUID, form: VoidForm) -> None:
    reason, proof = form.cleaned_data["reason"], form.proof(request)
    plans.void_plan(request.acting, plan, reason=reason, proof=proof, at=request.at)


@staff_page(plans.SEE, shows_patient=True)
@require_safe
@or_404
def pdf(request: ClinicRequest, plan: UUID) -> HttpResponse:
    """Gives a signed plan to take home; one whose text is not what was signed is refused, and its name says nothing."""
    found = plans.plan(request.acting, plan)
    shows(request, found.row.patient_id)
    if not found.whole:
        messages.error(request, _("The stored plan is not what was signed. It is not printed."))
        return redirect("safety:plans", clinic=request.clinic.slug, patient_id=found.row.patient_id)
    context = {"plan": found, "clinic": request.clinic, "numbers": crisis_numbers(request.clinic)}
    return as_pdf(rendered(render_to_string("safety/plan_pdf.html", context)), f"plan-{found.row.pk}")

"""Two pages beside a case: a worry of staff that opens it, and known thoughts that a clinician signs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.safety import actions
from slowdrip.clinic.safety.actions.known import SIGN
from slowdrip.clinic.safety.asked import done
from slowdrip.clinic.safety.case_page import known_heights
from slowdrip.clinic.safety.case_words import sign_words
from slowdrip.clinic.safety.forms.cases import ConcernForm, KnownForm
from slowdrip.clinic.safety.plans import ACT, Plan, standing_plan
from slowdrip.clinic.safety.queries import Case, case_of_patient
from slowdrip.clinic.safety.queries import case as found_case
from slowdrip.clinic.safety.ruling import risk_policy


@staff_page(ACT, shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def concern(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes what worries somebody about a patient: it opens the case, or joins the one that is open."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
    form = ConcernForm(posted(request))
    if request.method == "POST" and form.is_valid() and done(form, lambda: _concern(request, patient_id, form)):
        with tenant(request.clinic.pk):
            opened = case_of_patient(request.acting, patient_id)
        if opened is None:
            raise AssertionError("a worry of staff opens a case")
        messages.success(request, _("Saved, and whoever is on call is told. Screen the patient."))
        return redirect("safety:case", clinic=request.clinic.slug, case=opened.pk)

    def again() -> HttpResponse:
        shows(request, patient.pk)
        context = {"patient": patient, "form": form, "returned": form.is_bound}
        return render(request, "safety/concern.html", context, status=422 if form.is_bound else 200)

    return render_again(request, again)


def _concern(request: ClinicRequest, patient_id: UUID, form: ConcernForm) -> None:
    told = form.cleaned_data
    actions.note_concern(
        request.acting, patient_id, told["words"], told["urgency"], at=request.at, event_id=form.event_id
    )


@staff_page(SIGN, shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def known(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Takes a clinician's signature: these thoughts are known, this plan stands, somebody looks again by then."""
    with tenant(request.clinic.pk):
        found = found_case(request.acting, case, request.at)
        plan = standing_plan(request.acting, found.case.patient_id)
        able = signers(request.acting, SIGN)
        days = risk_policy(request.clinic.pk).known_ideation_lasts_days.value
    first = {"signer": own_place(request, able), "review_by": request.at + timedelta(days=days)}
    form = KnownForm(posted(request), able=able, initial=first)
    ready = request.method == "POST" and plan is not None and form.is_valid()
    if ready and plan is not None and done(form, lambda: _known(request, found, plan, form)):
        messages.success(request, _("Signed. What goes beyond it opens the case again."))
        return redirect("safety:case", clinic=request.clinic.slug, case=case)
    return render_again(request, lambda: _known_page(request, found, plan, form, days=days))


def _known(request: ClinicRequest, found: Case, plan: Plan, form: KnownForm) -> None:
    actions.sign_known(
        request.acting,
        plan.row.pk,
        review_by=form.cleaned_data["review_by"],
        heights=known_heights(found.state),
        proof=form.proof(request),
        at=request.at,
        known_id=told_id(request.POST, "row_id"),
    )


def _known_page(request: ClinicRequest, found: Case, plan: Plan | None, form: KnownForm, *, days: int) -> HttpResponse:
    shows(request, found.case.patient_id)
    heights = known_heights(found.state)
    context: dict[str, Any] = {
        "case": found,
        "patient": found.case.patient,
        "plan": plan,
        "signs": [sign_words(code, height=height) for code, height in heights.items()],
        "form": form,
        "days": days,
        "row_id": told_id(request.POST, "row_id"),
        "returned": form.is_bound,
    }
    return render(request, "safety/known.html", context, status=422 if form.is_bound else 200)

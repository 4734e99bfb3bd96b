"""The questions page: what was asked and answered, whom nobody reached; and how a patient is followed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.outcomes.asked import LOOKED_BACK, counts, following_of, unreached
from slowdrip.clinic.outcomes.asked_forms import FollowingForm, fingerprint, shown_in_form, time_zones
from slowdrip.clinic.outcomes.asked_shown import counted_rows, unreached_rows
from slowdrip.clinic.outcomes.following import follow, told_of
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain

SHORT = timedelta(days=7)


@staff_page("outcomes.see", shows_patient=True)
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows how many asks were answered, then the patients who did not answer, read anew each time."""
    actor, at = request.acting, request.at
    with tenant(request.clinic.pk):
        short, long = counts(actor, since=at - SHORT, at=at), counts(actor, since=at - LOOKED_BACK, at=at)
        found = unreached(actor, at=at)
    shows(request, *(each.patient.pk for each in found))
    context: dict[str, Any] = {
        "counted": counted_rows(short, long),
        "rows": unreached_rows(found, at=at),
        "short": SHORT.days,
        "long": LOOKED_BACK.days,
        "may_enter": actor.may("outcomes.enter"),
        "may_call": actor.may("drip.chart"),
    }
    return render(request, "outcomes/asked.html", context)


@staff_page("outcomes.enter", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def following(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Shows how the patient is followed and stores what is changed; the asks move with it."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        held = told_of(following_of(request.acting, patient_id))
    form = FollowingForm(posted(request), initial=shown_in_form(held))
    if request.method == "POST" and form.is_valid() and _stored(request, patient_id, form):
        messages.success(request, _("Saved. The questions to come were planned anew."))
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)

    def again() -> HttpResponse:
        shows(request, patient.pk)
        context = {
            "patient": patient,
            "form": form,
            "time_zones": time_zones(),
            "zone_name": request.clinic.time_zone,
            "returned": form.is_bound,
        }
        return render(request, "outcomes/asked_following.html", context, status=422 if form.is_bound else 200)

    return render_again(request, again)


def _stored(request: ClinicRequest, patient_id: UUID, form: FollowingForm) -> bool:
    try:
        with tenant(request.clinic.pk):
            held = told_of(following_of(request.acting, patient_id))
        if form.cleaned_data["seen"] != fingerprint(held):
            raise Refused("changed_meanwhile")
        follow(request.acting, patient_id, form.told(), at=request.at, seen=held)
    except Refused as why:
        explain(form, why)
        return False
    return True

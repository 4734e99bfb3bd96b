"""The debrief of an emergency: what was written so far, and the form for what is still to say."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.emergency import actions
from slowdrip.clinic.emergency.course import newest
from slowdrip.clinic.emergency.forms import QUESTION_WORDS, DebriefForm
from slowdrip.clinic.emergency.queries import Written, debriefs_of
from slowdrip.clinic.infusion.emergencies import name_now
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.science.infusion.state import Emergency


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def debrief(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Shows and stores the debrief of the newest emergency, or of the one that `of` names."""
    with tenant(request.clinic.pk):
        find(request.acting, infusion)
        wanted = request.POST.get("of") or request.GET.get("of", "")
        emergency = newest(state_now(infusion), name_now(infusion, wanted))
        form = _form(request)
    if emergency is None or emergency.over_at is None:
        messages.error(request, _("There is no emergency here that is over. The debrief is written afterwards."))
        return HttpResponseRedirect(_page_url(request, infusion))
    if request.method == "POST" and form.is_valid() and _written(request, infusion, emergency, form):
        messages.success(request, _("The debrief is signed."))
        return HttpResponseRedirect(_page_url(request, infusion))
    return render_again(request, lambda: _page(request, infusion, emergency, form))


def _form(request: ClinicRequest) -> DebriefForm:
    able = signers(request.acting, "drip.chart")
    known = {"signer": own_place(request, able)}
    return DebriefForm(posted(request), able=able, initial=known)


def _written(request: ClinicRequest, infusion_id: UUID, emergency: Emergency, form: DebriefForm) -> bool:
    try:
        actions.write_debrief(
            request.acting,
            infusion_id,
            UUID(emergency.event_id),
            form.answers(),
            outcome=_("debrief signed"),
            proof=form.proof(request),
            at=request.at,
            debrief_id=told_id(request.POST, "debrief_id"),
        )
    except Refused as why:
        explain(form, why)
        return False
    return True


def _page_url(request: ClinicRequest, infusion_id: UUID) -> str:
    return reverse("emergency:page", kwargs={"clinic": request.clinic.slug, "infusion": infusion_id})


def answered(written: list[Written]) -> list[dict[str, Any]]:
    """Gives signed debriefs for a page or a sheet: each answer under its question."""
    return [
        {
            "by": one.signed_by,
            "at": one.at,
            "sha256": one.sha256,
            "answers": [(QUESTION_WORDS[name], one.answers[name]) for name in QUESTION_WORDS if one.answers.get(name)],
        }
        for one in written
    ]


def _page(request: ClinicRequest, infusion_id: UUID, emergency: Emergency, form: DebriefForm) -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    shows(request, infusion.patient_id)
    context = {
        "infusion": infusion,
        "patient": infusion.patient,
        "emergency": emergency,
        "form": form,
        "debrief_id": request.POST.get("debrief_id") or uuid7(),
        "written": answered(debriefs_of(infusion.pk, UUID(emergency.event_id))),
        "returned": form.is_bound,
    }
    return render(request, "emergency/debrief.html", context, status=422 if form.is_bound else 200)

"""Answers that staff types: from paper, or as the patient says them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.outcomes.answering import Saved, save_answers
from slowdrip.clinic.outcomes.entering import ask_for, typed_answers
from slowdrip.clinic.outcomes.forms import EnterForm
from slowdrip.clinic.outcomes.given import Filling
from slowdrip.clinic.outcomes.offered import asks_about_risk, offered, words_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales import Offer


@staff_page("outcomes.enter", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def enter(request: ClinicRequest, patient_id: UUID, scale: str) -> HttpResponse:
    """Takes item numbers or a total; what the form does not have is refused with what was typed in its place."""
    with tenant(request.clinic.pk):
        patient, use = found_patient(request.acting, patient_id), offered(request.clinic.pk, scale)
    if use is Offer.OFF:
        raise Http404
    found = scale_of(scale)
    typed = posted(request)
    form = EnterForm(typed, scale=found, initial={"answered_at": request.at})
    if request.method != "POST":
        return _page(request, patient, found, form, use)
    try:
        if form.is_valid():
            return _entered(request, patient, found, _save(request, patient, found, form))
    except Refused as refused:
        explain(form, refused)
    return render_again(request, lambda: _page(request, patient, found, form, use, status=422))


def _save(request: ClinicRequest, patient: Patient, scale: Scale, form: EnterForm) -> Saved:
    given, answered_at = typed_answers(scale, form.typed), form.cleaned_data["answered_at"]
    with tenant(request.clinic.pk):
        ask = ask_for(request.acting, patient.pk, scale.name, answered_at=answered_at)
    filling = Filling(
        patient.pk,
        scale.name,
        form.cleaned_data["way"],
        told_id(request.POST, "tap_id"),
        ask_id=ask.pk if ask is not None else None,
        answered_at=answered_at,
        is_whole=True,
    )
    return save_answers(request.acting, filling, given, at=request.at)


def _entered(request: ClinicRequest, patient: Patient, scale: Scale, saved: Saved) -> HttpResponse:
    messages.success(request, _("%(form)s saved.") % {"form": scale.title})
    if any(asks_about_risk(scale, item) for item in saved.fires):
        messages.warning(request, _("An answer about self-harm is positive. Ask the patient now."))
    return redirect("outcomes:answers", clinic=request.clinic.slug, patient_id=patient.pk)


def _page(
    request: ClinicRequest, patient: Patient, scale: Scale, form: EnterForm, use: Offer, *, status: int = 200
) -> HttpResponse:
    shows(request, patient.pk)
    text = words_of(scale)
    shown: dict[str, Any] = {
        "patient": patient,
        "scale": scale,
        "form": form,
        "stem": text.stem if text is not None else "",
        "answers": _legend(scale),
        "notice": text.notice if text is not None else "",
        "compare_first": use is Offer.COMPARE_FIRST,
        "numbered": use is Offer.NUMBERED,
        "tap_id": told_id(request.POST, "tap_id"),
    }
    return render(request, "outcomes/enter.html", shown, status=status)


def _legend(scale: Scale) -> list[list[tuple[str, str]]]:
    """What each number stands for, once per set of answers."""
    text = words_of(scale)
    if text is None:
        return []
    sets = dict.fromkeys(each.answers.name for each in scale.items if each.assumed is None)
    found = (text.answers.get(name, {}) for name in sets)
    return [[(str(value), label) for value, label in sorted(each.items())] for each in found if each]

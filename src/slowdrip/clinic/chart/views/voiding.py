"""Voiding what was signed: a small page that asks why, who voids it and their PIN. Unsigned entries stay one tap."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import SignForm, own_place, signers
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.chart.views.answers import event_url, scripted, to_chair
from slowdrip.clinic.chart.words.events import event_words
from slowdrip.clinic.chart.words.voids import BY_MISTAKE, VOIDS
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.charting import VOIDING_NEEDS
from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.signed import is_signed, standing_entry
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain

# What a person can say; the other reasons come from charting again.
REASONS = (BY_MISTAKE, "wrong_patient", "wrong_value_or_time")


class VoidForm(SignForm):
    """Why a signed entry was wrong, and the signature of whoever voids it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What was wrong"),
        choices=[(code, VOIDS[code]) for code in REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what was wrong.")},
    )


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def void_signed(request: ClinicRequest, infusion: UUID, event: UUID) -> HttpResponse:
    """Asks for reason and PIN, and voids the entry with its signatures; one that was voided leads to the chair."""
    with tenant(request.clinic.pk):
        find(request.acting, infusion)
        row = standing_entry(request.acting, infusion, event)
        form = _form(request, row) if row is not None else None
    if row is None or form is None:
        return to_chair(request, infusion)
    if request.method == "POST" and form.is_valid() and _voided(request, row, form):
        messages.success(request, _("Voided with its signature. The entry stays visible, struck through."))
        return to_chair(request, infusion)
    return render_again(request, lambda: _page(request, row, form))


def to_signed_void(request: ClinicRequest, infusion_id: UUID, event_id: UUID) -> HttpResponse | None:
    """Gives the way to that page when the entry carries a signature, with the reason that was tapped; else None."""
    with tenant(request.clinic.pk):
        if not is_signed(request.acting, infusion_id, event_id):
            return None
    reason = request.POST.get("reason", "")
    there = event_url(request, infusion_id, event_id, "void_signed")
    there = f"{there}?{urlencode({'reason': reason})}" if reason in REASONS else there
    return HttpResponseClientRedirect(there) if scripted(request) else HttpResponseRedirect(there)


def _form(request: ClinicRequest, row: InfusionEvent) -> VoidForm:
    able = signers(request.acting, VOIDING_NEEDS.get(row.kind, "drip.chart"))
    known: dict[str, Any] = {"reason": request.GET.get("reason", ""), "signer": own_place(request, able)}
    return VoidForm(posted(request), able=able, initial=known)


def _voided(request: ClinicRequest, row: InfusionEvent, form: VoidForm) -> bool:
    try:
        proof = form.proof(request)
        actions.void_event(request.acting, row.pk, reason=form.cleaned_data["reason"], at=request.at, proof=proof)
    except Refused as why:
        explain(form, why)
        return False
    return True


def _page(request: ClinicRequest, row: InfusionEvent, form: VoidForm) -> HttpResponse:
    infusion = find(request.acting, row.infusion_id)
    shows(request, infusion.patient_id)
    context = {
        "infusion": infusion,
        "patient": infusion.patient,
        "what": event_words(as_event(row), names_of(request.clinic.pk), ZoneInfo(request.clinic.time_zone)),
        "at": row.occurred_at,
        "form": form,
        "here": reverse(
            "chart:void_signed", kwargs={"clinic": request.clinic.slug, "infusion": infusion.pk, "event": row.pk}
        ),
    }
    return render(request, "chart/void_signed.html", context, status=422 if form.is_bound else 200)

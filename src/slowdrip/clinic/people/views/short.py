"""One way to show and keep a short form of a patient, and one to note that a list was asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows
from slowdrip.clinic.people import queries
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import explain, said

from .patient import patient_page


@dataclass(frozen=True, slots=True)
class Short:
    """A short form: heading, word on its button, the form, and the name under which its draft is kept."""

    heading: str
    button: str
    form: forms.Form
    keep: str


def short_form(
    request: ClinicRequest, patient_id: UUID, short: Short, keep: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Shows the form, or keeps what was typed through `keep` and goes back to the patient; a refusal stays here."""
    if request.method != "POST":
        return _page(request, patient_id, short)
    if short.form.is_valid():
        try:
            keep(short.form.cleaned_data)
        except Refused as refused:
            explain(short.form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)
    return render_again(request, lambda: _page(request, patient_id, short, status=422))


def confirmed(
    request: ClinicRequest, patient_id: UUID, keep: Callable[[frozenset[UUID]], object], *, changed: str
) -> HttpResponse:
    """Notes through `keep` that the list stands as the page showed it; `changed` is the refusal of one that did not."""
    try:
        keep(frozenset(UUID(each) for each in request.POST.getlist("seen")))
    except (Refused, ValueError) as refused:
        problem = said(refused if isinstance(refused, Refused) else Refused(changed))
        return render_again(request, lambda: patient_page(request, patient_id, problem=problem, status=422))
    messages.success(request, _("Noted: asked today."))
    return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)


def _page(request: ClinicRequest, patient_id: UUID, short: Short, *, status: int = 200) -> HttpResponse:
    patient = queries.patient(request.acting, patient_id)
    shows(request, patient.pk)
    shown = {"patient": patient, "short": short, "form": short.form, "returned": status != 200}
    return render(request, "people/short.html", shown, status=status)

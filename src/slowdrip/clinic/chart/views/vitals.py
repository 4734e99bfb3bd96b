"""Typing vital signs at the chair: one form, many fields, all or nothing; what is refused stays typed."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.forms.entry import EntryForm
from slowdrip.clinic.chart.forms.vitals import vitals_form
from slowdrip.clinic.chart.views.answers import charted_line, to_chair
from slowdrip.clinic.chart.views.told import captured_by, told_at, told_id
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain


@require_POST
@staff_page("drip.chart", shows_patient=True)
@or_404
def vitals(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Stores a set of vital signs."""
    with tenant(request.clinic.pk):
        form = vitals_form(request.acting, request.POST)
    told = form.stored(at=told_at(request), zone=ZoneInfo(request.clinic.time_zone)) if form.is_valid() else None
    if told is None:
        return _again(request, infusion, form)
    draft = Draft("vitals", told[0], told[1], id=told_id(request.POST))
    try:
        actions.chart(request.acting, infusion, [draft], at=request.at, by=captured_by(request))
    except Refused as why:
        explain(form, why)
        return _again(request, infusion, form)
    return _fresh(request, infusion, draft)


def _again(request: ClinicRequest, infusion_id: UUID, form: EntryForm) -> HttpResponse:
    return render_again(request, lambda: _form(request, infusion_id, form, status=422))


def _fresh(request: ClinicRequest, infusion_id: UUID, draft: Draft) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return to_chair(request, infusion_id)
    words = _("Vital signs saved")
    line = charted_line(request, infusion_id, draft.id, draft.kind, words, occurred_at=draft.occurred_at)
    return render_again(
        request, lambda: _form(request, infusion_id, vitals_form(request.acting), status=200, lines=[line])
    )


def _form(request: ClinicRequest, infusion_id: UUID, form: EntryForm, *, status: int, lines: Any = ()) -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    shows(request, infusion.patient_id)
    context = {"infusion": infusion, "vitals": form, "lines": lines, "returned": status == 422}
    return render(request, "chart/parts/vitals_answer.html", context, status=status)

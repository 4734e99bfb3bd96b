"""Entering one event by form: any kind, signed where policy or law wants a second pair of eyes."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart.beside import beside
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.chart.forms.entry import EntryForm, entry_form
from slowdrip.clinic.chart.forms.signed import SIGNED, SignedEntryForm, signed_form
from slowdrip.clinic.chart.offers import STEPS
from slowdrip.clinic.chart.views.answers import Line, bar, charted_line, scripted, to_chair
from slowdrip.clinic.chart.views.signing import SIGN
from slowdrip.clinic.chart.views.told import captured_by, own_page, told_at, told_id
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.charting import OWN_ACTION
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.off_monitor import must_return_in_time
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.science.infusion import ENDINGS, KINDS

ID_USED_TWICE: Final = "id_used_twice"
ENTERED: Final = (frozenset(KINDS) - OWN_ACTION) | frozenset(SIGNED) | frozenset(ENDINGS)


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def enter(request: ClinicRequest, infusion: UUID, kind: str) -> HttpResponse:
    """Shows the form of one kind of event, and stores what was typed."""
    if kind not in ENTERED:
        raise Http404
    if request.method != "POST":
        return _page(request, infusion, kind, _form(request, kind))
    with tenant(request.clinic.pk):
        form = _form(request, kind, request.POST)
    told = form.stored(at=told_at(request), zone=ZoneInfo(request.clinic.time_zone)) if form.is_valid() else None
    if told is not None and _written(request, infusion, form, told):
        return _saved(request, infusion, form, told[1])
    if scripted(request):
        return bar(request, _problems(form), status=422)
    return render_again(request, lambda: _page(request, infusion, kind, form))


def _saved(request: ClinicRequest, infusion_id: UUID, form: EntryForm, moment: datetime) -> HttpResponse:
    """Goes back to the chair; the chair's own short form, and a tablet that kept this one, get the saved bar."""
    if not scripted(request) or form.event_id is None:
        return to_chair(request, infusion_id)
    words = _("%(entry)s saved") % {"entry": STEPS.get(form.kind, code_words(form.kind))}
    if form.kind in ENDINGS:
        return bar(request, [Line(text=words)], status=200)
    return bar(
        request,
        [charted_line(request, infusion_id, form.event_id, form.kind, words, occurred_at=moment)],
        status=200,
    )


def _problems(form: EntryForm) -> list[Line]:
    """Gives every problem as a line, with its field's name before it."""
    return [
        Line(text=f"{form.fields[name].label}: {problem}" if name in form.fields else str(problem), level_tag="error")
        for name, problems in form.errors.items()
        for problem in problems
    ]


def _form(request: ClinicRequest, kind: str, data: Any = None) -> EntryForm:
    if kind in SIGNED:
        return signed_form(kind, request.acting, data)
    return entry_form(kind, request.acting)(data)


def _page(request: ClinicRequest, infusion_id: UUID, kind: str, form: EntryForm) -> HttpResponse:
    infusion = find(request.acting, infusion_id)
    shows(request, infusion.patient_id)
    state, zone = state_now(infusion_id), ZoneInfo(request.clinic.time_zone)
    context = {
        "infusion": infusion,
        "patient": infusion.patient,
        "kind": kind,
        "title": STEPS.get(kind, code_words(kind)),
        "form": form,
        "event_id": form.event_id or uuid7(),
        "signed": kind in SIGNED,
        "ending": kind in ENDINGS,
        "beside": beside(infusion, state, kind, at=request.at, slug=request.clinic.slug, zone=zone),
        "returned": form.is_bound,
    }
    return render(request, "chart/enter.html", context, status=422 if form.is_bound else 200)


def _written(request: ClinicRequest, infusion_id: UUID, form: EntryForm, told: tuple[dict[str, Any], datetime]) -> bool:
    payload, moment = told
    draft = Draft(form.kind, payload, moment, id=told_id(request.POST))
    # Sent again from here it is the same entry, unless another one stands under its id already.
    form.event_id = draft.id
    try:
        _store(request, infusion_id, form, draft)
    except Refused as why:
        explain(form, why)
        if why.code == ID_USED_TWICE:
            form.event_id = None
        return False
    return True


def _store(request: ClinicRequest, infusion_id: UUID, form: EntryForm, draft: Draft) -> None:
    own_page(request)
    must_return_in_time(draft)
    if isinstance(form, SignedEntryForm):
        SIGN[form.kind](request, infusion_id, draft, form.proof(request))
    elif form.kind in ENDINGS:
        actions.end_otherwise(
            request.acting,
            infusion_id,
            form.kind,
            dict(draft.payload),
            at=request.at,
            occurred_at=draft.occurred_at,
            event_id=draft.id,
        )
    else:
        actions.chart(request.acting, infusion_id, [draft], at=request.at, by=captured_by(request))

"""The page of one adverse event or task, and what is done there: each key stores one thing and leads back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.adverse import actions
from slowdrip.clinic.adverse.codes_words import DEMANDS
from slowdrip.clinic.adverse.forms import CloseForm, DecideForm, JudgeForm, LookForm, ReasonForm, SettleForm
from slowdrip.clinic.adverse.page import first_judgement, told_of
from slowdrip.clinic.adverse.queries import Whole, whole
from slowdrip.clinic.adverse.shown import line_of, story_of
from slowdrip.clinic.adverse.texts import DECIDE, ENTER, SEE
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.science.rules.adverse.codes import DECIDED, Outcome, Task

Do = Callable[[Any], object]


@staff_page(SEE, shows_patient=True)
@require_safe
@or_404
def page(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Shows one adverse event or task: how it stands, what is asked now, and all that was told."""
    return _page(request, matter, {})


def _page(request: ClinicRequest, matter_id: UUID, refused: dict[str, Form]) -> HttpResponse:
    found = whole(request.acting, matter_id, request.at)
    standing = found.standing
    shows(request, standing.matter.patient_id)
    context = {
        "patient": standing.patient,
        "line": line_of(standing),
        "state": standing.state,
        "told": told_of(standing),
        "story": story_of(found),
        "void": found.void,
        "demand": DEMANDS.get(standing.state.task or "", "") if standing.is_open else "",
        "may_enter": request.acting.may(ENTER),
        "forms": {**_forms(request, found), **refused} if request.acting.may(ENTER) and not found.void else {},
        "returned": bool(refused),
    }
    return render(request, "adverse/matter.html", context, status=422 if refused else 200)


def _forms(request: ClinicRequest, found: Whole) -> dict[str, Form]:
    """The forms of what can be done now."""
    standing = found.standing
    if not standing.state.is_open:
        return {"reopen": ReasonForm()}
    if standing.state.task is not None:
        return {"settle": _settle_form(request, standing.state.task, None)}
    judge = JudgeForm(initial=first_judgement(standing.state))
    return {"judge": judge, "look": LookForm(), "close": CloseForm()}


def _settle_form(request: ClinicRequest, task: Task, data: Any) -> SettleForm | DecideForm:
    if task not in DECIDED:
        return SettleForm(data, task=task)
    able = signers(request.acting, DECIDE)
    return DecideForm(data, task=task, able=able, initial={"signer": own_place(request, able)})


def _told(request: ClinicRequest, matter_id: UUID, form: Form, name: str, do: Do) -> HttpResponse:
    """Stores what one form says; what is refused comes back on the page with all that was typed."""
    if form.is_valid() and done(form, lambda: do(form)):
        messages.success(request, _("Saved."))
        return redirect("adverse:matter", clinic=request.clinic.slug, matter=matter_id)
    return render_again(request, lambda: _page(request, matter_id, {name: form}))


def _must_be_here(request: ClinicRequest, matter_id: UUID) -> Whole:
    with tenant(request.clinic.pk):
        return whole(request.acting, matter_id, request.at)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def judge(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Stores a judgement."""
    _must_be_here(request, matter)

    def do(form: JudgeForm) -> None:
        actions.assess(request.acting, matter, form.judged(), at=request.at, entry_id=form.event_id)

    return _told(request, matter, JudgeForm(request.POST), "judge", do)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def look(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Stores how an event stands."""
    _must_be_here(request, matter)

    def do(form: LookForm) -> None:
        outcome, words = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["note"]
        actions.look_again(request.acting, matter, outcome, note=words, at=request.at, entry_id=form.event_id)

    return _told(request, matter, LookForm(request.POST), "look", do)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def close(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Stores how an event ended."""
    _must_be_here(request, matter)

    def do(form: CloseForm) -> None:
        actions.close_event(request.acting, matter, form.closed(), at=request.at, entry_id=form.event_id)

    return _told(request, matter, CloseForm(request.POST), "close", do)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def reopen(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Opens again what was closed."""
    _must_be_here(request, matter)

    def do(form: ReasonForm) -> None:
        reason = form.cleaned_data["reason"]
        actions.reopen(request.acting, matter, reason=reason, at=request.at, entry_id=form.event_id)

    return _told(request, matter, ReasonForm(request.POST), "reopen", do)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def settle(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Stores what came of a task, signed where a prescriber decides."""
    with tenant(request.clinic.pk):
        task = whole(request.acting, matter, request.at).standing.state.task
        form = _settle_form(request, task, request.POST) if task else SettleForm(request.POST, task=Task.URINE_TEST)

    def do(form: Any) -> None:
        proof = form.proof(request) if isinstance(form, DecideForm) else None
        told = form.settled()
        actions.settle_task(request.acting, matter, told, at=request.at, proof=proof, entry_id=form.event_id)

    return _told(request, matter, form, "settle", do)

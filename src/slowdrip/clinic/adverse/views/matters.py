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
from slowdrip.clinic.adverse.forms import (
    CloseForm,
    DecideForm,
    JudgeForm,
    LookForm,
    ReasonForm,
    ReportForm,
    SettleForm,
    SignedCloseForm,
    SignedJudgeForm,
)
from slowdrip.clinic.adverse.page import first_end, first_judgement, told_of
from slowdrip.clinic.adverse.projecting import stored_state
from slowdrip.clinic.adverse.queries import Whole, must_be_here, whole
from slowdrip.clinic.adverse.seeing import seen_in
from slowdrip.clinic.adverse.shown import line_of, story_of
from slowdrip.clinic.adverse.texts import DECIDE, ENTER, SEE
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.science.rules.adverse import State
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
        "signed": found.signed,
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
        return {"reopen": ReasonForm(), **_to_sign(request, standing.state)}
    if standing.state.task is not None:
        return {"settle": _settle_form(request, standing.state.task, None)}
    state, first = standing.state, first_end(standing.state)
    forms: dict[str, Form] = {"judge": _judge_form(request, state, None), "look": LookForm()}
    return {**forms, "close": _close_form(request, state, None, first), **_to_sign(request, state)}


def _to_sign(request: ClinicRequest, state: State) -> dict[str, Form]:
    return {"sign": _report_form(request, None)} if state.ever_serious else {}


def _judge_form(request: ClinicRequest, state: State, data: Any) -> JudgeForm:
    first = first_judgement(state)
    if not state.is_serious:
        return JudgeForm(data, initial=first)
    return SignedJudgeForm(data, initial=first, able=signers(request.acting, DECIDE))


def _close_form(request: ClinicRequest, state: State, data: Any, first: dict[str, Any] | None = None) -> CloseForm:
    if not state.ever_serious:
        return CloseForm(data, initial=first)
    able = signers(request.acting, DECIDE)
    return SignedCloseForm(data, initial={**(first or {}), "signer": own_place(request, able)}, able=able)


def _report_form(request: ClinicRequest, data: Any) -> ReportForm:
    """Gives the form of the signature under a report."""
    able = signers(request.acting, DECIDE)
    return ReportForm(data, able=able, auto_id="sign_%s", initial={"signer": own_place(request, able)})


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


def _must_be_here(request: ClinicRequest, matter_id: UUID) -> None:
    with tenant(request.clinic.pk):
        must_be_here(request.acting, matter_id)


def _state_here(request: ClinicRequest, matter_id: UUID) -> State:
    """Gives how a matter of the clinic stands; needs the tenancy bound."""
    must_be_here(request.acting, matter_id)
    return stored_state(matter_id)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def judge(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Stores a judgement."""
    with tenant(request.clinic.pk):
        form = _judge_form(request, _state_here(request, matter), request.POST)

    def do(form: JudgeForm) -> None:
        proof = form.proof_if_signed(request) if isinstance(form, SignedJudgeForm) else None
        told, seen = form.judged(), seen_in(request)
        actions.assess(request.acting, matter, told, at=request.at, entry_id=form.event_id, proof=proof, seen=seen)

    return _told(request, matter, form, "judge", do)


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
    with tenant(request.clinic.pk):
        form = _close_form(request, _state_here(request, matter), request.POST)

    def do(form: CloseForm) -> None:
        proof = form.proof(request) if isinstance(form, SignedCloseForm) else None
        told, seen = form.closed(), seen_in(request)
        actions.close_event(request.acting, matter, told, at=request.at, entry_id=form.event_id, proof=proof, seen=seen)

    return _told(request, matter, form, "close", do)


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
        task = _state_here(request, matter).task
        form = _settle_form(request, task, request.POST) if task else SettleForm(request.POST, task=Task.URINE_TEST)

    def do(form: Any) -> None:
        proof = form.proof(request) if isinstance(form, DecideForm) else None
        told, seen = form.settled(), seen_in(request)
        actions.settle_task(request.acting, matter, told, at=request.at, proof=proof, entry_id=form.event_id, seen=seen)

    return _told(request, matter, form, "settle", do)


@require_POST
@staff_page(ENTER, shows_patient=True)
@or_404
def sign(request: ClinicRequest, matter: UUID) -> HttpResponse:
    """Stores the signature under the report of a serious event."""
    with tenant(request.clinic.pk):
        must_be_here(request.acting, matter)
        form = _report_form(request, request.POST)

    def do(form: ReportForm) -> None:
        actions.sign_report(request.acting, matter, proof=form.proof(request), at=request.at, seen=seen_in(request))

    return _told(request, matter, form, "sign", do)

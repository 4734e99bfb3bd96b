"""The page of one case, and what is done there: each key stores one thing and leads back."""

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
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said
from slowdrip.clinic.safety import actions
from slowdrip.clinic.safety.asked import done, in_words
from slowdrip.clinic.safety.case_page import SCREENS, CasePage
from slowdrip.clinic.safety.case_words import tier_words
from slowdrip.clinic.safety.plans import ACT, SEE
from slowdrip.clinic.safety.queries import case as found_case
from slowdrip.science.rules.risk_case.tiers import CLINICIAN, COLUMBIA

Do = Callable[[Any], object]


@staff_page(SEE, shows_patient=True)
@require_safe
@or_404
def page(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Shows one case: how it stands, what is demanded now, and all that happened."""
    return _page(request, case, {})


@staff_page(SEE, shows_patient=True)
@require_safe
@or_404
def status(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Gives how the case stands anew; `seen` is how far the page that asks had read."""
    found = _read(request, case)
    context = found.status()
    context["moved_on"] = request.GET.get("seen", "") not in ("", str(found.state.events))
    return render(request, "safety/parts/status.html", context)


@staff_page(SEE, shows_patient=True)
@require_safe
@or_404
def story(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Gives the story anew."""
    return render(request, "safety/parts/story.html", _read(request, case).told())


def _read(request: ClinicRequest, case_id: UUID) -> CasePage:
    found = CasePage(request, found_case(request.acting, case_id, request.at))
    shows(request, found.case.case.patient_id)
    return found


def _page(request: ClinicRequest, case_id: UUID, refused: dict[str, Form]) -> HttpResponse:
    context = _read(request, case_id).whole(refused)
    return render(request, "safety/case.html", context, status=422 if refused else 200)


def _told(request: ClinicRequest, case_id: UUID, name: str, do: Do, *, shown_at: str = "") -> HttpResponse:
    """Stores what one form says; what is refused comes back on the page with all that was typed."""
    with tenant(request.clinic.pk):
        form = CasePage(request, found_case(request.acting, case_id, request.at)).form(name, request.POST)
    if form.is_valid() and done(form, lambda: do(form)):
        return _back(request, case_id)
    return render_again(request, lambda: _page(request, case_id, {shown_at or name: form}))


def _back(request: ClinicRequest, case_id: UUID) -> HttpResponse:
    return redirect("safety:case", clinic=request.clinic.slug, case=case_id)


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def screen(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Stores a screen, by whichever of the ways was used."""
    way = request.POST.get("way", "")
    return _told(request, case, way if way in SCREENS else "asq", lambda form: _screen(request, case, form))


def _screen(request: ClinicRequest, case_id: UUID, form: Any) -> None:
    told = form.cleaned_data
    state = actions.screen(
        request.acting,
        case_id,
        {"judged": CLINICIAN, "not_done": CLINICIAN, "columbia_outcome": COLUMBIA[0]}.get(form.name) or form.tool,
        answers=form.answers() if hasattr(form, "answers") else {},
        outcome="undetermined" if form.name == "not_done" else told.get("outcome", ""),
        note=told["note"],
        at=request.at,
        event_id=form.event_id,
    )
    messages.success(request, _("Saved. %(tier)s.") % {"tier": tier_words(state.tier)})


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def take(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Lets whoever taps answer for the case."""
    with tenant(request.clinic.pk):
        found_case(request.acting, case, request.at)
    try:
        actions.take(request.acting, case, at=request.at, event_id=told_id(request.POST))
        messages.success(request, _("You answer for this case now."))
    except Refused as why:
        messages.error(request, said(in_words(why)))
    return _back(request, case)


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def owner(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Names who answers for the case."""

    def do(form: Any) -> None:
        who = form.cleaned_data["owner"]
        actions.name_owner(request.acting, case, who, at=request.at, event_id=form.event_id)
        messages.success(request, _("Named. Tell them by voice too."))

    return _told(request, case, "owner", do)


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def act(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Notes what was done."""

    def do(form: Any) -> None:
        told = form.cleaned_data
        what, note = told["what"], told["note"]
        actions.note_action(request.acting, case, what, note=note, at=request.at, event_id=form.event_id)
        messages.success(request, _("Noted."))

    return _told(request, case, "act", do)


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def read(request: ClinicRequest, case: UUID, sign: UUID) -> HttpResponse:
    """Says that somebody read what the patient wrote, and what they think of it."""

    def do(form: Any) -> None:
        concern, note = form.urgency, form.cleaned_data["note"]
        actions.mark_read(request.acting, case, sign, concern=concern, note=note, at=request.at, event_id=form.event_id)
        messages.success(request, _("Noted that you read it."))

    return _told(request, case, "read", do, shown_at=f"read:{sign}")


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def dispose(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Says where the case ends."""

    def do(form: Any) -> None:
        told = form.cleaned_data
        where, note = told["disposal"], told["note"]
        actions.dispose(request.acting, case, where, note=note, at=request.at, event_id=form.event_id)
        messages.success(request, _("Saved. The case is open until it is signed."))

    return _told(request, case, "dispose", do)


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def close(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Closes the case over the signature."""

    def do(form: Any) -> None:
        proof = form.proof(request)
        actions.close(request.acting, case, proof=proof, at=request.at, event_id=form.event_id)
        messages.success(request, _("The case is closed."))

    return _told(request, case, "close", do)


@require_POST
@staff_page(ACT, shows_patient=True)
@or_404
def reopen(request: ClinicRequest, case: UUID) -> HttpResponse:
    """Opens a closed case again, with a reason."""

    def do(form: Any) -> None:
        reason = form.cleaned_data["reason"]
        actions.reopen(request.acting, case, reason=reason, at=request.at, event_id=form.event_id)
        messages.success(request, _("The case is open again. Screen the patient."))

    return _told(request, case, "reopen", do)

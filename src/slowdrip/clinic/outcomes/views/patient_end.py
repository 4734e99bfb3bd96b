"""The end of an ask: own words if there are any, and thanks."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.outcomes import afterwards
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.asked_page import felt_by, fires_for
from slowdrip.clinic.outcomes.flow import Questions, questions_of
from slowdrip.clinic.outcomes.given import MOST_WORDS, OWN_WORDS, Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.outcomes.views.patient import address_of, always, asks_of, questions_at
from slowdrip.clinic.portal import tablets
from slowdrip.clinic.portal.models import ANSWER
from slowdrip.clinic.portal.rules import LinkRequest, link_page
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said


@link_page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: LinkRequest, ask: UUID) -> HttpResponse:
    """Takes what the team should know, in the patient's own words; nothing has to be written."""
    with tenant(request.clinic.pk):
        found = questions_at(request, ask)
    if request.method != "POST":
        return _words(request, found)
    text = request.POST.get("text", "")
    try:
        if text.strip():
            _save(request, found, text)
    except Refused as refused:
        with tenant(request.clinic.pk):
            return _words(request, found, text=text, problem=said(refused), status=422)
    _end_tablet(request, found)
    return HttpResponseRedirect(reverse("answers:done", kwargs={"clinic": request.clinic.slug, "ask": found.ask.pk}))


@link_page(ANSWER)
@require_safe
def done(request: LinkRequest, ask: UUID) -> HttpResponse:
    """Says thanks, what is still open, and on a tablet that it goes back."""
    found = questions_at(request, ask)
    shown = {
        **always(request),
        "left": found.next_open,
        "onward": address_of(request, found.ask, found.next_open),
        "others": _others(request, found),
        "fires": fires_for(request, found),
        "felt": felt_by(request, found),
        "ask": found.ask,
        "afterwards": afterwards.rendered(request) if found.next_open is None else [],
    }
    return render(request, "outcomes/patient/done.html", shown)


def _others(request: LinkRequest, found: Questions) -> int:
    others = questions_of(request.acting, [each for each in asks_of(request) if each.pk != found.ask.pk])
    return sum(1 for each in others if each.next_open is not None)


def _end_tablet(request: LinkRequest, found: Questions) -> None:
    """A tablet ends with the last answer: from here on it only goes back to the staff."""
    if not request.link.kiosk or found.next_open is not None:
        return
    with tenant(request.clinic.pk):
        others = _others(request, found)
    if not others:
        tablets.end(request.acting, request.link.pk, at=request.at)


def _save(request: LinkRequest, found: Questions, text: str) -> None:
    """Own words belong to the first form of the ask that was begun, so that whoever reads them sees the answers."""
    begun = next((part.scale.name for part in found.parts if part.response is not None), "")
    if not begun:
        raise Refused("words_without_answer")
    way = Response.Way.KIOSK if request.link.kiosk else Response.Way.LINK
    tap = told_id(request.POST, "tap_id")
    filling = Filling(request.link.patient_id, begun, way, tap, ask_id=found.ask.pk)
    save_answers(request.acting, filling, (Given(OWN_WORDS, Answer.What.TEXT, text=text),), at=request.at)


def _words(
    request: LinkRequest, found: Questions, *, text: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    steps = found.steps
    shown = {
        **always(request),
        "text": text,
        "problem": problem,
        "most": MOST_WORDS,
        "tap_id": uuid7(),
        "felt": felt_by(request, found),
        "back": address_of(request, found.ask, steps[-1]) if steps else "",
    }
    return render(request, "outcomes/patient/words.html", shown, status=status)

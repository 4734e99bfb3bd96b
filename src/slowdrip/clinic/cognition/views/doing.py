"""Both tasks on the patient's own screen: instruction, practice, the task, thanks; nothing says good or bad."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.cognition.agents import agent_family
from slowdrip.clinic.cognition.models import CognitionStart, Task
from slowdrip.clinic.cognition.offering import Open, open_offers
from slowdrip.clinic.cognition.running import Told, begin, finish, is_kept, not_now
from slowdrip.clinic.cognition.visits import limits_of
from slowdrip.clinic.portal import tablets
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.links import is_usable
from slowdrip.clinic.portal.models import ANSWER
from slowdrip.clinic.portal.rules import LinkRequest, closed, last_word_page, link_page
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said
from slowdrip.science.cognition import DIGITS, LONGEST_REACTION_MS, items_of, key_of, waits_ms_of

PRACTICE_KEY = ("moon", "ring", "star")
PRACTICE_ITEMS = ("ring", "star", "moon", "ring")
PRACTICE_WAITS_MS = (1500, 2500)
"""Practice has a key of its own, so that nobody learns the form that follows."""


@link_page(ANSWER)
@require_safe
def home(request: LinkRequest) -> HttpResponse:
    """Lists the tasks that are open; without any it leads back to the questions."""
    found = open_offers(request.link, request.acting, at=request.at)
    if not found:
        return HttpResponseRedirect(reverse("answers:home", kwargs={"clinic": request.clinic.slug}))
    shown = {
        **_always(request),
        "offer": found[0].offer,
        "games": [_named(request, found[0], each) for each in found[0].tasks],
    }
    return render(request, "cognition/patient/home.html", shown)


@link_page(ANSWER)
@require_safe
def page(request: LinkRequest, offer: UUID, game: str) -> HttpResponse:
    """Shows one task: how it is done, a practice, and the key that starts it."""
    found = _open(request, offer, game)
    limits = limits_of(request.clinic.pk)
    if found is None or limits is None:
        raise Http404
    shown = {
        **_always(request),
        "offer": found.offer,
        "is_last": len(found.tasks) == 1,
        "run_id": uuid7(),
        "limit_s": limits.symbols_s.value,
        "marks": limits.reactions.value,
        "digits": DIGITS,
        "practice": _practice(game),
        **{name: reverse(f"games:{name}", kwargs=_at(request, offer, game)) for name in ("begin", "end")},
    }
    return render(request, f"cognition/patient/{game}.html", shown)


@link_page(ANSWER)
@require_POST
def begun(request: LinkRequest, offer: UUID, game: str) -> HttpResponse:
    """Begins a run and gives the device its form."""
    if game not in Task.values:
        raise Http404
    try:
        start = begin(
            request.acting, request.link, offer, task=game, start_id=told_id(request.POST, "run"), at=request.at
        )
    except Refused as refused:
        return _refused(refused)
    return JsonResponse(_form(start))


@last_word_page(ANSWER)
@require_POST
def over(request: LinkRequest, offer: UUID, game: str) -> HttpResponse:
    """Takes how a run ended with its trials, and says where it goes on; sent twice it is one run."""
    if not is_usable(request.link, at=request.at):
        return _last_word(request)
    told = Told(
        ended=request.POST.get("ended", ""),
        reason=request.POST.get("reason", ""),
        trials=request.POST.get("trials", ""),
        input_kind=request.POST.get("input", ""),
        agent=agent_family(request.headers.get("User-Agent", "")),
    )
    try:
        finish(request.acting, request.link, told_id(request.POST, "run"), told, at=request.at)
    except Refused as refused:
        return _refused(refused)
    return JsonResponse({"next": _onward(request, offer)})


def _last_word(request: LinkRequest) -> HttpResponse:
    """The last run ends its tablet, so that a reply which was lost is asked for again through an ended link."""
    with tenant(request.clinic.pk):
        if is_kept(request.acting, request.link, told_id(request.POST, "run")):
            return JsonResponse({"next": ""})
        return closed(request, request.clinic, request.link)


@link_page(ANSWER)
@require_POST
def not_wanted(request: LinkRequest, offer: UUID) -> HttpResponse:
    """Keeps that the patient does not want what is left, and says that this is all right."""
    try:
        not_now(request.acting, request.link, offer, at=request.at)
    except Refused as why:
        raise Http404 from why
    _onward(request, offer)
    return render(request, "cognition/patient/not_now.html", _always(request))


def _onward(request: LinkRequest, offer: UUID) -> str:
    """The next task of this offer; when none is left a tablet ends here and only goes back to the staff."""
    with tenant(request.clinic.pk):
        left = [each for each in open_offers(request.link, request.acting, at=request.at) if each.offer.pk == offer]
    if left:
        return reverse("games:game", kwargs=_at(request, offer, left[0].tasks[0]))
    if not request.link.kiosk:
        return reverse("answers:home", kwargs={"clinic": request.clinic.slug})
    tablets.end(request.acting, request.link.pk, at=request.at)
    return ""


def _open(request: LinkRequest, offer: UUID, game: str) -> Open | None:
    found = open_offers(request.link, request.acting, at=request.at)
    return next((each for each in found if each.offer.pk == offer and game in each.tasks), None)


def _refused(refused: Refused) -> JsonResponse:
    return JsonResponse({"problem": said(refused)}, status=422)


def _form(start: CognitionStart) -> dict[str, Any]:
    if start.task == Task.REACTIONS:
        return {"waits_ms": waits_ms_of(start.form, start.length), "gone_after_ms": LONGEST_REACTION_MS}
    return {"key": key_of(start.form), "items": items_of(start.form, start.length), "limit_s": start.length}


def _practice(game: str) -> dict[str, Any]:
    if game == Task.REACTIONS:
        return {"waits_ms": PRACTICE_WAITS_MS, "gone_after_ms": LONGEST_REACTION_MS}
    return {"key": PRACTICE_KEY, "items": PRACTICE_ITEMS}


def _named(request: LinkRequest, found: Open, task: str) -> dict[str, str]:
    return {"task": task, "at": reverse("games:game", kwargs=_at(request, found.offer.pk, task))}


def _at(request: LinkRequest, offer: UUID, game: str) -> dict[str, Any]:
    return {"clinic": request.clinic.slug, "offer": offer, "game": game}


def _always(request: LinkRequest) -> dict[str, Any]:
    return {"crisis": crisis_numbers(request.clinic), "tablet": request.link.kiosk, "clinic": request.clinic}

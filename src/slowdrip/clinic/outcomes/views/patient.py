"""A patient's questions, one page each: every answer is saved with its tap, with scripts or without."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.outcomes import afterwards
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.asked_page import fires_for, question_page, together_page
from slowdrip.clinic.outcomes.flow import Questions, Step, asks_now, questions_of
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.offered import asks_about_risk
from slowdrip.clinic.portal.crisis import crisis_numbers, reading
from slowdrip.clinic.portal.models import ANSWER, SEE
from slowdrip.clinic.portal.openings import note_given
from slowdrip.clinic.portal.rules import LinkRequest, link_page
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said
from slowdrip.knowledge.scales.catalogue import scale as scale_of

REFUSE = "refuse"
"""What the key "I'd rather not say" sends in the place of a value."""
NONE_OF_THESE = "none"


@link_page(ANSWER)
@require_safe
def home(request: LinkRequest) -> HttpResponse:
    """Lists what is open now; a link that was made for one ask goes straight to its first open question."""
    link = request.link
    found = questions_of(request.acting, asks_of(request))
    for each in found:
        step = each.next_open
        if each.ask.pk == link.subject_id and step is not None:
            return HttpResponseRedirect(address_of(request, each.ask, step))
    waiting = [(each, address_of(request, each.ask, step)) for each in found if (step := each.next_open) is not None]
    if link.kiosk and len(waiting) == 1:
        return HttpResponseRedirect(waiting[0][1])
    shown = {
        **always(request),
        "waiting": waiting,
        "fires": any(fires_for(request, each) for each in found),
        "afterwards": afterwards.rendered(request),
    }
    return render(request, "outcomes/patient/home.html", shown)


@link_page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: LinkRequest, ask: UUID, scale: str, item: str) -> HttpResponse:
    """Shows one question; a tap saves its answer and leads on, and one about self-harm is met on the spot."""
    with tenant(request.clinic.pk):
        found = questions_at(request, ask)
        step = _step(found, Step(scale, item))
    if request.method != "POST":
        return question_page(request, found, step, always(request))
    given = Given(item, *_what(request.POST.get("value", "")))
    try:
        saved = save_answers(request.acting, _filling(request, found, scale), (given,), at=request.at)
    except Refused as refused:
        with tenant(request.clinic.pk):
            return question_page(request, found, step, {**always(request), "problem": said(refused)}, status=422)
    is_met = item in saved.fires and _is_sign(scale, item, given)
    return _answered(request, found.ask, step, (given,), is_met=is_met)


@link_page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: LinkRequest, ask: UUID, scale: str) -> HttpResponse:
    """Shows the small keys of one scale; they are sent and saved together, each as an answer of its own."""
    with tenant(request.clinic.pk):
        found = questions_at(request, ask)
        step = _step(found, Step(scale))
    if request.method != "POST":
        return together_page(request, found, step, always(request))
    try:
        given = _tapped(request, scale)
        save_answers(request.acting, _filling(request, found, scale), given, at=request.at)
    except Refused as refused:
        with tenant(request.clinic.pk):
            return together_page(request, found, step, {**always(request), "problem": said(refused)}, status=422)
    return _answered(request, found.ask, step, given)


def asks_of(request: LinkRequest) -> list[Ask]:
    """Gives what this link asks now; a tablet that was handed over for chosen forms asks these and no others."""
    link = request.link
    found = asks_now(request.acting, link.patient_id, at=request.at, subject_id=link.subject_id)
    is_bound = link.kiosk and link.subject_id is not None
    return [ask for ask in found if ask.pk == link.subject_id] if is_bound else found


def questions_at(request: LinkRequest, ask_id: UUID) -> Questions:
    """Gives an ask of this very patient with its answers, or 404; one that closed meanwhile can still be answered."""
    rows = Ask.objects.visible_to(request.acting).filter(pk=ask_id, patient_id=request.link.patient_id)
    ask = rows.filter(opens_at__lte=request.at).first()
    if ask is None:
        raise Http404
    return questions_of(request.acting, [ask])[0]


def address_of(request: LinkRequest, ask: Ask, step: Step | None) -> str:
    """Gives the address of a page of questions; behind the last one stand the patient's own words."""
    named = {"clinic": request.clinic.slug, "ask": ask.pk}
    if step is None:
        return reverse("answers:words", kwargs=named)
    if not step.item:
        return reverse("answers:together", kwargs={**named, "scale": step.scale})
    return reverse("answers:question", kwargs={**named, "scale": step.scale, "item": step.item})


def always(request: LinkRequest) -> dict[str, object]:
    """Gives what every page of a patient shows: whom to call, who reads, what they may see, whether it is a tablet."""
    return {
        "crisis": crisis_numbers(request.clinic),
        "reading": reading(request.clinic.pk, request.at),
        "tablet": request.link.kiosk,
        "may_see": SEE in request.link.scopes and not request.link.kiosk,
    }


def _step(found: Questions, step: Step) -> Step:
    if step not in found.steps:
        raise Http404
    return step


def _filling(request: LinkRequest, found: Questions, scale: str) -> Filling:
    way = Response.Way.KIOSK if request.link.kiosk else Response.Way.LINK
    return Filling(request.link.patient_id, scale, way, told_id(request.POST, "tap_id"), ask_id=found.ask.pk)


def _is_sign(scale: str, item: str, given: Given) -> bool:
    """Whether this very answer says something about self-harm; a "no" after an earlier "yes" does not."""
    if given.what != Answer.What.VALUE or not asks_about_risk(scale_of(scale), item):
        return False
    return Decimal(given.value) > scale_of(scale).item(item).answers.low


def _what(value: str) -> tuple[str, str]:
    return (Answer.What.REFUSED, "") if value == REFUSE else (Answer.What.VALUE, value)


def _tapped(request: LinkRequest, scale: str) -> tuple[Given, ...]:
    """One answer for each key of the page; "none of these" and "rather not say" count for all of them."""
    key, names = request.POST.get("value", ""), [each.name for each in scale_of(scale).items]
    if key == REFUSE:
        return tuple(Given(name, Answer.What.REFUSED) for name in names)
    chosen = set() if key == NONE_OF_THESE else set(request.POST.getlist("there"))
    if not chosen and key != NONE_OF_THESE:
        raise Refused("tap_one")
    return tuple(Given(name, Answer.What.VALUE, "1" if name in chosen else "0") for name in names)


def _answered(
    request: LinkRequest, ask: Ask, step: Step, given: Sequence[Given], *, is_met: bool = False
) -> HttpResponse:
    """Leads on, and lets this opening of the link show again what it gave."""
    with tenant(request.clinic.pk):
        found = questions_of(request.acting, [ask])[0]
        met = _met_at_once(request, found, step) if is_met else None
    response = met or HttpResponseRedirect(_onward(request, found, step))
    note_given(response, request, request.link, found.part(step.scale).rows_of(given))
    return response


def _onward(request: LinkRequest, found: Questions, step: Step) -> str:
    """The next page in order by what is answered now; a change further up leads on to what is still open."""
    there = found.after(step)
    is_done = there is not None and found.part(there.scale).is_done(there)
    return address_of(request, found.ask, found.next_open if is_done else there)


def _met_at_once(request: LinkRequest, found: Questions, step: Step) -> HttpResponse:
    """On the very answer: whom to call now, before anything else is asked. Sent again it changes nothing."""
    shown = {**always(request), "onward": address_of(request, found.ask, found.after(step))}
    return render(request, "outcomes/patient/met.html", shown)

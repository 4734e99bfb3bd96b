"""The one-time code that a patient shows before they see anything of theirs."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.portal.codes import ask_code, remember_code, show_code
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.forms import CodeForm
from slowdrip.clinic.portal.models import ANSWER, SEE
from slowdrip.clinic.portal.rules import LinkRequest, link_page
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain, said


@link_page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: LinkRequest) -> HttpResponse:
    """Takes the code; a wrong one says so and counts."""
    form = CodeForm(posted(request))
    if request.method != "POST":
        return _page(request, form, was_sent="sent" in request.GET)
    try:
        if form.is_valid():
            return _shown(request, form.cleaned_data["code"])
    except Refused as refused:
        explain(form, refused)
    return _page(request, form, status=422)


@link_page(ANSWER)
@require_POST
def ask(request: LinkRequest) -> HttpResponse:
    """Has a code sent to a contact that the patient called safe."""
    try:
        ask_code(request.link, at=request.at)
    except Refused as refused:
        return _page(request, CodeForm(), problem=said(refused), status=422)
    there = redirect("portal:code", clinic=request.clinic.slug)
    return HttpResponseRedirect(f"{there.url}?sent=1")


def _shown(request: LinkRequest, digits: str) -> HttpResponse:
    code = show_code(request.link, digits, at=request.at)
    response = HttpResponseRedirect(reverse("own:page", kwargs={"clinic": request.clinic.slug}))
    remember_code(response, request, code)
    return response


def _page(
    request: LinkRequest, form: CodeForm, *, was_sent: bool = False, problem: str = "", status: int = 200
) -> HttpResponse:
    with tenant(request.clinic.pk):
        shown = {
            "form": form,
            "was_sent": was_sent,
            "problem": problem,
            "may_see": SEE in request.link.scopes,
            "crisis": crisis_numbers(request.clinic),
        }
        return render(request, "portal/code.html", shown, status=status)

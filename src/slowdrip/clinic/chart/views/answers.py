"""Answers to a tap: what was saved (with undo) or what was refused, without leaving the page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import each, said


class Line:
    """One line of the saved bar."""

    def __init__(self, text: str, *, undo_url: str = "", level_tag: str = "success") -> None:
        self.text, self.undo_url, self.level_tag = text, undo_url, level_tag


def saved(request: ClinicRequest, infusion_id: UUID, text: str, *, undo: UUID | None = None) -> HttpResponse:
    """Says what was saved; a page without script goes back to the chair."""
    url = (
        reverse("chart:void", kwargs={"clinic": request.clinic.slug, "infusion": infusion_id, "event": undo})
        if undo
        else ""
    )
    if _scripted(request):
        return _bar(request, [Line(text, undo_url=url)], status=200)
    messages.success(request, text)
    return to_chair(request, infusion_id)


def refused(request: ClinicRequest, infusion_id: UUID, why: Refused) -> HttpResponse:
    """Says why nothing was saved and how to mend it."""
    lines = [said(one) for one in each(why)]
    if _scripted(request):
        return _bar(request, [Line(text, level_tag="error") for text in lines], status=422)
    for text in lines:
        messages.error(request, text)
    return to_chair(request, infusion_id)


def to_chair(request: ClinicRequest, infusion_id: UUID) -> HttpResponseRedirect:
    """Goes back to the chair's page."""
    return redirect("chart:chair", clinic=request.clinic.slug, infusion=infusion_id)


def _scripted(request: ClinicRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def _bar(request: ClinicRequest, lines: list[Line], *, status: int) -> HttpResponse:
    return render(request, "chart/parts/saved.html", {"lines": lines}, status=status)

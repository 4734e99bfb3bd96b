"""Answers to a tap: what was saved (with undo and its time) or what was refused, without leaving the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.chart.views.told import own_page
from slowdrip.clinic.chart.words.fields import option_label
from slowdrip.clinic.infusion.actions.correcting import may_be_charted_again
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import each, said
from slowdrip.science.infusion.events.drip import STOP_REASONS

EARLIER_MIN: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the saved bar: undo (with what it sends along), another time, and why the pump was stopped."""

    text: str
    level_tag: str = "success"
    undo_url: str = ""
    undo_sends: Mapping[str, str] = field(default_factory=dict)
    again_url: str = ""
    earlier_min: Sequence[int] = EARLIER_MIN
    typed: str = ""
    reasons: Sequence[tuple[str, str]] = ()


def saved(request: ClinicRequest, infusion_id: UUID, text: str) -> HttpResponse:
    """Says what was saved; a page without script goes back to the chair."""
    return answered(request, infusion_id, Line(text=text))


def answered(request: ClinicRequest, infusion_id: UUID, line: Line) -> HttpResponse:
    """Shows a line on the saved bar; a page without script goes back to the chair."""
    if scripted(request):
        return bar(request, [line], status=200)
    messages.success(request, line.text)
    return to_chair(request, infusion_id)


def charted_line(
    request: ClinicRequest, infusion_id: UUID, event_id: UUID, kind: str, text: str, *, occurred_at: datetime
) -> Line:
    """Gives the line of an entry that was just charted: what, when, and how to take it back or mend it."""
    return Line(
        text=with_clock(request, text, occurred_at),
        undo_url=event_url(request, infusion_id, event_id, "void"),
        again_url=event_url(request, infusion_id, event_id, "again") if may_be_charted_again(kind) else "",
        reasons=stop_reasons() if kind == "stopped" else (),
    )


def with_clock(request: ClinicRequest, text: str, at: datetime) -> str:
    """Gives what was charted with the clinic's time of day."""
    clock = f"{at.astimezone(ZoneInfo(request.clinic.time_zone)):%H:%M}"
    return _("%(what)s · %(clock)s") % {"what": text, "clock": clock}


def stop_reasons() -> list[tuple[str, str]]:
    """Gives the reasons for a stop, each as a key."""
    return [(code, option_label("reason", code)) for code in STOP_REASONS]


def event_url(request: ClinicRequest, infusion_id: UUID, event_id: UUID, act: str) -> str:
    """Gives the address that voids an entry or charts it again."""
    return reverse(f"chart:{act}", kwargs={"clinic": request.clinic.slug, "infusion": infusion_id, "event": event_id})


def refused(request: ClinicRequest, infusion_id: UUID, why: Refused) -> HttpResponse:
    """Says why nothing was saved and how to mend it."""
    lines = problem_lines(why)
    if scripted(request):
        return bar(request, lines, status=422)
    for line in lines:
        messages.error(request, line.text)
    return to_chair(request, infusion_id)


def problem_lines(why: Refused) -> list[Line]:
    """Gives each refusal as a line."""
    return [Line(text=said(one), level_tag="error") for one in each(why)]


def to_chair(request: ClinicRequest, infusion_id: UUID) -> HttpResponseRedirect:
    """Goes back to the chair's page."""
    return redirect("chart:chair", clinic=request.clinic.slug, infusion=infusion_id)


def scripted(request: ClinicRequest) -> bool:
    """Says whether the page itself asked, and shows the answer on its saved bar."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def bar(request: ClinicRequest, lines: Sequence[Line], *, status: int) -> HttpResponse:
    """Gives the saved bar anew."""
    return render(request, "chart/parts/saved.html", {"lines": lines}, status=status)


def says_why(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turns a refusal into words on the same page; a page of another person's is one."""

    @wraps(view)
    def explained(request: ClinicRequest, infusion: UUID, **kwargs: Any) -> HttpResponse:
        try:
            own_page(request)
            return view(request, infusion, **kwargs)
        except Refused as why:
            return refused(request, infusion, why)

    return explained

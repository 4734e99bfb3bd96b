"""The rule of a patient's pages: a link's cookie opens them, a staff session counts for nothing here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from slowdrip.clinic.accounts.rules import VIEWING_LASTS, Rule
from slowdrip.clinic.portal.codes import was_shown
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.links import QUIET_FOR, found_link, is_usable
from slowdrip.clinic.portal.models import SEE, PatientLink
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.models import AuditEntry, Clinic
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.tenancy import tenant

LINK_COOKIE = "slowdrip_link"
COOKIE_PATH = "/p/"
TABLET_LASTS = timedelta(days=30)
"""A tablet whose link has ended is still known by it, so that the staff can take it back."""


class LinkRequest(HttpRequest):
    """A request of a patient's phone or tablet after its rule was applied."""

    clinic: Clinic
    link: PatientLink
    acting: Acting
    at: datetime
    reached_view: bool
    quiet_s: int


View = Callable[..., HttpResponseBase]
Answered = TypeVar("Answered", bound=HttpResponseBase)


def link_page(permission: str) -> Callable[[View], View]:
    """Opens the page to whoever holds a usable link of this clinic with this right, and to nobody else.

    Every other link, and none, gets one and the same page. A right that needs a one-time code leads to where it is
    asked for.
    """
    return _ruled(Rule(permission, is_patients=True), _by_link)


def last_word_page(permission: str) -> Callable[[View], View]:
    """Opens the page as `link_page` does, and to a tablet whose link has ended but that is not back yet.

    Such a view takes nothing through an ended link; it only says again that what was sent before is there.
    """
    return _ruled(Rule(permission, is_patients=True), _by_link_or_ended)


def door_page(view: View) -> View:
    """Opens the page to anybody who has an address under /p/: it can only open a link."""
    return _ruled(Rule(""), _by_nobody)(view)


def tablet_page(view: View) -> View:
    """Opens the page to a tablet that was handed to a patient and is not back yet, also when its link has ended."""
    return _ruled(Rule(""), _by_tablet)(view)


Enter = Callable[[LinkRequest, Rule], HttpResponse | None]


def _ruled(rule: Rule, enter: Enter) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def ruled(request: LinkRequest, clinic: str, **kwargs: Any) -> HttpResponseBase:
            request.at = now()
            found = Clinic.objects.filter(slug=clinic).first()
            if found is None:
                return kept_nowhere(closed(request, None))
            request.clinic = found
            with timezone.override(ZoneInfo(found.time_zone)):
                return kept_nowhere(_answer(request, view, rule, enter, kwargs))

        ruled.rule = rule  # type: ignore[attr-defined]  # a function carries its rule for the URL walk
        return ruled

    return decorate


def _answer(request: LinkRequest, view: View, rule: Rule, enter: Enter, named: dict[str, Any]) -> HttpResponseBase:
    with tenant(request.clinic.pk):
        refused = enter(request, rule)
    if refused is not None:
        return refused
    _note_quiet(request)
    # What fails before this has saved nothing.
    request.reached_view = True
    try:
        if request.method not in ("GET", "HEAD"):
            return view(request, **named)
        with tenant(request.clinic.pk):
            response = view(request, **named)
    except Http404:
        with tenant(request.clinic.pk):
            return nothing_here(request)
    if rule.permission == SEE and response.status_code < 400:
        _note_viewing(request)
    return response


def _note_viewing(request: LinkRequest) -> None:
    """Whoever reads through a link stands in the record too; once in a while is enough."""
    link, since = request.link, request.at - VIEWING_LASTS
    with tenant(request.clinic.pk):
        entries = AuditEntry.objects.filter(clinic=request.clinic, subject_id=link.pk, action="viewed")
        if entries.filter(at__gt=since, at__lte=request.at).exists():
            return
    page = request.resolver_match.view_name if request.resolver_match else ""
    with act(request.acting, at=request.at) as tx:
        tx.wrote("viewed", link, page=page, patients=[str(link.patient_id)])


def _by_link(request: LinkRequest, rule: Rule) -> HttpResponse | None:
    link = held_link(request)
    if link is None or not is_usable(link, at=request.at):
        return closed(request, request.clinic, link)
    request.link = link
    request.acting = link.acting(has_shown_code=was_shown(request, link, at=request.at))
    if request.acting.may(rule.permission):
        return None
    if rule.permission == SEE and SEE in link.scopes:
        return HttpResponseRedirect(reverse("portal:code", kwargs={"clinic": request.clinic.slug}))
    return closed(request, request.clinic)


def _by_link_or_ended(request: LinkRequest, rule: Rule) -> HttpResponse | None:
    refused = _by_link(request, rule)
    if refused is None or _by_tablet(request, rule) is not None:
        return refused
    return None if request.acting.may(rule.permission) else refused


def _by_nobody(request: LinkRequest, rule: Rule) -> HttpResponse | None:
    return None


def _by_tablet(request: LinkRequest, rule: Rule) -> HttpResponse | None:
    link = held_link(request)
    if link is None or not link.kiosk or link.returned_at is not None:
        return closed(request, request.clinic)
    request.link = link
    request.acting = link.acting()
    return None


def held_link(request: LinkRequest) -> PatientLink | None:
    """Gives the link whose cookie this browser holds, if it is one of this clinic; needs the tenancy bound."""
    return found_link(request.clinic, request.COOKIES.get(LINK_COOKIE, ""))


def hold_link(response: HttpResponse, request: HttpRequest, link: PatientLink, token: str) -> None:
    """Lets this browser answer through the link until it ends; no page outside /p/ is ever sent the cookie."""
    response.set_cookie(
        LINK_COOKIE,
        token,
        expires=link.expires_at + (TABLET_LASTS if link.kiosk else timedelta(0)),
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def closed(request: HttpRequest, clinic: Clinic | None, link: PatientLink | None = None) -> HttpResponse:
    """Says the same of a link that is expired, revoked, guessed or another clinic's, and whom to call instead.

    A tablet that was handed over also says that it goes back to the staff.
    """
    shown = {
        "crisis": crisis_numbers(clinic),
        "clinic": clinic,
        "tablet": link is not None and link.kiosk and link.returned_at is None,
    }
    return render(request, "portal/closed.html", shown, status=404)


def nothing_here(request: LinkRequest) -> HttpResponse:
    """Says that a patient's page is not there, and leads back to their questions."""
    shown = {"crisis": crisis_numbers(request.clinic)}
    return render(request, "portal/nothing_here.html", shown, status=404)


def kept_nowhere(response: Answered) -> Answered:
    """No page under /p/ stays in a browser, is found by a search engine, or tells another host its address.

    `same-origin`, not `no-referrer`: with that a browser sends its own forms with the origin `null`, which the check
    against forged forms rightly refuses. Both tell another host nothing.
    """
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _note_quiet(request: LinkRequest) -> None:
    """A tablet that lies about shows by itself that its time is over, with scripts or without."""
    link: PatientLink | None = getattr(request, "link", None)
    if link is not None and link.kiosk:
        request.quiet_s = int(QUIET_FOR.total_seconds()) + 5

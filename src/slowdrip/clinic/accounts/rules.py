"""The authorization rule of every page: `staff_page`, `device_page`, `patient_page`, `lock_page` or `open_page`.

A test finds any address whose view carries none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.kept import draft_saved
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.queries import head_seq
from slowdrip.clinic.record.tenancy import tenant

from .models import Membership
from .permissions import PERMISSIONS
from .seats import Seat, held_open, seat_of, second_factor_shown, touch
from .words import PERMISSION_WORDS, role_word

VIEWING_LASTS = timedelta(minutes=15)
VIEWED = "slowdrip_viewed"
MOST_DRAFT_NAME = 120


HeldSince = Callable[..., datetime | None]
"""Says since when something runs that a page shows (it gets the clinic's id and what the address names), or None."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a page asks of whoever opens it."""

    permission: str
    shows_patient: bool = False
    open_to_device: bool = False
    at_the_lock: bool = False
    is_live: bool = False
    is_patients: bool = False
    held_since: HeldSince | None = None


NO_RULE = Rule("")


class ClinicRequest(HttpRequest):
    """A request after its rule was applied: clinic, seat, who acts and when."""

    clinic: Clinic
    seat: Seat
    acting: Acting
    at: datetime
    since: int
    shown: list[UUID]
    owed: list[Callable[[], None]]
    reached_view: bool


View = Callable[..., HttpResponseBase]


def staff_page(
    permission: str, *, shows_patient: bool = False, held_since: HeldSince | None = None
) -> Callable[[View], View]:
    """Opens the page to staff of the URL's clinic who hold the permission; others get 404, sign-in or the lock.

    While `held_since` names an instant, a screen that was open then and shows this page is not locked away from it for
    being quiet.
    """
    return _ruled(Rule(permission, shows_patient=shows_patient, held_since=held_since))


def device_page(permission: str, *, shows_patient: bool = False) -> Callable[[View], View]:
    """As `staff_page`, and also open on an enrolled device while it is locked."""
    return _ruled(Rule(permission, shows_patient=shows_patient, open_to_device=True))


def live_page(permission: str) -> Callable[[View], View]:
    """As `device_page`, for what a page asks by itself: opening it is no sign that somebody is at the screen."""
    return _ruled(Rule(permission, open_to_device=True, is_live=True))


def patient_page(permission: str) -> Callable[[View], View]:
    """Opens the page to a patient's screen, which is led to no other one, and to nobody else."""
    return _ruled(Rule(permission, is_patients=True))


def lock_page(view: View) -> View:
    """Opens the page to an enrolled device and to staff of the clinic, locked or not: it can only lock and unlock."""
    return _ruled(Rule("", at_the_lock=True))(view)


def open_page(view: View) -> View:
    """Marks a page that anybody may open: sign-in, health, the chooser of clinics."""
    view.rule = Rule("")  # type: ignore[attr-defined]  # a function carries its rule for the URL walk
    return view


def _ruled(rule: Rule) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def ruled(request: ClinicRequest, clinic: str, **kwargs: Any) -> HttpResponseBase:
            found = Clinic.objects.filter(slug=clinic).first()
            if found is None:
                raise Http404
            with timezone.override(ZoneInfo(found.time_zone)):
                refused = _enter(request, found, rule, kwargs)
                if refused is not None:
                    return refused
                response = _answer(view, request, kwargs)
                _note_draft(request, response)
                _note_viewing(request, rule, response)
                _write_owed(request, response)
                _let_go(response)
                return response

        ruled.rule = rule  # type: ignore[attr-defined]  # a function carries its rule for the URL walk
        return ruled

    return decorate


def _enter(request: ClinicRequest, found: Clinic, rule: Rule, named: dict[str, Any]) -> HttpResponseBase | None:
    request.at = now()
    request.clinic = found
    request.shown = []
    request.owed = []
    with tenant(found.pk):
        # Read before the page reads anything: what happens from here on is news to it.
        request.since = head_seq(found.pk)
        request.seat = _held(request, seat_of(request, found, at=request.at), rule, named)
    return _stopped(request, rule, named)


def _held(request: ClinicRequest, seat: Seat, rule: Rule, named: dict[str, Any]) -> Seat:
    """A part that a page asks for by itself is as open as that page: it must not take the whole page to the lock."""
    if not seat.locked:
        return seat
    if rule.is_live:
        rule, named = _rule_of_page(request)
    if rule.held_since is None:
        return seat
    since = rule.held_since(request.clinic.pk, **named)
    return held_open(request, seat, page=_page(rule, named), since=since, at=request.at)


def _page(rule: Rule, named: dict[str, Any]) -> str:
    """Names what a page shows that may hold a screen open; nothing for every other page."""
    return " ".join(str(named[name]) for name in sorted(named)) if rule.held_since is not None else ""


def _page_looked_at(request: ClinicRequest, rule: Rule, named: dict[str, Any]) -> str:
    """A part of a page, or a tap on it, leaves the person on that page."""
    navigates = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if rule.held_since is not None or (request.method == "GET" and navigates and not request.headers.get("HX-Request")):
        return _page(rule, named)
    return _page(*_rule_of_page(request))


def _rule_of_page(request: ClinicRequest) -> tuple[Rule, dict[str, Any]]:
    """Gives the rule of the page that the browser shows, and what its address names."""
    shown = HtmxDetails(request).current_url or request.headers.get("Referer", "")
    try:
        found = resolve(urlsplit(shown).path)
    except (Resolver404, ValueError):
        return NO_RULE, {}
    if found.kwargs.get("clinic") != request.clinic.slug:
        return NO_RULE, {}
    named = {name: value for name, value in found.kwargs.items() if name != "clinic"}
    return getattr(found.func, "rule", NO_RULE), named


def _stopped(request: ClinicRequest, rule: Rule, named: dict[str, Any]) -> HttpResponseBase | None:
    seat = request.seat
    if seat.acting is None and seat.membership is None:
        return _turned_away(request)
    if seat.device is not None and seat.device.is_patients:
        return _at_the_bedside(request, seat.device.acting(), rule)
    if rule.at_the_lock:
        request.acting = _at_the_lock(seat)
        return None
    if seat.acting is None or (seat.locked and not rule.open_to_device):
        return _go(request, reverse("accounts:locked", kwargs={"clinic": seat.clinic.slug}))
    request.acting = seat.acting
    if not seat.acting.may(rule.permission):
        return refused_page(request, rule.permission)
    if not seat.locked and not rule.is_live:
        touch(request, seat, page=_page_looked_at(request, rule, named), at=request.at)
    return None


def _at_the_bedside(request: ClinicRequest, screen: Acting, rule: Rule) -> HttpResponseBase | None:
    """A patient's screen has its own pages; every other address leads back to them."""
    if not rule.is_patients:
        url = reverse("bedside:page", kwargs={"clinic": request.clinic.slug})
        return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else HttpResponseRedirect(url)
    request.acting = screen
    return None if screen.may(rule.permission) else refused_page(request, rule.permission)


def _at_the_lock(seat: Seat) -> Acting:
    """The device answers for a locked screen; without one, the person who locked it."""
    if seat.acting is not None:
        return seat.acting
    if seat.membership is None:
        raise AssertionError("nobody is at this screen")
    return seat.membership.acting()


def _turned_away(request: ClinicRequest) -> HttpResponseBase:
    """A person of another clinic learns nothing; a stranger signs in; one without a second factor is asked for it."""
    if not request.user.is_authenticated:
        return _go(request, reverse("account_login"))
    if not second_factor_shown(request):
        return _go(request, reverse("mfa_index"))
    raise Http404


def _go(request: ClinicRequest, url: str) -> HttpResponseBase:
    """Sends the whole page there, also when a fragment asked; a reading page is found again afterwards."""
    fragment = bool(request.headers.get("HX-Request"))
    path = request.get_full_path() if request.method == "GET" and not fragment else _asked_from(request)
    there = f"{url}?{urlencode({'next': path})}" if path else url
    return HttpResponseClientRedirect(there) if fragment else HttpResponseRedirect(there)


def _asked_from(request: ClinicRequest) -> str:
    """Gives the page on which a fragment was asked for or a key tapped, where the browser says so."""
    if not request.headers.get("HX-Request"):
        return ""
    return HtmxDetails(request).current_url_abs_path or ""


def refused_page(request: ClinicRequest, permission: str) -> HttpResponse:
    """Says what is missing and who in this clinic holds it."""
    roles = PERMISSIONS.get(permission, frozenset())
    with tenant(request.clinic.pk):
        members = list(Membership.objects.filter(clinic=request.clinic, active=True).order_by("name"))
    shown = {
        "permission": permission,
        "what": PERMISSION_WORDS.get(permission, permission),
        "roles": [role_word(role) for role in sorted(roles)],
        "people": [_named(member) for member in members if roles & set(member.roles)],
        "back": f"/{request.clinic.slug}/" if request.acting.may("board.see") else "/",
    }
    return render(request, "slowdrip/refused.html", shown, status=403)


def _named(member: Membership) -> dict[str, Any]:
    return {"name": member.name, "roles": [role_word(role) for role in member.roles]}


def _note_draft(request: ClinicRequest, response: HttpResponseBase) -> None:
    """A form that was stored is answered with a redirect; one that was refused comes back with what was typed."""
    draft = request.POST.get("draft", "") if request.method == "POST" else ""
    if draft and len(draft) <= MOST_DRAFT_NAME and 300 <= response.status_code < 400:
        draft_saved(request, draft)


def _let_go(response: HttpResponseBase) -> None:
    """An open stream reads through the hub; it must not keep this thread's database connection for hours."""
    if response.streaming and not connection.in_atomic_block:
        connection.close()


def _answer(view: View, request: ClinicRequest, kwargs: dict[str, Any]) -> HttpResponseBase:
    """A reading view runs bound to the clinic; a writing view calls an action, which binds itself."""
    # What fails before this has saved nothing.
    request.reached_view = True
    if request.method not in ("GET", "HEAD"):
        return view(request, **kwargs)
    with tenant(request.clinic.pk):
        return view(request, **kwargs)


def shows(request: ClinicRequest, *patient_ids: UUID) -> None:
    """Says whose data this response shows; the rule writes the access entry."""
    request.shown.extend(patient_ids)


def owes(request: ClinicRequest, write: Callable[[], None]) -> None:
    """Says what has to be written because this response was shown; a page that reads cannot write it itself."""
    request.owed.append(write)


def _write_owed(request: ClinicRequest, response: HttpResponseBase) -> None:
    if response.status_code < 400:
        for write in request.owed:
            write()


def _note_viewing(request: ClinicRequest, rule: Rule, response: HttpResponseBase) -> None:
    if request.shown and not rule.shows_patient:
        raise AssertionError(f"{request.path} shows a patient but its rule does not say so")
    fresh = _not_viewed_lately(request)
    if not fresh or response.status_code >= 400:
        return
    with act(request.acting, at=request.at) as tx:
        tx.wrote("viewed", None, page=_view_name(request), patients=sorted(map(str, fresh)))
    if _comes_late(request):
        return
    stamp = request.at.isoformat()
    request.session[VIEWED] = {**_viewed_lately(request), **{_key(request, patient): stamp for patient in fresh}}


def _comes_late(request: ClinicRequest) -> bool:
    """Says whether a page asked by itself with a key that is gone; a new session would replace the lock's new key."""
    carried = bool(request.headers.get("X-Slowdrip-Live")) and settings.SESSION_COOKIE_NAME in request.COOKIES
    return carried and request.session.session_key is None


def _not_viewed_lately(request: ClinicRequest) -> list[UUID]:
    known = _viewed_lately(request)
    return [patient for patient in dict.fromkeys(request.shown) if _key(request, patient) not in known]


def _viewed_lately(request: ClinicRequest) -> dict[str, str]:
    """Gives what this screen has shown and noted within the time a viewing lasts; the rest is let go."""
    since = request.at - VIEWING_LASTS
    known: dict[str, str] = request.session.get(VIEWED, {})
    return {key: stamp for key, stamp in known.items() if datetime.fromisoformat(stamp) >= since}


def _key(request: ClinicRequest, patient: UUID) -> str:
    return f"{request.acting.actor_id}:{_view_name(request)}:{patient}"


def _view_name(request: ClinicRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def render_again(request: ClinicRequest, build: Callable[[], HttpResponse]) -> HttpResponse:
    """Renders a page after a refused POST, bound to the clinic like any reading view."""
    with tenant(request.clinic.pk):
        return build()

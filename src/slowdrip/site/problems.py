"""The pages shown when there is no page: not found, not allowed, broken."""

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.rules import COOKIE_PATH, closed, kept_nowhere
from slowdrip.clinic.record.acting import NOTHING_SAVED
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.tenancy import tenant

RETRY_AFTER_S: Final = 5


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says that nothing is here, without telling what might be; a patient gets the page of a closed link."""
    if request.path.startswith(COOKIE_PATH):
        clinic = _clinic_at(request)
        with _bound(clinic):
            return kept_nowhere(closed(request, clinic))
    return render(request, "slowdrip/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that the request was refused before any page was reached."""
    return render(request, "slowdrip/403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """Says that a form came without its token: usually an old page or blocked cookies."""
    if request.path.startswith(COOKIE_PATH):
        clinic = _clinic_at(request)
        with _bound(clinic):
            shown = {"crisis": crisis_numbers(clinic), "clinic": clinic}
            return kept_nowhere(render(request, "portal/stale.html", shown, status=403))
    return render(request, "slowdrip/403.html", {"stale_form": True}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Says that something broke; asks nothing of the database, which may be what broke."""
    why = sys.exception()
    if request.path.startswith(COOKIE_PATH):
        return kept_nowhere(_broken_for_a_patient(request, why))
    if request.method == "POST" and isinstance(why, OperationalError | InterfaceError):
        return _cannot_store(request, why)
    return HttpResponse(render_to_string("slowdrip/500.html"), status=500)


def _cannot_store(request: HttpRequest, why: BaseException) -> HttpResponse:
    """Says whether an entry is lost or in doubt: a database that went away at the commit tells neither."""
    page = HttpResponse(render_to_string("slowdrip/503.html", _told(request, why)), status=503)
    page["Retry-After"] = RETRY_AFTER_S
    return page


def _broken_for_a_patient(request: HttpRequest, why: BaseException | None) -> HttpResponse:
    """Says whether the last answer is lost or in doubt, and whom to call: the numbers that ship, from no database."""
    told = {"crisis": crisis_numbers(None), "is_answer": request.method == "POST", **_told(request, why)}
    away = isinstance(why, OperationalError | InterfaceError)
    page = HttpResponse(render_to_string("portal/broken.html", told), status=503 if away else 500)
    if away:
        page["Retry-After"] = RETRY_AFTER_S
    return page


def _told(request: HttpRequest, why: BaseException | None) -> dict[str, bool]:
    return {"nothing_saved": not _may_have_saved(request) or NOTHING_SAVED in getattr(why, "__notes__", ())}


def _clinic_at(request: HttpRequest) -> Clinic | None:
    """Gives the clinic whose address was asked for; None where there is none, or the database does not say."""
    slug = request.path.removeprefix(COOKIE_PATH).partition("/")[0]
    try:
        found: Clinic | None = Clinic.objects.filter(slug=slug).first()
    except DatabaseError:
        return None
    return found


def _bound(clinic: Clinic | None) -> AbstractContextManager[object]:
    return nullcontext() if clinic is None else tenant(clinic.pk)


def _may_have_saved(request: HttpRequest) -> bool:
    """A page of a clinic says when it began to answer; of any other page that was found it is not known."""
    found = request.resolver_match
    if found is None:
        return False
    return bool(getattr(request, "reached_view", "clinic" not in found.kwargs))

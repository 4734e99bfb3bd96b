"""The pages shown when there is no page: not found, not allowed, broken."""

import sys
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.rules import COOKIE_PATH, closed, kept_nowhere
from slowdrip.clinic.record.acting import NOTHING_SAVED

RETRY_AFTER_S: Final = 5


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says that nothing is here, without telling what might be; a patient gets the page of a closed link."""
    if request.path.startswith(COOKIE_PATH):
        return kept_nowhere(closed(request, None))
    return render(request, "slowdrip/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that the request was refused before any page was reached."""
    return render(request, "slowdrip/403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """Says that a form came without its token: usually an old page or blocked cookies."""
    if request.path.startswith(COOKIE_PATH):
        return render(request, "portal/stale.html", {"crisis": crisis_numbers(None)}, status=403)
    return render(request, "slowdrip/403.html", {"stale_form": True}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Says that something broke; asks nothing of the database, which may be what broke."""
    why = sys.exception()
    if request.method == "POST" and isinstance(why, OperationalError | InterfaceError):
        return _cannot_store(request, why)
    return HttpResponse(render_to_string("slowdrip/500.html"), status=500)


def _cannot_store(request: HttpRequest, why: Exception) -> HttpResponse:
    """Says whether an entry is lost or in doubt: a database that went away at the commit tells neither."""
    told = {"nothing_saved": not _may_have_saved(request) or NOTHING_SAVED in getattr(why, "__notes__", ())}
    page = HttpResponse(render_to_string("slowdrip/503.html", told), status=503)
    page["Retry-After"] = RETRY_AFTER_S
    return page


def _may_have_saved(request: HttpRequest) -> bool:
    """A page of a clinic says when it began to answer; of any other page that was found it is not known."""
    found = request.resolver_match
    if found is None:
        return False
    return bool(getattr(request, "reached_view", "clinic" not in found.kwargs))

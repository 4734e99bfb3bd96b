"""The pages shown when there is no page: not found, not allowed, broken."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says that nothing is here, without telling what might be."""
    return render(request, "slowdrip/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that the request was refused before any page was reached."""
    return render(request, "slowdrip/403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """Says that a form came without its token: usually an old page or blocked cookies."""
    return render(request, "slowdrip/403.html", {"stale_form": True}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Says that something broke; asks nothing of the database, which may be what broke."""
    return HttpResponse(render_to_string("slowdrip/500.html"), status=500)

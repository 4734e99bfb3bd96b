"""The service worker of the chair pages: served below their own address, so that it can see no other page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, lock_page


@lock_page
@require_safe
def worker(request: ClinicRequest) -> HttpResponse:
    """Gives the script; a browser asks for it again by itself, also while the screen is locked."""
    response = render(request, "chart/worker.js", content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response

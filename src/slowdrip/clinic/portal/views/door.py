"""The page that a sent address opens: a clinic's name and one key, because scanners open every address."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.portal.codes import CODE_COOKIE
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.portal.links import found_link, is_usable, open_link
from slowdrip.clinic.portal.openings import begin_opening
from slowdrip.clinic.portal.rules import LinkRequest, closed, door_page, hold_link
from slowdrip.clinic.record.tenancy import tenant


@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: LinkRequest, token: str) -> HttpResponse:
    """Shows a key that opens the link; only pressing it opens anything, and it puts the token into a cookie."""
    with tenant(request.clinic.pk):
        link = found_link(request.clinic, token)
    if link is None or link.kiosk or not is_usable(link, at=request.at):
        with tenant(request.clinic.pk):
            return closed(request, request.clinic)
    if request.method != "POST":
        return render(request, "portal/door.html", {"crisis": crisis_numbers(request.clinic)})
    open_link(request.clinic, link, at=request.at)
    response = HttpResponseRedirect(f"/p/{request.clinic.slug}/")
    hold_link(response, request, link, token)
    begin_opening(response, request, link)
    if CODE_COOKIE in request.COOKIES:  # whoever opens the message again shows anew that it is them
        response.delete_cookie(CODE_COOKIE, path="/p/")
    return response

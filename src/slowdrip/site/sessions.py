"""Sessions as Django keeps them, but a late answer never takes away the cookie that a newer answer gave."""

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class LastingSessions(SessionMiddleware):
    """A request that was under way while the screen was locked holds a key that is gone.

    Its answer would delete the cookie, and with it the key that the lock has just given: the tablet would ask for
    password and code where a PIN opens it. Only a request that itself ended its session deletes the cookie.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Leaves the cookie alone where nothing was in the session and nothing was changed."""
        session = request.session
        if session.is_empty() and not session.modified:
            if session.accessed:
                patch_vary_headers(response, ("Cookie",))
            return response
        return super().process_response(request, response)

"""Tells the next page which form's draft the server now has, so that the browser forgets it."""

from django.http import HttpRequest

SAVED = "slowdrip_saved_drafts"


def draft_saved(request: HttpRequest, name: str) -> None:
    """Notes that what was typed under this draft name is stored."""
    request.session[SAVED] = f"{request.session.get(SAVED, '')} {name}".strip()


def saved_drafts(request: HttpRequest) -> str:
    """Gives the names noted since the last page, once."""
    session = getattr(request, "session", None)
    if session is None or SAVED not in session:
        return ""
    return str(session.pop(SAVED))

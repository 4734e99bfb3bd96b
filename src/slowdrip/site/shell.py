"""The frame of a page: who acts, the main navigation, and where to switch and lock."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.words import role_word
from slowdrip.clinic.record.acting import Acting

Pages = tuple[tuple[str | Promise, str, str], ...]
# Label, address, permission. A page that is not there yet is left out.
NAVIGATION: Final[Pages] = (
    (_("Chairs"), "chart:board", "board.see"),
    (_("Day"), "chart:day", "board.see"),
    (_("Patients"), "people:list", "people.see"),
    (_("Orders"), "treatment:waiting", "order.see"),
    (_("Phone"), "encounters:calls_due", "drip.see"),
    (_("Cases"), "safety:board", "risk.see"),
)
# What is not opened in the middle of a drip: behind one key, so that what is stays in sight.
MORE: Final[Pages] = (
    (_("Adverse events"), "adverse:board", "adverse.see"),
    (_("Questions"), "outcomes:asked", "outcomes.see"),
    (_("Messages"), "notices:outbox", "messages.see"),
    (_("Outcomes"), "progress:clinic", "outcomes.see"),
    (_("On call"), "safety:roster", "risk.see"),
    (_("Policy"), "policy:current", "policy.see"),
    (_("Staff"), "accounts:staff", "staff.see"),
    (_("Devices"), "accounts:devices", "device.enrol"),
    (_("Go-live import"), "golive:batches", "golive.import"),
    (_("Boosters due"), "golive:boosters", "outcomes.see"),
)
# Where a number stands beside a label, the element into which a part of the page puts it.
COUNTED: Final = {
    "notices:outbox": "messages-waiting",
    "safety:board": "cases-open",
    "adverse:board": "adverse-open",
}


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, as a page shows it: roles are words."""

    actor_id: UUID
    name: str
    roles: list[str]


def who_acts(request: HttpRequest) -> Who | None:
    """Gives whoever acts in this request, or None before sign-in."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return None
    return Who(acting.actor_id, acting.label, sorted(str(role_word(role)) for role in acting.roles))


def address(name: str, slug: str) -> str:
    """Gives the address of a clinic's page, or an empty text while that page does not exist."""
    try:
        return reverse(name, kwargs={"clinic": slug})
    except NoReverseMatch:
        return ""


def shell_of(request: HttpRequest) -> dict[str, Any]:
    """Gives home, navigation, switch, lock and event stream for the frame of a clinic's page."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return {}
    slug = request.clinic.slug  # type: ignore[attr-defined]  # a request with `acting` has passed its rule
    locked = request.seat.locked  # type: ignore[attr-defined]  # as above
    return {
        "home_url": f"/{slug}/",
        "nav": _links(NAVIGATION, request, acting, slug),
        "more": _links(MORE, request, acting, slug),
        "switch_url": address("accounts:switch", slug),
        "lock_url": "" if locked else address("accounts:lock", slug),
        "stream_url": _stream_url(request, slug),
        "calls_url": address("chart:calls", slug) if acting.may("board.see") else "",
        "messages_url": address("notices:mine", slug) if acting.may("messages.see") else "",
        "cases_url": address("safety:case_count", slug) if acting.may("risk.see") else "",
        "adverse_url": address("adverse:count", slug) if acting.may("adverse.see") else "",
        "emergencies_url": address("emergency:open", slug) if acting.may("board.see") else "",
    }


def _stream_url(request: HttpRequest, slug: str) -> str:
    """The stream starts where this page's reading began, so that nothing falls between the two."""
    url = address("live:stream", slug)
    if not url or request.seat.acting is None:  # type: ignore[attr-defined]  # as above; nobody may listen at such a lock
        return ""
    return f"{url}?since={request.since}"  # type: ignore[attr-defined]  # as above


def _links(pages: Pages, request: HttpRequest, acting: Acting, slug: str) -> list[dict[str, Any]]:
    found = ((name, label, address(name, slug), permission) for label, name, permission in pages)
    return [
        {"label": label, "url": url, "current": request.path == url, "counted": COUNTED.get(name, "")}
        for name, label, url, permission in found
        if url and acting.may(permission)
    ]

"""Every URL of a clinic with real ids in it, for the walk of roles and outsiders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from slowdrip.clinic.accounts.rules import Rule


@dataclass(frozen=True, slots=True)
class Door:
    """One address of a clinic and the rule of its page."""

    name: str
    path: str
    rule: Rule


def doors(ids: dict[str, Any]) -> list[Door]:
    """Gives every address that starts with a clinic; `ids` gives a value for each part of an address by its name."""
    found = []
    for route, pattern in _patterns(get_resolver(), ""):
        # What a patient's link opens is walked by src/slowdrip/clinic/portal/tests/test_walls.py.
        if "<slug:clinic>" not in route or route.startswith("p/"):
            continue
        rule = pattern.callback.rule  # type: ignore[attr-defined]  # the decorator of every page puts it there
        found.append(Door(pattern.name or route, _filled(route, ids), rule))
    return found


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route)
        else:
            yield route, entry


def _filled(route: str, ids: dict[str, Any]) -> str:
    parts = []
    for part in route.split("/"):
        if part.startswith("<"):
            name = part.strip("<>").partition(":")[2]
            parts.append(str(ids[name]))
        else:
            parts.append(part)
    return "/" + "/".join(parts)

"""Every address of the product is behind an authorization rule."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver

# Views of other libraries: they guard themselves, or serve nothing of a patient.
GUARDED_ELSEWHERE = ("allauth.", "django.contrib.staticfiles.", "django.views.i18n")


def doors(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Each address below these patterns with the view behind it."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def origin(callback: Any) -> str:
    """The module a view comes from; for a class-based view, that of its class."""
    return str(getattr(callback, "view_class", callback).__module__)


def unguarded(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Addresses whose view carries no `rule`."""
    return [
        f"/{path} ({origin(callback)})"
        for path, callback in doors(patterns)
        if getattr(callback, "rule", None) is None and not origin(callback).startswith(GUARDED_ELSEWHERE)
    ]

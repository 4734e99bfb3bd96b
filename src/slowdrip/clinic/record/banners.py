"""Banners that every page shows: apps register providers, the site asks for all of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise
LOUDNESS = ("emergency", "urgent", "advisory", "")


@dataclass(frozen=True, slots=True)
class Banner:
    """One line above the page: tier (emergency, urgent, advisory or "" for quiet), code, words, a page to mend it.

    `text` and `action` are translatable; `page` names a URL of the clinic, empty when there is nothing to open.
    """

    tier: str
    code: str
    text: Words
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    page: str = ""
    action: Words = ""


Provider = Callable[[UUID, datetime], Iterable[Banner]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Adds a provider; registering it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def banners(clinic_id: UUID, at: datetime) -> list[Banner]:
    """Gives what must be seen in this clinic now, loudest first; needs the clinic's tenancy bound."""
    found = [banner for provider in _providers for banner in provider(clinic_id, at)]
    return sorted(found, key=lambda banner: LOUDNESS.index(banner.tier))

"""Asks apps further right whose series began before Slowdrip, and which answers were told as its baselines."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What was told of a treatment from before Slowdrip: when, how far the series was, and its baselines by scale.

    A baseline is the response from before the first infusion of that series.
    """

    told_at: datetime
    series_infusions: int
    baselines: Mapping[str, UUID]


EarlierOf = Callable[[UUID, Iterable[UUID] | None], Mapping[UUID, Earlier]]
"""Gives, of these patients of a clinic or of all, those whose treatment began before Slowdrip."""

_sources: list[EarlierOf] = []


def register_earlier(source: EarlierOf) -> None:
    """Adds who knows of treatment from before Slowdrip; registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def earlier_of(clinic_id: UUID, patient_ids: Iterable[UUID] | None = None) -> dict[UUID, Earlier]:
    """Gives those of the patients, else of all, who were treated before Slowdrip; nobody where no app knows any."""
    found: dict[UUID, Earlier] = {}
    for source in _sources:
        found |= source(clinic_id, patient_ids)
    return found

"""Asks the app that pins baselines, which lies further right, which response each scale is compared with."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from slowdrip.clinic.record.acting import Acting

Pinned = Callable[[Acting, UUID], Mapping[str, Iterable[UUID]]]
"""Gives for a patient, by scale, the responses that were pinned for the series, the first pinned one first.

A scale with an empty list has no baseline, whatever was scored before the first drip here.
"""

_pinned: list[Pinned] = []


def register_pinned(pinned: Pinned) -> None:
    """Adds who knows the pinned baselines; registering it again changes nothing."""
    if pinned not in _pinned:
        _pinned.append(pinned)


def pinned_responses(actor: Acting, patient_id: UUID) -> Mapping[str, tuple[UUID, ...]]:
    """Gives the pinned responses of a patient by scale; none where nobody pins."""
    found: dict[str, tuple[UUID, ...]] = {}
    for pinned in _pinned:
        found |= {scale: tuple(ids) for scale, ids in pinned(actor, patient_id).items()}
    return found

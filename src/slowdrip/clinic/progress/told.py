"""Asks apps further right which answers were told as baselines: those from before a first infusion elsewhere."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.progress.reading import Standing

ToldBaselines = Callable[[UUID, Iterable[UUID]], frozenset[UUID]]
"""Gives, of a clinic's imported responses, those that were told as the score before the first infusion."""

_told: list[ToldBaselines] = []


def register_told(told: ToldBaselines) -> None:
    """Adds who knows baselines that were told; registering it again changes nothing."""
    if told not in _told:
        _told.append(told)


def told_baselines(scores: Sequence[Standing]) -> dict[str, Standing]:
    """Gives by scale the score that was told as the baseline of a series that began elsewhere.

    Without it the last score before the first drip here would be taken, which for somebody in the middle of a series
    is no baseline. Nothing is asked of the database where nothing was imported.
    """
    imported = {each.row.response_id: each for each in scores if each.row.response.way == Response.Way.IMPORT}
    if not imported:
        return {}
    clinic_id = next(iter(imported.values())).row.clinic_id
    found = [each for told in _told for each in told(clinic_id, imported)]
    return {imported[each].row.scale: imported[each] for each in found if imported[each].value is not None}

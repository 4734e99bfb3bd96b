"""The dissociation scores of a drip as they were charted: said beside the band, never on it, and never learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slowdrip.science.infusion import Event
from slowdrip.science.infusion.fold.payload import whole

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Score:
    """One score of 0 to 10, in minutes since the start."""

    t_min: float
    score: int


def scores_of(events: Sequence[Event], started_at: datetime | None) -> tuple[Score, ...]:
    """Gives the dissociation scores since the start."""
    if started_at is None:
        return ()
    asked = [event for event in events if event.kind == "dissociation" and event.occurred_at >= started_at]
    pairs = ((event.occurred_at, whole(event, "score")) for event in asked)
    return tuple(Score((at - started_at) / MINUTE, score) for at, score in pairs if score is not None)


def scores_words(scores: Sequence[Score]) -> str:
    """Gives the charted scores in one line; nothing while there are none."""
    if not scores:
        return ""
    told = ", ".join(
        _("%(score)s at minute %(minute)s") % {"score": each.score, "minute": f"{each.t_min:.0f}"} for each in scores
    )
    return _("Charted here, 0 to 10: %(scores)s.") % {"scores": told}

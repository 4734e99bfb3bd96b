"""All that a page shows of how one patient does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.progress.drawing import Days, Picture, days_axis, picture
from slowdrip.clinic.progress.drips import Drip, drips_of
from slowdrip.clinic.progress.shown import Asked, Early, Line, asked_of, early_of, lines_of, sources_of
from slowdrip.clinic.progress.tracks import Track, tracks_of
from slowdrip.clinic.record.acting import Acting

MOOD = "nrs_mood"


@dataclass(frozen=True, slots=True)
class Shown:
    """One scale on the page."""

    track: Track
    picture: Picture | None
    lines: tuple[Line, ...]
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Pictured:
    """The page of one patient."""

    tracks: tuple[Shown, ...]
    drips: tuple[Drip, ...]
    early: tuple[Early, ...]
    asked: Asked
    axis: Days | None


def pictured(actor: Acting, patient_id: UUID, *, zone: ZoneInfo, at: datetime) -> Pictured:
    """Gives what was asked and answered, each scale drawn over one time axis, and the drips."""
    tracks, drips = tracks_of(actor, patient_id, at=at), drips_of(actor, patient_id)
    times = [
        *(each.standing.at for track in tracks for each in track.scored),
        *(moment for track in tracks for moment in track.unanswered),
        *(drip.began_at for drip in drips),
    ]
    axis = days_axis(times, zone=zone) if times else None
    mood = next((track for track in tracks if track.name == MOOD), None)
    return Pictured(
        tracks=tuple(
            Shown(
                track,
                picture(track, drips, axis) if axis is not None and (track.scored or track.unanswered) else None,
                tuple(lines_of(track)),
                tuple(sources_of(track)),
            )
            for track in tracks
        ),
        drips=tuple(reversed(drips)),
        early=tuple(early_of(mood, drips)),
        asked=asked_of(tracks),
        axis=axis,
    )

"""Puts tracks and points into words: rows of tables, labels with their source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowdrip.clinic.outcomes.scoring import is_total_only
from slowdrip.clinic.progress.drips import Drip
from slowdrip.clinic.progress.reading import same_file
from slowdrip.clinic.progress.tracks import Scored, Track
from slowdrip.clinic.progress.words import LINE_WORDS
from slowdrip.science.scales.results import rounded

EARLY_DRIPS = 3
EARLY_H = 96
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One score in a table: when, value or what it can still be, what it means, with what it was compared."""

    at: datetime
    value: str
    said: str
    way: str


def lines_of(track: Track) -> list[Line]:
    """Gives the scores of a track, the newest first."""
    return [_line(each) for each in reversed(track.scored)]


def _line(each: Scored) -> Line:
    row = each.standing.row
    return Line(each.standing.at, value_words(each), ", ".join(_meaning(each)), str(row.response.get_way_display()))


def value_words(each: Scored) -> str:
    """Gives the score, or between what it lies while answers are missing."""
    one = each.standing
    if one.value is not None:
        return plain(one.value)
    if one.low is None or one.high is None:
        return _("no score")
    return _("%(low)s to %(high)s, answers are missing") % {"low": plain(one.low), "high": plain(one.high)}


def plain(value: Fraction) -> str:
    """Gives a number without a needless decimal."""
    return f"{rounded(value, 1).normalize():f}"


def _meaning(each: Scored) -> Iterator[str]:
    said = each.judged
    if each.is_baseline:
        yield _("baseline")
    scale = same_file(each.standing)
    if scale is not None and is_total_only(each.standing.row.response, scale, each.standing.document["missing"]):
        yield _("total only, items unknown")
    if said.better_by is not None:
        points = plain(abs(said.better_by))
        yield _("%(points)s better") % {"points": points} if said.better_by > 0 else _worse(said.better_by, points)
    if said.response:
        yield _("response")
    if said.remission:
        yield _("remission")
    if said.worsened:
        yield _("worse than baseline by the line of this scale")


def _worse(better_by: Fraction, points: str) -> str:
    return _("as before") if better_by == 0 else _("%(points)s worse") % {"points": points}


@dataclass(frozen=True, slots=True)
class Asked:
    """How many asks of a patient are over, and how many of them were answered: it stands before any score."""

    asked: int
    answered: int

    @property
    def missing(self) -> int:
        """How many were not answered, or left before the end."""
        return self.asked - self.answered


def asked_of(tracks: Iterable[Track]) -> Asked:
    """Gives what was asked and answered over all scales; an ask of several forms counts once."""
    asks = frozenset[tuple[UUID, bool]]().union(*(track.asks for track in tracks))
    return Asked(len(asks), sum(is_answered for _, is_answered in asks))


@dataclass(frozen=True, slots=True)
class Early:
    """One of the first drips and the moods around it, each with its hours from the end of the drip."""

    drip: Drip
    moods: tuple[tuple[str, str], ...]


def early_of(mood: Track | None, drips: Sequence[Drip]) -> list[Early]:
    """Gives the mood from the day before each of the first drips to four days after it, in hours."""
    if mood is None:
        return []
    return [Early(drip, tuple(_around(mood, drip, drips))) for drip in drips[:EARLY_DRIPS]]


def _around(mood: Track, drip: Drip, drips: Sequence[Drip]) -> Iterable[tuple[str, str]]:
    end = drip.ended_at or drip.began_at
    following = next((each.began_at for each in drips if each.began_at > drip.began_at), None)
    for each in mood.scored:
        hours = (each.standing.at - end) / timedelta(hours=1)
        if -24 <= hours <= EARLY_H and (following is None or each.standing.at <= following):
            yield _hours(hours), value_words(each)


def _hours(hours: float) -> str:
    whole = round(abs(hours))
    if hours < 0:
        return _("before")
    return ngettext("after %(h)s hour", "after %(h)s hours", whole) % {"h": whole}


def sources_of(track: Track) -> list[dict[str, Any]]:
    """Gives the lines that a track is judged by, each with value, source and confidence."""
    return [
        {
            "words": LINE_WORDS[each.kind],
            "value": plain(each.value),
            "source": each.threshold.origin.source,
            "confidence": each.threshold.origin.confidence.value,
            "note": each.threshold.origin.note,
        }
        for each in track.levels
    ]

"""The times that a drip is remembered by: check-in, ready, start, pauses, end, ending."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.ordered import Line
from slowdrip.clinic.chart.trend.series import pauses
from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.science.infusion import Event, InfusionState

# Which entries name who holds the chair from then on, and in which field.
_HOLDS: Final = {"checked_in": "nurse", "handed_over": "to_person", "taken_over": "to_person"}


def times(events: Sequence[Event], state: InfusionState, *, zone: ZoneInfo) -> list[Line]:
    """Gives the times of a drip in the clinic's zone, in order; what has not happened is left out."""
    return [
        *_first(events, "checked_in", _("Check-in"), zone=zone),
        *_first(events, "ready_confirmed", _("Ready"), zone=zone),
        *_drip(state, zone=zone),
        *_ending(state, zone=zone),
    ]


def nurse_lines(events: Sequence[Event], names: Mapping[str, str], *, zone: ZoneInfo) -> list[Line]:
    """Gives who held the chair from when, in order; nothing where nobody was named."""
    named = [event for event in events if event.kind in _HOLDS]
    held = [(event.occurred_at, str(event.payload.get(_HOLDS[event.kind], ""))) for event in named]
    said = [f"{names.get(who, who[:8])} {clock(at, zone)}" for at, who in held if who]
    return [Line(_("Nurse"), ", ".join(said))] if said else []


def _first(events: Sequence[Event], kind: str, label: str, *, zone: ZoneInfo) -> Iterator[Line]:
    found = next((event for event in events if event.kind == kind), None)
    if found is not None:
        yield Line(label, clock(found.occurred_at, zone))


def _drip(state: InfusionState, *, zone: ZoneInfo) -> Iterator[Line]:
    drip = state.drip
    if drip.started_at is None:
        return
    yield Line(_("Start"), clock(drip.started_at, zone))
    for since, until in pauses(drip, drip.ended_at or state.as_of or drip.started_at):
        yield Line(_("Paused"), f"{clock(since, zone)}–{clock(until, zone)}")
    if drip.ended_at is None:
        return
    how = choice_words("reason", drip.stop_reason) if drip.stop_reason else ""
    label = _("Stopped") if drip.ended_by_code == "stopped" else _("End of the drip")
    yield Line(label, ", ".join(filter(None, (clock(drip.ended_at, zone), how))))


def _ending(state: InfusionState, *, zone: ZoneInfo) -> Iterator[Line]:
    if state.ending is not None:
        yield Line(code_words(state.ending.code), clock(state.ending.at, zone))


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Gives local hours and minutes."""
    return f"{at.astimezone(zone):%H:%M}"

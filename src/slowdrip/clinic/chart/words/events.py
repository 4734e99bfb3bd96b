"""One short line for every kind of event, as a nurse would say it."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.kinds import (
    alarms,
    arrival,
    care,
    closing,
    drip,
    emergency,
    limits,
    observations,
    preparation,
)
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.chart.words.telling import Telling
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.events import place

_FILES = (arrival, preparation, drip, observations, care, emergency, alarms, limits, closing)
SAID: Final[Mapping[str, Callable[[Telling], str]]] = {kind: say for file in _FILES for kind, say in file.SAID.items()}


def event_words(event: Event, names: Mapping[str, str], zone: ZoneInfo) -> str:
    """Gives the event in one line; `names` are people by actor id. What cannot be said shows as its kind."""
    say = SAID.get(event.kind)
    line = say(Telling(event, names, zone)) if say is not None else ""
    if line and event.kind == "vitals" and event.source == "monitor":
        return _("%(vitals)s · from the monitor") % {"vitals": line}
    return line or code_words(event.kind)


def alarm_steps(alarm_id: str, events: Iterable[Event], *, names: Mapping[str, str], zone: ZoneInfo) -> list[str]:
    """Gives the life of one alarm in lines: time, what, by whom; calls to the same person in a row are one line."""
    own = sorted((event for event in events if alarm_id in (event.id, event.payload.get("alarm_id"))), key=place)
    lines = [(f"{event_words(event, names, zone)} · {names.get(event.by, '')}".rstrip(" ·"), event) for event in own]
    alike = [[event for _words, event in group] for _words, group in groupby(lines, key=itemgetter(0))]
    said = {event.id: words for words, event in lines}
    return [_step(said[same[0].id], same, zone) for same in alike]


def _step(words: str, events: list[Event], zone: ZoneInfo) -> str:
    first, last = (f"{event.occurred_at.astimezone(zone):%H:%M}" for event in (events[0], events[-1]))
    if len(events) == 1:
        return f"{first} {words}"
    return _("%(first)s–%(last)s %(words)s, %(n)s times") % {
        "first": first, "last": last, "words": words, "n": len(events),
    }  # fmt: skip

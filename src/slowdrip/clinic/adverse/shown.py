"""Lines of lists and of a story, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slowdrip.clinic.adverse.codes_words import (
    ACTIONS,
    CODES,
    OUTCOMES,
    RELATIONS,
    RESULTS,
    SERIOUSNESS,
    SOURCES,
    SYMPTOMS,
    TASKS,
    several,
    severity_words,
)
from slowdrip.clinic.adverse.queries import Standing, Whole
from slowdrip.science.rules.adverse import Entry, State
from slowdrip.science.rules.adverse.events import (
    Assessed,
    Closed,
    LookedAgain,
    Opened,
    Raised,
    Reopened,
    Settled,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One matter on a list: what it is, how it stands, and what is wrong with its time."""

    standing: Standing
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a story: when, by whom, what, and the words of whoever wrote it."""

    at: datetime
    by: str
    what: str
    words: str


def line_of(standing: Standing) -> Line:
    """Gives one matter in words."""
    state = standing.state
    return Line(standing, title_of(state), _event_detail(state) if standing.is_event else _task_detail(state))


def title_of(state: State) -> str:
    """Names an event by its symptom, a task by what it asks."""
    if state.symptom is not None:
        return state.own_words or str(SYMPTOMS[state.symptom])
    return str(TASKS[state.task]) if state.task else ""


def _event_detail(state: State) -> str:
    parts = [severity_words(state.severity)]
    if state.relation:
        parts.append(str(RELATIONS[state.relation]))
    if state.outcome:
        parts.append(str(OUTCOMES[state.outcome]))
    return " · ".join(parts)


def _task_detail(state: State) -> str:
    parts = [several(state.codes, CODES)]
    if len(state.answers) > 1:
        parts.append(_("in %(number)s answers") % {"number": len(state.answers)})
    if state.result:
        parts.append(str(RESULTS[state.result]))
    return " · ".join(part for part in parts if part)


def story_of(found: Whole) -> list[Told]:
    """Gives all that was told, the newest first."""
    told = [
        Told(at=entry.at, by=found.names.get(entry.by, ""), what=what_of(entry), words=_words(entry.payload))
        for entry, _recorded_at in found.story
    ]
    return list(reversed(told))


def what_of(entry: Entry) -> str:
    """Gives what one entry says, in one line."""
    made = WHAT[type(entry.payload)]
    return " · ".join(part for part in made(entry.payload) if part)


def _opened(told: Opened) -> Iterator[str]:
    yield _("written down")
    yield told.own_words or str(SYMPTOMS[told.symptom])
    yield str(SOURCES.get(told.source, told.source))


def _assessed(told: Assessed) -> Iterator[str]:
    yield _("judged")
    yield severity_words(told.severity)
    yield str(RELATIONS[told.relation])
    yield _("serious: %(why)s") % {"why": several(told.seriousness, SERIOUSNESS)} if told.seriousness else ""
    yield several(told.actions, ACTIONS)


def _looked(told: LookedAgain) -> Iterator[str]:
    yield _("looked again")
    yield str(OUTCOMES[told.outcome])


def _closed(told: Closed) -> Iterator[str]:
    yield _("closed")
    yield str(OUTCOMES[told.outcome])


def _reopened(told: Reopened) -> Iterator[str]:
    yield _("opened again")


def _raised(told: Raised) -> Iterator[str]:
    yield _("an answer of the patient")
    yield several(told.codes, CODES)


def _settled(told: Settled) -> Iterator[str]:
    yield str(RESULTS[told.result])
    yield _("referred to %(whom)s") % {"whom": told.referred_to} if told.referred_to else ""


def _words(payload: Any) -> str:
    return str(getattr(payload, "note", "") or getattr(payload, "reason", ""))


WHAT: Mapping[type, Any] = {
    Opened: _opened,
    Assessed: _assessed,
    LookedAgain: _looked,
    Closed: _closed,
    Reopened: _reopened,
    Raised: _raised,
    Settled: _settled,
}

"""What a drill shows: its keys while it goes on, and then when each thing was done, counted from its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from slowdrip.clinic.emergency.actions.drills import MEDICINE
from slowdrip.clinic.emergency.course import KeyGroup, ShownKey
from slowdrip.clinic.emergency.keys import GROUPS, KEYS, OVER, PUMP_STOPPED
from slowdrip.clinic.emergency.models import Drill, DrillStep
from slowdrip.clinic.emergency.queries import detail_of


@dataclass(frozen=True, slots=True)
class StepLine:
    """One time of a drill."""

    id: UUID
    what: str
    clock: str
    after: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One drill with its times; `lasted` is empty while it goes on."""

    id: UUID
    place: str
    by: str
    began_at: datetime
    since: str
    lasted: str
    people: tuple[str, ...]
    note: str
    steps: tuple[StepLine, ...]

    @property
    def is_over(self) -> bool:
        """Says whether somebody ended it."""
        return self.lasted != ""


def summary_of(drill: Drill, steps: Sequence[DrillStep]) -> Summary:
    """Gives a drill as its page and the list show it."""
    last = next((step for step in steps if step.step == OVER.code), None)
    detail = detail_of(last) if last is not None else {}
    return Summary(
        id=drill.pk,
        place=drill.place,
        by=drill.by.label,
        began_at=drill.at,
        since=drill.at.isoformat(),
        lasted=after(drill.at, last.at) if last is not None else "",
        people=tuple(detail.get("people", ())),
        note=str(detail.get("note", "")),
        steps=tuple(_line(drill, step) for step in steps),
    )


def _line(drill: Drill, step: DrillStep) -> StepLine:
    return StepLine(step.pk, step_words(step.step), _clock(step.at), after(drill.at, step.at), step.by.label)


def step_words(code: str) -> str:
    """Gives the words of a step."""
    if code == OVER.code:
        return _("Drill over")
    return str(KEYS[code].label) if code in KEYS else _("Medicine given")


def after(began_at: datetime, at: datetime) -> str:
    """Gives how long after the beginning, as a stopwatch."""
    minutes, seconds = divmod(max(0, int((at - began_at).total_seconds())), 60)
    return f"{minutes}:{seconds:02d}"


def drill_groups(steps: Sequence[DrillStep]) -> list[KeyGroup]:
    """Gives the keys of an emergency, and one for any medicine: no dose is tapped in a drill."""
    first, *rest = [(str(title), [(key.code, str(key.label)) for key in keys]) for title, keys in GROUPS]
    laid = [(first[0], [(PUMP_STOPPED.code, str(PUMP_STOPPED.label)), *first[1]]), *rest]
    laid[-1][1].append((MEDICINE, step_words(MEDICINE)))
    return [KeyGroup(title, tuple(_shown(code, label, steps) for code, label in keys)) for title, keys in laid]


def _shown(code: str, label: str, steps: Sequence[DrillStep]) -> ShownKey:
    clocks = [_clock(step.at) for step in steps if step.step == code]
    return ShownKey(code, label, len(clocks), *((clocks[0], clocks[-1]) if clocks else ()))


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M:%S}"

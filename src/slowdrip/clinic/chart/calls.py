"""What calls somebody, at whichever chair: help that nobody answered, and loud alarms that nobody is on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from slowdrip.clinic.chart.cards import loud_first
from slowdrip.clinic.infusion.actions.helping import COLLEAGUE
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion import InfusionState
from slowdrip.science.infusion.state import Alarm

HELP: Final = "help"
LOUD: Final = ("emergency", "urgent")
ENDED_LATELY: Final = timedelta(hours=14)
"""How long after its planned time an ended visit is still asked; a call made after an ending is rare, but heard."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call at a chair: help, or the tier of its loudest alarm that nobody is on; nothing about the patient.

    `since` is its first call that waits, `latest` its last. An alarm that was escalated says since when it calls whom
    by name; nobody means everybody.
    """

    infusion_id: UUID
    chair: str
    what: str
    since: datetime
    latest: datetime
    by: str = ""
    to_person: str = ""
    called_at: datetime | None = None


def open_calls(actor: Acting, *, at: datetime) -> list[Call]:
    """Gives every call of the clinic: help before alarms, then the longest waiting."""
    rows = StateRow.objects.visible_to(actor).filter(
        Q(active=True) | Q(open_alarms__gt=0) | Q(phase="ended", infusion__planned_at__gte=at - ENDED_LATELY)
    )
    states = [(row, state_of(row)) for row in rows.select_related("infusion__chair")]
    helps = _helps(states)
    calls = [*helps, *(call for row, state in states for call in _alarms(row, state))]
    return sorted(calls, key=lambda call: (call.what != HELP, call.since))


def waiting_since(state: InfusionState) -> list[datetime]:
    """Gives when a colleague was called and nobody answered yet; the end of a visit ends its earlier calls."""
    after = state.ending.at if state.ending is not None else None
    mine = (one.called_at for one in state.help if one.who == COLLEAGUE and one.is_waiting)
    return sorted(called for called in mine if called and (after is None or called >= after))


def _helps(states: Iterable[tuple[StateRow, InfusionState]]) -> list[Call]:
    waiting = [(row, called) for row, state in states if (called := waiting_since(state))]
    names = _callers([row.infusion_id for row, _called in waiting])
    return [
        Call(row.infusion_id, _chair(row), HELP, called[0], called[-1], names.get((row.infusion_id, called[0]), ""))
        for row, called in waiting
    ]


def _callers(infusion_ids: Sequence[UUID]) -> dict[tuple[UUID, datetime], str]:
    if not infusion_ids:
        return {}
    rows = InfusionEvent.objects.filter(infusion_id__in=infusion_ids, kind="help_called").current()
    told = rows.values_list("infusion_id", "occurred_at", "by__label")
    return {(infusion_id, at): label for infusion_id, at, label in told}


def _alarms(row: StateRow, state: InfusionState) -> list[Call]:
    unanswered = [one for one in loud_first(state) if one.tier in LOUD and not one.acknowledged]
    return [_alarm(row, one.tier, state.alarms[one.id]) for one in unanswered[:1]]


def _alarm(row: StateRow, tier: str, alarm: Alarm) -> Call:
    raised_at = alarm.raised_at or row.infusion.planned_at
    return Call(
        row.infusion_id,
        _chair(row),
        tier,
        raised_at,
        raised_at,
        to_person=alarm.to_person,
        called_at=alarm.escalated_at,
    )


def _chair(row: StateRow) -> str:
    return row.infusion.chair.name if row.infusion.chair else "–"

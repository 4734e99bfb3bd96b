"""What calls somebody, at whichever chair: help and patients that nobody answered, loud alarms that nobody is on."""

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
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion import InfusionState
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.adapters.lasting import NURSE, coming_for, waits_since
from slowdrip.science.rules.lasting.deciding import PATIENT_CALL

HELP: Final = "help"
PATIENT: Final = "patient"
LOUD: Final = ("emergency", "urgent")
ENDED_LATELY: Final = timedelta(hours=14)
"""How long after its planned time an ended visit is still asked; a call made after an ending is rare, but heard."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call at a chair: help, the patient, or the tier of its loudest alarm that nobody is on; nothing else of them.

    `since` is its first call that waits, `latest` its last. What was escalated says since when it calls whom by name;
    nobody means everybody. A patient's call that waited too long `is_urgent`, and quiet once somebody is on that alarm;
    one with `coming_at` was answered lately.
    """

    infusion_id: UUID
    chair: str
    what: str
    since: datetime
    latest: datetime
    by: str = ""
    to_person: str = ""
    called_at: datetime | None = None
    is_urgent: bool = False
    is_quiet: bool = False
    coming_at: datetime | None = None


def open_calls(actor: Acting, *, at: datetime) -> list[Call]:
    """Gives every call of the clinic: help first, then what waits longest; patients who know somebody comes last."""
    rows = StateRow.objects.visible_to(actor).filter(
        Q(active=True) | Q(open_alarms__gt=0) | Q(phase="ended", infusion__planned_at__gte=at - ENDED_LATELY)
    )
    states = [(row, state_of(row)) for row in rows.select_related("infusion__chair")]
    helps = _helps(states)
    calls = [*helps, *(call for row, state in states for call in (*_patient(row, state, at=at), *_alarms(row, state)))]
    return sorted(calls, key=lambda call: (call.what != HELP, call.coming_at is not None, call.since))


def waiting_since(state: InfusionState) -> list[datetime]:
    """Gives when a colleague was called and nobody answered yet; the end of a visit ends its earlier calls.

    What arrived minutes after it was called, from a tablet that had lost the server, does not ring any more.
    """
    after = state.ending.at if state.ending is not None else None
    mine = (one.called_at for one in state.help if one.who == COLLEAGUE and one.rings)
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


def _patient(row: StateRow, state: InfusionState, *, at: datetime) -> list[Call]:
    """The patient's call: its alarm lends it tier and name; answered, it stands until somebody is there.

    Whoever was on the way and never came has answered nothing: the call is on every screen again.
    """
    waiting = _waiting(row, state, at=at)
    if not waiting:
        return _on_the_way(row, state)
    alarm = next((one for one in state.open_alarms.values() if one.rule == PATIENT_CALL), None)
    named = (alarm.to_person, alarm.escalated_at) if alarm is not None else ("", None)
    return [
        Call(
            row.infusion_id,
            _chair(row),
            PATIENT,
            min(called for called, _latest in waiting),
            max(latest for _called, latest in waiting),
            to_person=named[0],
            called_at=named[1],
            is_urgent=alarm is not None,
            is_quiet=alarm is not None and alarm.stage == "acknowledged",
        )
    ]


def _waiting(row: StateRow, state: InfusionState, *, at: datetime) -> list[tuple[datetime, datetime]]:
    """Gives when each of the patient's calls that wait was made, and the last word about it: an answer comes after."""
    after = state.ending.at if state.ending is not None else None
    mine = [one for one in state.help if one.who == NURSE and one.called_at and (not after or one.called_at >= after)]
    if not mine:
        return []
    coming = coming_for(pinned_policy(row.infusion))
    now = (one for one in mine if waits_since(one, at=at, coming=coming) is not None)
    return [(one.called_at, one.coming_at or one.called_at) for one in now if one.called_at is not None]


def _on_the_way(row: StateRow, state: InfusionState) -> list[Call]:
    mine = (one for one in state.help if one.who == NURSE and one.arrived_at is None and one.coming_at is not None)
    answered = [(one.called_at, one.coming_at) for one in mine if one.called_at is not None]
    if state.ending is not None or not answered:
        return []
    called_at, coming_at = answered[-1]
    return [Call(row.infusion_id, _chair(row), PATIENT, called_at, called_at, coming_at=coming_at)]


def _alarms(row: StateRow, state: InfusionState) -> list[Call]:
    loud = (one for one in loud_first(state) if one.tier in LOUD and not one.acknowledged)
    unanswered = [one for one in loud if one.rule != PATIENT_CALL]
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

"""Symptoms: at most one open of each kind; a change or an end without a start is kept and flagged."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.events.symptoms import GRADES
from slowdrip.science.infusion.fold.flags import flag
from slowdrip.science.infusion.fold.payload import written
from slowdrip.science.infusion.state import InfusionState, Symptom


def symptom_started(state: InfusionState, event: Event) -> InfusionState:
    """A symptom opens; started again while open, it is taken as changed."""
    index = _open(state, event)
    if index is not None:
        return flag(_put(state, index, _told(state.symptoms[index], event)), "symptom_started_twice", event)
    return replace(state, symptoms=(*state.symptoms, _told(_new(event), event)))


def symptom_changed(state: InfusionState, event: Event) -> InfusionState:
    """An open symptom gets better, worse, or an action."""
    index = _open(state, event)
    if index is None:
        return flag(symptom_started(state, event), "symptom_never_started", event)
    changed = replace(_told(state.symptoms[index], event), changed_at=event.occurred_at)
    return _put(state, index, changed)


def symptom_ended(state: InfusionState, event: Event) -> InfusionState:
    """An open symptom is over."""
    index = _open(state, event)
    if index is None:
        return flag(symptom_ended(symptom_started(state, event), event), "symptom_never_started", event)
    return _put(state, index, replace(_told(state.symptoms[index], event), ended_at=event.occurred_at))


def _open(state: InfusionState, event: Event) -> int | None:
    code = _code(event)
    for index, one in enumerate(state.symptoms):
        if one.symptom == code and one.ended_at is None:
            return index
    return None


def _code(event: Event) -> str:
    return written(event, "symptom") or "other"


def _new(event: Event) -> Symptom:
    return Symptom(_code(event), event.occurred_at, event.by, event.id)


def _told(symptom: Symptom, event: Event) -> Symptom:
    grade = written(event, "grade") or symptom.grade
    return replace(
        symptom,
        grade=grade,
        worst_grade=_worse(symptom.worst_grade, grade),
        relation=written(event, "relation") or symptom.relation,
        action=written(event, "action") or symptom.action,
        seriousness=written(event, "seriousness") or symptom.seriousness,
    )


def _worse(one: str, other: str) -> str:
    ranks = {grade: rank for rank, grade in enumerate(GRADES)}
    return other if ranks.get(other, -1) > ranks.get(one, -1) else one


def _put(state: InfusionState, index: int, symptom: Symptom) -> InfusionState:
    return replace(state, symptoms=(*state.symptoms[:index], symptom, *state.symptoms[index + 1 :]))


HANDLERS: Mapping[str, Callable[[InfusionState, Event], InfusionState]] = {
    "symptom_started": symptom_started,
    "symptom_changed": symptom_changed,
    "symptom_ended": symptom_ended,
}

"""A patient's earlier visits, as the models see them; only those of this clinic that were shown with today's models."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.twin.predicting import subject_of
from slowdrip.clinic.twin.readings import before_medicine, medicine_min, readings_of
from slowdrip.clinic.twin.shown_models import shown_with_these
from slowdrip.clinic.twin.weight import Weighed, apart, ordered_kg, weighings
from slowdrip.science.infusion import Event, InfusionState, Phase
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Visit, course_of

MOST_VISITS: Final = 4
"""How many of the latest visits are remembered: a visit differs from the next, so older ones add little."""
READ: Final = ("vitals", "medication_given")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The visits that count, oldest first; `others` were shown with other models, or with none."""

    visits: tuple[Visit, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class _Past:
    """What is read of all past visits at once, so that many cost no more queries than one."""

    events: dict[UUID, list[Event]]
    weights: list[Weighed]
    ordered_kg: dict[str, float | None]


def earlier_of(infusion: Infusion) -> Earlier:
    """Gives the patient's visits before this one that ended, in the same clinic, as many as are remembered."""
    rows = Infusion.objects.filter(
        clinic_id=infusion.clinic_id, patient_id=infusion.patient_id, planned_at__lt=infusion.planned_at
    )
    ended = rows.filter(state__phase=Phase.ENDED).exclude(pk=infusion.pk).select_related("state")
    found = list(ended.order_by("-planned_at", "-id")[:MOST_VISITS])
    if not found:
        return Earlier()
    same = shown_with_these(infusion.clinic_id, [each.pk for each in found])
    told = [(each, state_of(each.state)) for each in reversed(found) if each.pk in same]
    others = len(found) - len(told)
    if not told:
        return Earlier((), others)
    past = _past(infusion, told)
    visits = (_visit(each, state, infusion, past) for each, state in told)
    return Earlier(tuple(each for each in visits if each is not None), others)


def _past(infusion: Infusion, told: list[tuple[Infusion, InfusionState]]) -> _Past:
    ids = [state.drip.order.order_id for _, state in told if state.drip.order is not None]
    orders = Order.objects.filter(clinic_id=infusion.clinic_id, pk__in=ids)
    return _Past(
        _events(infusion.clinic_id, [each.pk for each, _ in told]),
        weighings(infusion.patient),
        {str(order.pk): ordered_kg(order) for order in orders},
    )


def _events(clinic_id: UUID, ids: Iterable[UUID]) -> dict[UUID, list[Event]]:
    """The pressures and medicines of these drips that stand, in the order they happened."""
    rows = InfusionEvent.objects.filter(clinic_id=clinic_id, infusion_id__in=list(ids), kind__in=READ).current()
    ordered = rows.order_by("infusion_id", "occurred_at", "id")
    return {key: [as_event(row) for row in group] for key, group in groupby(ordered, lambda row: row.infusion_id)}


def _visit(past: Infusion, state: InfusionState, infusion: Infusion, read: _Past, /) -> Visit | None:
    """One visit as the models see it, or nothing where it says nothing: no start, another weight, no readings."""
    started_at, course = state.drip.started_at, course_of(state)
    if started_at is None or isinstance(course, NoPrediction) or not course.stretches:
        return None
    scales = next((each for each in read.weights if each.at <= started_at), None)
    order = state.drip.order
    ordered = read.ordered_kg.get(order.order_id) if order is not None else None
    past.patient = infusion.patient
    subject = subject_of(past, state, scales)
    if apart(subject.weight_kg, ordered) is not None:
        return None
    events = read.events.get(past.pk, [])
    readings = before_medicine(readings_of(events, started_at), medicine_min(events, started_at))
    return Visit(subject, course, readings) if readings else None

"""Small reads of a drip for the pages."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.models import Chair, Infusion, InfusionEvent, Task
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import state_at, state_of
from slowdrip.clinic.record import prepared
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.queries import failing
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.state import InfusionState


def state_now(infusion_id: UUID) -> InfusionState:
    """Gives the projected state of a drip."""
    return state_of(prepared.one(StateRow, infusion_id=infusion_id))


def stored_event(infusion_id: UUID, event_id: UUID) -> Event | None:
    """Gives this event of the drip if it arrived before: a retry whose first answer was lost."""
    row = InfusionEvent.objects.filter(infusion_id=infusion_id, id=event_id).first()
    return as_event(row) if row is not None else None


def event_row(actor: Acting, infusion_id: UUID, event_id: UUID) -> InfusionEvent:
    """Gives one entry of a drip of the clinic, or raises InfusionEvent.DoesNotExist."""
    found: InfusionEvent = InfusionEvent.objects.visible_to(actor).get(infusion_id=infusion_id, id=event_id)
    return found


def pump_rate_ul_per_h(infusion_id: UUID, *, at: datetime) -> int | None:
    """Gives the rate a start or resume at that instant is charted at: the newest until then, else the order's.

    A rate set in a pause counts; one that was set after the tap does not, however late the tap comes in.
    """
    drip = state_at(infusion_id, at).drip
    if drip.rate_set_ul_per_h or drip.last_rate_ul_per_h:
        return drip.rate_set_ul_per_h or drip.last_rate_ul_per_h
    if drip.pump_shown is not None:
        return drip.pump_shown.rate_ul_per_h
    return drip.order.rate_ul_per_h if drip.order is not None else None


def free_chairs(actor: Acting) -> list[Chair]:
    """Gives chairs in which no visit is under way."""
    # A visit without a chair takes none; left in, its NULL would make every chair look taken.
    active = StateRow.objects.visible_to(actor).filter(active=True, infusion__chair__isnull=False)
    taken = active.values("infusion__chair_id")
    return list(Chair.objects.visible_to(actor).filter(in_use=True).exclude(id__in=taken).order_by("position", "name"))


def visit_in(clinic_id: UUID, chair_id: UUID) -> StateRow | None:
    """Gives the visit under way in a chair; of two, which only a void can bring about, the one planned last."""
    rows = StateRow.objects.filter(clinic_id=clinic_id, active=True, infusion__chair_id=chair_id)
    found: StateRow | None = rows.order_by("-infusion__planned_at", "-infusion_id").first()
    return found


def unwatched(clinic_id: UUID) -> frozenset[UUID]:
    """Gives the drips that the clock failed to watch at its last beat."""
    return failing(clinic_id, "clock")


def open_tasks(actor: Acting) -> list[Task]:
    """Gives the tasks that wait for somebody, oldest first."""
    rows = Task.objects.visible_to(actor).filter(state=Task.State.OPEN)
    return list(rows.select_related("infusion__chair", "patient").order_by("at"))


def infusions_of(actor: Acting, patient_id: UUID) -> list[Infusion]:
    """Gives a patient's visits, latest first."""
    rows = Infusion.objects.visible_to(actor).filter(patient_id=patient_id)
    return list(rows.select_related("state", "chair").order_by("-planned_at"))

"""From a planned visit to a drip that may begin: expected, weighed, ordered, verified."""

from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.infusion.actions import expect
from slowdrip.clinic.infusion.models import Chair, Infusion

from .course import course_of, numbers
from .patients import Patient
from .team import Team
from .walk import Visit, begin, ordered, verified, weigh


def visit_from_the_door(team: Team, patient: Patient, patient_id: UUID, *, start: datetime) -> Visit:
    """Weighs, orders, verifies and begins one drip."""
    visit = booked(team, patient, patient_id, start=start)
    begin(visit, chair_id=chair(team, number=1 + visit.infusion.number % 4))
    return visit


def booked(
    team: Team, patient: Patient, patient_id: UUID, *, start: datetime, planned_at: datetime | None = None
) -> Visit:
    """A visit that is expected (at the start unless planned otherwise), with weight measured and order verified."""
    infusion = expect(team.desk.acting(), patient_id, planned_at=planned_at or start, at=start - timedelta(days=1))
    first = infusion.number == 1
    seed = f"{patient.key}:{infusion.number}"
    weight_g = patient.weight_g + 100 * round(numbers(seed).gauss(0, 2))
    weigh(
        team,
        patient_id,
        weight_g=weight_g,
        height_mm=patient.height_mm if first else None,
        at=start - timedelta(minutes=65),
    )
    order = ordered(team, patient_id, at=start - timedelta(minutes=58))
    verified(team, order, at=start - timedelta(minutes=52))
    course = course_of(seed, patient.rest, number=infusion.number)
    return Visit(team, Infusion.objects.select_related("patient").get(id=infusion.pk), order, start, course)


def chair(team: Team, *, number: int) -> UUID:
    """Gives a chair by its number."""
    found: UUID = Chair.objects.visible_to(team.nurse.acting()).values_list("id", flat=True).get(position=number)
    return found

"""Names of those who act in a clinic, by actor id, for lines that say who did what."""

from uuid import UUID

from slowdrip.clinic.record.models import Actor

SPEAKING = (Actor.Kind.STAFF, Actor.Kind.SYSTEM, Actor.Kind.DEVICE)


def names_of(clinic_id: UUID) -> dict[str, str]:
    """Gives the names of staff, devices and the system of a clinic by actor id."""
    rows = Actor.objects.filter(clinic_id=clinic_id, kind__in=SPEAKING).values_list("pk", "label")
    return {str(actor_id): label for actor_id, label in rows}

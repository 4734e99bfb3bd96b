"""Says to the tasks of thinking who had infusions before Slowdrip: no run here is from before their first one."""

from uuid import UUID

from slowdrip.clinic.cognition.visits import register_earlier
from slowdrip.clinic.golive.reads import earlier


def had_infusions(clinic_id: UUID, patient_id: UUID) -> bool:
    """Says whether the import told of infusions that this patient had elsewhere."""
    return patient_id in earlier(clinic_id, [patient_id])


def register_all() -> None:
    """Adds what this app knows."""
    register_earlier(had_infusions)

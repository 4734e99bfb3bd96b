"""A patient's visits whose drip ran, as the occasion of a run is read from them.

Apps further right say whether somebody had infusions elsewhere before they came here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce

from slowdrip.clinic.encounters.visits import ended_at, started_at
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes.planning import drip_over
from slowdrip.clinic.policy.queries import NoPolicy, policy_in_force
from slowdrip.clinic.record.acting import Acting
from slowdrip.knowledge.types.aftercare import Cognition
from slowdrip.science.cognition import Moment, Occasion, StartedVisit, moment_of
from slowdrip.science.infusion.phases import Phase

HadEarlier = Callable[[UUID, UUID], bool]
"""Whether this patient of this clinic had infusions elsewhere."""

_earlier: list[HadEarlier] = []


def register_earlier(asked: HadEarlier) -> None:
    """Adds who knows of infusions elsewhere; registering it again changes nothing."""
    if asked not in _earlier:
        _earlier.append(asked)


def had_earlier(clinic_id: UUID, patient_id: UUID) -> bool:
    """Says whether the first infusion of this patient was elsewhere: then nothing here is from before it."""
    return any(asked(clinic_id, patient_id) for asked in _earlier)


def limits_of(clinic_id: UUID) -> Cognition | None:
    """Gives the clinic's limits for the tasks; None where they are not offered."""
    try:
        limits = policy_in_force(clinic_id).policy.cognition
    except NoPolicy:
        return None
    return limits if limits.offered.value else None


def visits_of(actor: Acting, patient_id: UUID) -> list[StartedVisit]:
    """Gives the visits whose drip ran, in one query."""
    rows = Infusion.objects.visible_to(actor).filter(patient_id=patient_id).select_related("state")
    timed = rows.annotate(began=started_at(), over=Coalesce(drip_over(), ended_at())).filter(began__isnull=False)
    return [_visit(row) for row in timed]


def first_drip_at(visits: list[StartedVisit]) -> datetime | None:
    """Gives when the first drip of all began."""
    return min((each.started_at for each in visits), default=None)


def moment_now(actor: Acting, patient_id: UUID, limits: Cognition, *, at: datetime) -> Moment:
    """Gives the occasion of a run that is done now."""
    visits, hours = visits_of(actor, patient_id), limits.next_day_after_h.value
    elsewhere = not visits and had_earlier(actor.clinic_id, patient_id)
    return moment_of(visits, next_day_after_h=hours, at=at, had_earlier=elsewhere)


def visit_id(moment: Moment) -> UUID | None:
    """Gives the visit of a moment as rows name it."""
    return UUID(moment.visit) if moment.visit is not None else None


def belongs_at_chair(phase: str) -> Occasion | None:
    """Gives for which occasion the tasks may be offered at a chair in this phase, or None."""
    if phase == Phase.RECOVERY:
        return Occasion.DISCHARGE
    if phase in (Phase.CHECKED_IN, Phase.PREPARING, Phase.READY):
        return Occasion.BASELINE
    return None


def _visit(row: Any) -> StartedVisit:
    """Hours count from the end of the drip, once the visit is over."""
    phase = _phase(row)
    over_at = row.over if phase == Phase.ENDED else None
    return StartedVisit(key=str(row.pk), started_at=row.began, phase=phase, ended_at=over_at)


def _phase(row: Infusion) -> str:
    state = getattr(row, "state", None)
    return state.phase if state is not None else Phase.EXPECTED

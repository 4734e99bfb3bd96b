"""The drips that stand under a patient's scores: when each began and ended, and what was given."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.last_time import dose_words, symptom_words, worst
from slowdrip.clinic.encounters.visits import was_started
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion import InfusionState, delivered_ug

MOST = 200


@dataclass(frozen=True, slots=True)
class Drip:
    """One drip that ran; `number` counts this patient's drips from one."""

    infusion_id: UUID
    number: int
    began_at: datetime
    ended_at: datetime | None
    given_ug: Fraction
    dose: str
    worst: str


def drips_of(actor: Acting, patient_id: UUID) -> list[Drip]:
    """Gives a patient's drips in the order in which they began."""
    rows = Infusion.objects.visible_to(actor).filter(was_started(), patient_id=patient_id)
    found = [(row, state_of(row.state)) for row in rows.select_related("state", "order").order_by("-planned_at")[:MOST]]
    began = [(row, state) for row, state in found if state.drip.started_at is not None]
    began.sort(key=lambda each: (each[1].drip.started_at, each[0].pk))
    return [_drip(number, row, state) for number, (row, state) in enumerate(began, start=1)]


def _drip(number: int, row: Infusion, state: InfusionState) -> Drip:
    symptom = worst(state)
    return Drip(
        infusion_id=row.pk,
        number=number,
        began_at=state.drip.started_at or row.planned_at,
        ended_at=state.drip.ended_at,
        given_ug=delivered_ug(state, state.as_of) if state.as_of else Fraction(0),
        dose=dose_words(row, state),
        worst=symptom_words(symptom) if symptom is not None else _("no symptom charted"),
    )

"""Symptoms that were charted at a drip, as adverse events that somebody may keep; none is kept by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from slowdrip.clinic.adverse.models import EVENT, Matter
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion.state import Symptom as Charted
from slowdrip.science.rules.adverse.codes import Action, Relation, Seriousness, Symptom
from slowdrip.science.rules.adverse.events import Assessed, Opened

SYMPTOMS: Final = {
    "dizziness": Symptom.DIZZINESS,
    "nausea": Symptom.NAUSEA,
    "vomiting": Symptom.VOMITING,
    "headache": Symptom.HEADACHE,
    "double_vision": Symptom.BLURRED_VISION,
    "anxiety": Symptom.ANXIETY,
    "dissociation_distress": Symptom.DISSOCIATION,
}
ACTIONS: Final = {
    "none": Action.NONE,
    "reassured": Action.REASSURED,
    "rate_lowered": Action.SLOWED_OR_PAUSED,
    "paused": Action.SLOWED_OR_PAUSED,
    "stopped": Action.STOPPED,
    "medication": Action.MEDICINE,
    "transferred": Action.REFERRED,
}
GRADES: Final = {"mild": 1, "moderate": 2, "severe": 3}
ENDED: Final = ("recovery", "ended")
LOOKED_BACK: Final = timedelta(days=90)
"""Of drips since then what nobody kept is proposed (own rule, `proposal`)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One charted symptom: where it stands, and what would be written."""

    infusion: Infusion
    event_id: str
    opened: Opened
    assessed: Assessed | None
    severity: int | None


def proposals(actor: Acting, patient_id: UUID, *, at: datetime) -> list[Proposal]:
    """Gives what was charted at the patient's ended drips of the last months and not kept yet, newest first."""
    rows = Infusion.objects.visible_to(actor).filter(patient_id=patient_id, state__phase__in=ENDED)
    rows = rows.filter(planned_at__gte=at - LOOKED_BACK).select_related("state").order_by("-planned_at")
    found = [_proposal(drip, one) for drip in rows for one in state_of(drip.state).symptoms]
    names = {uuid5(UUID(one.event_id), EVENT): one for one in found}
    kept = set(Matter.objects.visible_to(actor).filter(id__in=names).values_list("id", flat=True))
    return [one for name, one in names.items() if name not in kept]


def proposal_of(infusion: Infusion, event_id: UUID) -> Proposal | None:
    """Gives one charted symptom of a drip; None where it does not stand there, or was voided."""
    state = state_now(infusion.pk)
    return next((_proposal(infusion, one) for one in state.symptoms if one.event_id == str(event_id)), None)


def _proposal(infusion: Infusion, one: Charted) -> Proposal:
    symptom = SYMPTOMS.get(one.symptom, Symptom.OTHER)
    own_words = str(code_words(one.symptom)) if symptom is Symptom.OTHER else ""
    told = Opened(
        symptom=symptom,
        onset=one.started_at,
        offset=one.ended_at,
        own_words=own_words,
        source="chair",
        subject=one.event_id,
    )
    severity = GRADES.get(one.worst_grade)
    return Proposal(infusion, one.event_id, told, _assessed(one, severity), severity)


def _assessed(one: Charted, severity: int | None) -> Assessed | None:
    """The judgement as charted, where strength and relation both stand there."""
    if severity is None or one.relation not in tuple(Relation):
        return None
    serious = (Seriousness.OTHER_IMPORTANT,) if one.seriousness == "serious" else ()
    actions = (ACTIONS[one.action],) if one.action in ACTIONS else ()
    return Assessed(severity=severity, relation=Relation(one.relation), seriousness=serious, actions=actions)

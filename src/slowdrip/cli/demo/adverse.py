"""One adverse event that somebody follows, a urine test that a bladder screen asked for, and calls that were made."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from slowdrip.clinic.adverse.actions import look_again, settle_task, write_event
from slowdrip.clinic.adverse.models import MatterState
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.rules.adverse.codes import Action, Outcome, Relation, Result, Symptom, Task
from slowdrip.science.rules.adverse.events import Assessed, Opened, Settled

from .team import Team

SCREEN = "bladder"
PRESENT = {"frequency": 2, "nocturia": 1}
HEADACHE = "Since the evening after the drip, both sides, better lying down."
BETTER = "Called: half as strong, slept through, drinks enough."
GONE = "Asked on the phone: gone by the next morning."


def write_adverse(team: Team, known: dict[str, UUID], *, now: datetime) -> None:
    """A headache of three days ago that is getting better, and two bladder symptoms told on paper yesterday."""
    _headache(team, known["early_stop"], now=now)
    _screen(team, known["hypertensive"], at=now - timedelta(days=1))
    _calls(team, at=now - timedelta(hours=2))


def _headache(team: Team, patient_id: UUID, *, now: datetime) -> None:
    nurse, began = team.nurse.acting(), now - timedelta(days=3)
    told = Opened(symptom=Symptom.HEADACHE, onset=began - timedelta(hours=5))
    judged = Assessed(severity=2, relation=Relation.PROBABLE, actions=(Action.REASSURED,), note=HEADACHE)
    matter = write_event(nurse, patient_id, told, judged, at=began)
    look_again(nurse, matter.pk, Outcome.RECOVERING, note=BETTER, at=now - timedelta(days=2))


def _screen(team: Team, patient_id: UUID, *, at: datetime) -> None:
    filling = Filling(patient_id, SCREEN, Response.Way.PAPER, uuid5(patient_id, SCREEN), answered_at=at, is_whole=True)
    items = [item.name for item in scale(SCREEN).items]
    given = tuple(Given(name, Answer.What.VALUE, str(PRESENT.get(name, 0))) for name in items)
    save_answers(team.nurse.acting(), filling, given, at=at)


def _calls(team: Team, *, at: datetime) -> None:
    """Whoever told of side effects was called, but for the newest of them."""
    nurse = team.nurse.acting()
    rows = MatterState.objects.visible_to(nurse).filter(kind=Task.SIDE_EFFECT, is_open=True).order_by("-due_at")
    for matter_id in list(rows.values_list("matter_id", flat=True))[1:]:
        settle_task(nurse, matter_id, Settled(result=Result.NOTHING_MORE, note=GONE), at=at)

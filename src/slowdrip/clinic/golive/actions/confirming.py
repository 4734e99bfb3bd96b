"""A table becomes patients: all of its good lines in one action, or nothing."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Model

from slowdrip.clinic.golive.checking import check
from slowdrip.clinic.golive.making import Made, Making, Told
from slowdrip.clinic.golive.models import GoLiveBatch, GoLiveText, NextBooster, PriorTreatment
from slowdrip.clinic.golive.steps import PERMISSION, text_of, today_at, waiting_batch, zone_of
from slowdrip.clinic.infusion.models import InfusionState
from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.answering import TOPIC
from slowdrip.clinic.outcomes.models import Answer, Following, Response, Score
from slowdrip.clinic.outcomes.scoring import known_answers
from slowdrip.clinic.people.models import Contact, Measurement
from slowdrip.clinic.people.steps import one_registration_at_a_time
from slowdrip.clinic.record import prepared
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.hearing import is_history
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.science.infusion.phases import DURING_DRIP

MOST_WHILE_RUNNING: Final = 20
IMPORTED: Final = "golive.imported"
ORDER: Final[tuple[type[Model], ...]] = (Contact, Measurement, Following, NextBooster, Response, Answer, Score)
"""The tables in the order in which their rows can point at each other."""


def confirm_batch(actor: Acting, batch_id: UUID, *, seen: str, leave_out: bool, at: datetime) -> GoLiveBatch:
    """Imports every good line in one action.

    `seen` is the mark of the preview: what changed since is refused and shown anew. While a line has a problem nothing
    is imported, unless the person said to leave such lines out.
    """
    actor.must(PERMISSION)
    with act(actor, at=at) as tx:
        one_registration_at_a_time(tx)
        batch = waiting_batch(tx, batch_id)
        zone = zone_of(actor.clinic_id)
        found = check(actor, text_of(batch), today=today_at(zone, at))
        if found.mark != seen:
            raise Refused("golive_changed")
        if found.judged.problems and not leave_out:
            raise Refused("golive_has_problems", field="leave_out")
        if not found.judged.lines:
            raise Refused("golive_nothing_good")
        _refuse_while_a_drip_runs(actor, len(found.judged.lines))
        making = Making(tx, batch, zone)
        _write(tx, [making.made_of(line) for line in found.judged.lines])
        left_out = len({one.line for one in found.judged.problems})
        count = len(found.judged.lines)
        tx.change(batch, confirmed_at=at, confirmed_by_id=actor.actor_id, imported=count, left_out=left_out)
        GoLiveText.objects.visible_to(actor).filter(batch=batch).delete()
        # The last entry of the action: what comes after it in the chain happened to these patients later.
        tx.wrote(IMPORTED, batch, sha256=batch.sha256, patients=count, left_out=left_out)
    return batch


def _refuse_while_a_drip_runs(actor: Acting, count: int) -> None:
    """On SQLite one action at a time writes: a long one must not hold up what is charted at a chair."""
    if count <= MOST_WHILE_RUNNING:
        return
    if InfusionState.objects.visible_to(actor).filter(phase__in=DURING_DRIP).exists():
        raise Refused("golive_drip_runs", most=MOST_WHILE_RUNNING)


def _write(tx: Tx, found: Sequence[Made]) -> None:
    """A few statements for each table, however many patients there are: nobody at a chair waits for it."""
    prepared.insert([one.patient for one in found])
    for table in ORDER:
        tx.insert_all([row for one in found for row in one.rows if type(row) is table])
    tx.insert_all([one.treatment for one in found])
    for one in found:
        made = json.loads(one.treatment.made)
        tx.wrote("patient.registered", one.patient, batch=one.treatment.batch_id, line=one.treatment.line, made=made)
        for told in one.told:
            tx.wrote("response.imported", told.response, scale=told.response.scale)
            _tell(tx, told)
    tx.publish("patient")
    tx.publish(TOPIC)


def _tell(tx: Tx, told: Told) -> None:
    """The rest of the house hears of what may be a sign of today; what is older is history to all of it.

    So is a baseline with a newer score of its scale beside it: its unknown question 9 was asked again since.
    """
    if not told.is_newest or is_history(told.response, at=tx.at):
        return
    answers = known_answers(scale_of(told.response.scale), told.answers)
    hooks.run_answers(tx, told.response, told.result, answers, ())


def treatments_of(actor: Acting, batch_id: UUID) -> Iterable[PriorTreatment]:
    """Gives what stands of a batch, in the order of its lines."""
    rows = PriorTreatment.objects.visible_to(actor).filter(batch_id=batch_id).current()
    return list(rows.select_related("patient").order_by("line", "pk"))

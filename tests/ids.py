"""One real id of Harbor for each name in an address."""

from __future__ import annotations

from typing import Any

from tests.answered import answer_ids
from tests.batches import batch_ids
from tests.cases import case_ids
from tests.cast import Cast
from tests.matters import matter_ids
from tests.message_rows import message_ids
from tests.played import run_ids
from tests.visit import Visit


def ids_of(cast: Cast, visit: Visit) -> dict[str, Any]:
    """One real id of Harbor for each name in an address."""
    return {
        "clinic": cast.harbor.slug,
        "patient": visit.patient.pk,
        "patient_id": visit.patient.pk,
        "infusion": visit.infusion.pk,
        "chair": visit.infusion.chair_id,
        "event": visit.event_id,
        "alarm": visit.event_id,
        "kind": "note",
        "model": "kamp2020",
        "task": visit.task_id,
        "person": cast.second_nurse.member.pk,
        "device": visit.device_id,
        "monitor": visit.monitor_id,
        "drill": visit.drill_id,
        "note": visit.note_id,
        "letter": visit.letter_id,
        "shift": visit.shift_id,
        "measurement_id": visit.measurement_id,
        "allergy_id": visit.allergy_id,
        "medicine_id": visit.medicine_id,
        "contact_id": visit.contact_id,
        "order_id": visit.order_id,
        "order": visit.order_id,
        "version_id": visit.policy_id,
        "version": visit.policy_id,
        "key": "alarms.urgent.sbp_mmhg",
        **run_ids(cast, visit.patient.pk, at=visit.walked.at(2)),
        **answer_ids(cast, visit.patient.pk, at=visit.walked.at(2)),
        **batch_ids(cast, at=visit.walked.at(2)),
        **case_ids(cast, visit.patient.pk, at=visit.walked.at(2)),
        **matter_ids(cast, visit.patient.pk, at=visit.walked.at(2)),
        **message_ids(cast, visit.patient.pk, visit.contact_id, at=visit.walked.at(2)),
    }

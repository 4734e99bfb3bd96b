"""Clinical rows that nobody charted, and documents changed behind their hash, are named by the verifier."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, models, transaction

from slowdrip.cli.chains import chain_faults
from slowdrip.clinic.adverse.models import Matter, MatterEntry
from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, CognitionStart
from slowdrip.clinic.emergency.models import Debrief, Drill, DrillStep, EmergencyCard
from slowdrip.clinic.encounters.models import Letter, Note, Wishes
from slowdrip.clinic.golive.models import PriorTreatment
from slowdrip.clinic.infusion.models import (
    InfusionEvent,
    KitCheck,
    OnCall,
    Presence,
    ShiftClosed,
    ShiftOpened,
    SoundCheck,
)
from slowdrip.clinic.monitors.models import MonitorMessage
from slowdrip.clinic.outcomes.models import Answer, ScalePermission, Score
from slowdrip.clinic.people.models import Allergy, Measurement, Medicine, MedicineWord
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.progress.models import PinnedBaseline
from slowdrip.clinic.record import guards, verify
from slowdrip.clinic.record.models import AuditEntry, Signature, Void
from slowdrip.clinic.record.tables import LogModel, uuid7
from slowdrip.clinic.safety.models import CaseEvent, KnownIdeation, RiskCase, SafetyPlan
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.twin.models import ModelsShown
from tests.drips import House

COPIED: list[type[LogModel]] = [InfusionEvent, Signature, Order, PolicyVersion, Measurement, Presence]
COPIED += [KitCheck, MonitorMessage]
DOCUMENTS: dict[type[LogModel], str] = {Signature: "document", Order: "document", PolicyVersion: "text"}


def forged(model: type[LogModel]) -> LogModel:
    """A copy of an honest row under a new id, written past the actions."""
    row: LogModel = model.objects.earliest("id")
    row.pk, row._state.adding = uuid7(), True
    if isinstance(row, PolicyVersion):
        row.number = 99
    row.save()
    return row


@contextmanager
def undone() -> Iterator[None]:
    """Takes back what the block did, so that one database serves every log."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_row_that_no_action_wrote_is_named_in_whatever_log_it_stands(installation: House) -> None:
    assert chain_faults() == []
    for model in COPIED:
        with undone():
            row = forged(model)
            (line,) = chain_faults()
        assert ": row_added at " in line
        assert line.endswith(f"{model._meta.label_lower} {row.pk}")


def test_a_void_that_nobody_made_is_named(installation: House) -> None:
    event = InfusionEvent.objects.earliest("id")
    Void(
        clinic_id=event.clinic_id,
        target="infusion.infusionevent",
        target_id=event.pk,
        reason="never happened",
        by_id=event.by_id,
        at=event.recorded_at,
    ).save()
    assert ": row_added at " in chain_faults()[0]


def test_every_log_but_the_chain_itself_is_looked_through(installation: House) -> None:
    """A new log table is looked through without a word here; this list says which ones the tests above forge."""
    known = {*COPIED, Void, Allergy, AuditEntry, OnCall, SoundCheck, EmergencyCard, Debrief, Drill, DrillStep}
    known |= {Note, Wishes, Letter, ShiftOpened, ShiftClosed, Medicine, MedicineWord, ModelsShown}
    known |= {Answer, Score, ScalePermission, PinnedBaseline, RiskCase, CaseEvent, SafetyPlan, KnownIdeation}
    known |= {PriorTreatment, CognitionOffer, CognitionStart, CognitionRun, Matter, MatterEntry}
    assert set(guards.log_models()) == known


def test_a_document_changed_behind_its_hash_is_named(installation: House) -> None:
    for model in DOCUMENTS:
        with undone():
            row = edited(model)
            (line,) = chain_faults()
        assert ": document_edited at " in line
        assert line.endswith(f"{model._meta.label_lower} {row.pk}")


def test_planted_fault_a_verifier_without_both_looks_misses_the_document(
    installation: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(Order)
    monkeypatch.setattr(verify, "HASH_OF", ())
    assert ": row_edited at " in chain_faults()[0]
    monkeypatch.setattr(verify, "_row_code", lambda row, expected: "")
    assert chain_faults() == []


def edited(model: type[LogModel]) -> models.Model:
    """Changes one digit of a row's document as an owner with the guards off would, and puts the guards back."""
    row: models.Model = model.objects.earliest("id")
    name, table = DOCUMENTS[model], model._meta.db_table
    where = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "refuse_update_{table}"{where}')
        model._default_manager.filter(pk=row.pk).update(**{name: getattr(row, name).replace("1", "2", 1)})
    guards.install(connection)
    return row

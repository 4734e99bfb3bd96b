"""Reads of cases: the board, one case with its whole story, a patient's case, and whether it holds a discharge back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.safety.history import events_of
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.models import KnownIdeation, RiskCase
from slowdrip.clinic.safety.projecting import state_of
from slowdrip.clinic.safety.ruling import limits_in_force
from slowdrip.clinic.safety.signs import standing_known
from slowdrip.clinic.safety.unreadable import read_or_none
from slowdrip.science.rules.risk_case import (
    CaseState,
    Deadline,
    Event,
    Limits,
    OwnerWhy,
    deadlines,
    holds_back,
    late,
    may_close,
)
from slowdrip.science.rules.risk_case.state import Sign

SEE = "risk.see"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One line of the board: a case, how old it is, what it waits for next, and by how much that is late."""

    case: RiskCase
    state: CaseState
    age: timedelta
    waits_for: tuple[Deadline, ...]
    late: tuple[Deadline, ...]
    late_by: timedelta | None
    owner_name: str
    last_signs: tuple[Sign, ...]

    @property
    def patient(self) -> Patient:
        """Gives the patient."""
        patient: Patient = self.case.patient
        return patient

    @property
    def next_deadline(self) -> Deadline:
        """Gives what it waits for first."""
        return self.waits_for[0]

    @property
    def nobody_on_call(self) -> bool:
        """Says whether a director answers because nobody was on call."""
        return self.state.owner_why is OwnerWhy.NOBODY_ON_CALL or not self.state.owner


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """The open cases, and those that nobody can read: these are told apart and hide no other."""

    open: list[OpenCase]
    unreadable: list[RiskCase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event of a case with the name of whoever it comes from."""

    event: Event
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case with everything a page shows of it."""

    case: RiskCase
    state: CaseState
    story: tuple[Told, ...]
    names: Mapping[str, str]
    waits_for: tuple[Deadline, ...]
    late: tuple[Deadline, ...]
    not_closable: tuple[str, ...]
    known: KnownIdeation | None

    @property
    def owner_name(self) -> str:
        """Gives the name of whoever answers for it."""
        return self.names.get(self.state.owner, "")


def on_board(actor: Acting, at: datetime) -> OnBoard:
    """Gives every open case of the clinic, those that cannot be read apart."""
    actor.must(SEE)
    rows = StateRow.objects.visible_to(actor).filter(is_open=True)
    return _board(actor, list(rows.select_related("case__patient", "owner")), at=at)


def of_patient(actor: Acting, patient_id: UUID, at: datetime) -> OnBoard:
    """Gives a patient's open case as the board has it."""
    actor.must(SEE)
    rows = StateRow.objects.visible_to(actor).filter(is_open=True, patient_id=patient_id)
    return _board(actor, list(rows.select_related("case__patient", "owner")), at=at)


def _board(actor: Acting, rows: list[StateRow], *, at: datetime) -> OnBoard:
    limits = limits_in_force(actor.clinic_id) if rows else None
    found, broken = list[OpenCase](), list[RiskCase]()
    for row in rows:
        state = read_or_none(row)
        if state is None or limits is None:
            broken.append(row.case)
        else:
            found.append(_line(row, state, limits, at=at))
    return OnBoard(open=sorted(found, key=lambda one: one.next_deadline.due_at), unreadable=broken)


def _line(row: StateRow, state: CaseState, limits: Limits, *, at: datetime) -> OpenCase:
    waits_for, missed = deadlines(state, limits), late(state, limits, at)
    return OpenCase(
        case=row.case,
        state=state,
        age=at - (state.opened_at or at),
        waits_for=waits_for,
        late=missed,
        late_by=max(at - missed[0].due_at, timedelta(0)) if missed else None,
        owner_name=row.owner.label if row.owner else "",
        last_signs=state.signs[-3:],
    )


def case(actor: Acting, case_id: UUID, at: datetime) -> Case:
    """Gives one case with its whole story, or raises RiskCase.DoesNotExist."""
    actor.must(SEE)
    found: RiskCase = RiskCase.objects.visible_to(actor).select_related("patient", "state").get(id=case_id)
    state, limits, events = state_of(found.state), limits_in_force(found.clinic_id), events_of(found.pk)
    names = {str(pk): label for pk, label in _labels(actor)}
    return Case(
        case=found,
        state=state,
        story=tuple(Told(event=event, by_name=names.get(event.by, "")) for event in events),
        names=names,
        waits_for=deadlines(state, limits),
        late=late(state, limits, at),
        not_closable=may_close(state),
        known=standing_known(found.patient),
    )


def _labels(actor: Acting) -> list[tuple[UUID, str]]:
    return list(Actor.objects.visible_to(actor).values_list("pk", "label"))


def case_of_patient(actor: Acting, patient_id: UUID) -> RiskCase | None:
    """Gives a patient's open case, or the one that was opened last."""
    actor.must(SEE)
    rows = RiskCase.objects.visible_to(actor).filter(patient_id=patient_id).select_related("state", "patient")
    found: RiskCase | None = rows.order_by("-state__is_open", "-at", "-id").first()
    return found


def blocks_discharge(patient_id: UUID) -> bool:
    """Says whether a positive without a disposition keeps this patient from being let go as discharged.

    So does a case that cannot be read: nobody knows what it says.
    """
    row = StateRow.objects.filter(patient_id=patient_id, is_open=True).first()
    if row is None:
        return False
    state = read_or_none(row)
    return state is None or holds_back(state)

"""The gates of a drip with everything the clinic knows around it: ready, go / no-go, discharge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.infusion.house import HouseNow, house_now
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.people.models import Measurement
from slowdrip.clinic.people.queries import REREAD
from slowdrip.clinic.record.models import Signature, Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries.statuses import SIGNED, VERIFIED
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.closing import recovery
from slowdrip.science.rules.adapters.policy_alarms import cuff_range
from slowdrip.science.rules.adapters.policy_gates import discharge_limits, go_no_go_limits, ready_limits
from slowdrip.science.rules.adapters.ready import ClinicFacts, OrderFacts, ready_inputs, vitals
from slowdrip.science.rules.discharge import discharge_gates as discharge_rule
from slowdrip.science.rules.emergency import with_emergency
from slowdrip.science.rules.go_no_go import GoNoGoOutcome, judge
from slowdrip.science.rules.outcome import Gate, GateResult
from slowdrip.science.rules.ready import Weight
from slowdrip.science.rules.ready import ready_gates as ready_rule

DischargeGate = Callable[[Infusion, datetime], Gate | None]
ReadyGate = Callable[[Infusion, datetime], Gate | None]

_discharge_gates: list[DischargeGate] = []
_ready_gates: list[ReadyGate] = []


def register_discharge_gate(gate: DischargeGate) -> None:
    """Adds a gate of an app to the right before "discharged"; registering it again changes nothing."""
    if gate not in _discharge_gates:
        _discharge_gates.append(gate)


def register_ready_gate(gate: ReadyGate) -> None:
    """Adds a gate of an app to the right before "ready"; registering it again changes nothing."""
    if gate not in _ready_gates:
        _ready_gates.append(gate)


def ready_gates(infusion: Infusion, state: InfusionState, *, at: datetime) -> GateResult:
    """Gives every gate before a start, those of other apps last: passed, or not yet because of its reasons."""
    policy = pinned_policy(infusion)
    inputs = ready_inputs(state, clinic_facts(infusion, state, at=at), cuff=cuff_range(policy))
    found = ready_rule(inputs, ready_limits(policy, consent_version=None), at=at)
    more = tuple(one for gate in _ready_gates if (one := gate(infusion, at)) is not None)
    return replace(found, gates=(*found.gates, *more))


def discharge_gates(infusion: Infusion, state: InfusionState, *, at: datetime) -> GateResult:
    """Gives every gate before "discharged", those of other apps last."""
    found = discharge_rule(recovery(state), discharge_limits(pinned_policy(infusion)), at=at)
    found = with_emergency(found, state.emergency.began_at if state.emergency else None)
    more = tuple(one for gate in _discharge_gates if (one := gate(infusion, at)) is not None)
    return replace(found, gates=(*found.gates, *more))


def go_no_go(infusion: Infusion, state: InfusionState) -> GoNoGoOutcome:
    """Gives what the vital signs before the start say: pass, caution, beyond, incomplete."""
    return judge(vitals(state), go_no_go_limits(pinned_policy(infusion)))


def must_be_decidable(infusion: Infusion, state: InfusionState, *, decision: str) -> None:
    """Refuses a "go" on vitals that are incomplete or beyond the limit of no start."""
    outcome = go_no_go(infusion, state)
    if decision == "go" and outcome.verdict.value in ("incomplete", "beyond"):
        raise Refused("go_refused", field="decision", reasons=[reason.code for reason in outcome.reasons])


def clinic_facts(infusion: Infusion, state: InfusionState, *, at: datetime) -> ClinicFacts:
    """Gives what the gates need that the drip's log does not say."""
    return ClinicFacts(
        order=_order_facts(infusion, state),
        weight=_weight(infusion),
        house=house_of(infusion, at=at).rules,
        pregnancy_possible=infusion.patient.may_be_pregnant,
        roles_of=roles_of(infusion.clinic_id),
    )


def house_of(infusion: Infusion, *, at: datetime) -> HouseNow:
    """Gives who and what is in the building, as this drip's policy asks for it."""
    wanted = pinned_policy(infusion).staffing.second_person_credential.value
    return house_now(infusion.clinic_id, at=at, second_credential=wanted)


def roles_of(clinic_id: UUID) -> dict[str, frozenset[str]]:
    """Gives the roles of each active staff member by actor id."""
    rows = Membership.objects.filter(clinic_id=clinic_id, active=True).values_list("actor_id", "roles")
    return {str(actor_id): frozenset(roles) for actor_id, roles in rows}


def _order_facts(infusion: Infusion, state: InfusionState) -> OrderFacts | None:
    """A spoken order that was read back counts as signed by whoever spoke it; its co-signature has its own clock."""
    in_force = state.drip.order
    order = Order.objects.filter(clinic_id=infusion.clinic_id, id=in_force.order_id).first() if in_force else None
    if order is None:
        return None
    rows = Signature.objects.filter(clinic_id=infusion.clinic_id, subject_id=order.pk, meaning__in=(SIGNED, VERIFIED))
    signers = {row.meaning: str(row.signer_id) for row in rows}
    spoken = str(order.prescriber_id) if order.verbal else None
    return OrderFacts(
        signed_by=signers.get(SIGNED, spoken),
        read_back_missing=order.verbal and not order.read_back,
        void=Void.objects.filter(clinic_id=infusion.clinic_id, target_id=order.pk).exists(),
        verified_by=signers.get(VERIFIED),
    )


def _weight(infusion: Infusion) -> Weight:
    rows = Measurement.objects.filter(clinic_id=infusion.clinic_id, patient=infusion.patient_id).current()
    row = rows.filter(kind=Measurement.Kind.WEIGHT_G, how=Measurement.How.MEASURED).order_by("-at", "-id").first()
    if row is None:
        return Weight(measured_at=None, measured_by=None, reread_by=None, first_visit=infusion.number == 1)
    reread = Signature.objects.filter(clinic_id=infusion.clinic_id, subject_id=row.pk, meaning=REREAD).first()
    return Weight(
        measured_at=row.at,
        measured_by=str(row.by_id),
        reread_by=str(reread.signer_id) if reread else None,
        first_visit=infusion.number == 1,
    )

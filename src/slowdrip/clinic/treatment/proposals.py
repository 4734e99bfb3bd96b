"""A proposal: the typed order beside the patient's facts, with its figures and everything there is to say about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries.measurements import Taken
from slowdrip.clinic.policy.queries import InForce, policy_in_force
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.knowledge.types import Policy
from slowdrip.science.pharmacology.dosing import DoseLimits, Finding, OrderFigures, OrderRequest, Tier, check
from slowdrip.science.pharmacology.dosing import weight_checks as weights
from slowdrip.science.pharmacology.dosing.findings import impossible, worst

from .body import Body, body_of
from .finding_fields import field_of
from .limits import dose_limits
from .reading import Noticed, Wanted, read, request_of
from .typed import Typed

EMPTY = "number_missing", "product_missing"


class Signable(NamedTuple):
    """The parts of a proposal that are all there once it may be signed."""

    request: OrderRequest
    figures: OrderFigures
    wanted: Wanted
    weight: Taken


@dataclass(frozen=True, slots=True)
class Proposal:
    """One typed order, checked. `figures` may be there while it may not be signed: show them, never sign them."""

    body: Body
    typed: Typed
    in_force: InForce
    wanted: Wanted | None
    request: OrderRequest | None
    figures: OrderFigures | None
    noticed: tuple[Noticed, ...]

    @property
    def tier(self) -> Tier:
        """What the order needs before it may be signed; an order that cannot be read is impossible."""
        return worst(each.finding for each in self.noticed) if self.request else Tier.IMPOSSIBLE

    @property
    def may_be_signed(self) -> bool:
        """Whether anyone may sign this at all."""
        return self.figures is not None and self.tier < Tier.IMPOSSIBLE

    @property
    def signable(self) -> Signable:
        """The parts that a document is made of; refuses a proposal that may not be signed."""
        request, figures, wanted, weight = self.request, self.figures, self.wanted, self.body.weight
        if request is None or figures is None or wanted is None or weight is None or not self.may_be_signed:
            raise Refused("order_impossible")
        return Signable(request, figures, wanted, weight)

    @property
    def needs_reason(self) -> bool:
        """Whether a written reason is asked for."""
        return self.may_be_signed and self.tier >= Tier.NEEDS_REASON

    @property
    def needs_second(self) -> bool:
        """Whether a second clinician is asked for."""
        return self.may_be_signed and self.tier >= Tier.NEEDS_SECOND_CLINICIAN_AND_REASON

    @property
    def empty(self) -> tuple[str, ...]:
        """The fields that are still to be filled in."""
        return tuple(each.field for each in self.noticed if each.finding.code in EMPTY)


def preview(actor: Acting, patient_id: UUID, typed: Typed, *, at: datetime) -> Proposal:
    """Gives what the typed order comes to; writes nothing. A patient of another clinic does not exist."""
    actor.must("order.see")
    return propose(actor, Patient.objects.visible_to(actor).get(id=patient_id), typed, at=at)


def propose(actor: Acting, patient: Patient, typed: Typed, *, at: datetime) -> Proposal:
    """Gives the proposal for this patient; needs the clinic's tenancy bound."""
    body, in_force = body_of(actor, patient), policy_in_force(actor)
    catalogue = default_catalogue()
    limits = dose_limits(in_force.policy, catalogue)
    wanted, read_findings = read(typed, catalogue)
    request = _request(body, wanted, at=at)
    of_patient = tuple(_patient_findings(body, in_force.policy))
    if request is None:
        found = (*of_patient, *_weight_findings(body, limits, at=at))
        return Proposal(body, typed, in_force, wanted, None, None, (*read_findings, *_at_fields(found)))
    checked = check(request, limits=limits, history=body.history)
    found = (*of_patient, *checked.findings)
    return Proposal(body, typed, in_force, wanted, request, checked.figures, (*read_findings, *_at_fields(found)))


def _at_fields(findings: tuple[Finding, ...]) -> tuple[Noticed, ...]:
    once = [each for place, each in enumerate(findings) if each not in findings[:place]]
    gravest_first = sorted(once, key=lambda finding: -finding.severity)
    return tuple(Noticed(finding, field_of(finding)) for finding in gravest_first)


def _request(body: Body, wanted: Wanted | None, *, at: datetime) -> OrderRequest | None:
    weight = body.weight_now(at)
    if wanted is None or weight is None:
        return None
    return request_of(wanted, weight=weight, height_cm=body.height_cm, sex=body.sex)


def _patient_findings(body: Body, policy: Policy) -> Iterator[Finding]:
    if body.weight is None:
        yield impossible("weight_missing")
        return
    asks_reread = policy.weight.first_visit_reread.value and body.is_first_visit
    if body.weight.is_measured and asks_reread and body.weight.reread_by is None:
        yield impossible("weight_reread_missing")


def _weight_findings(body: Body, limits: DoseLimits, *, at: datetime) -> Iterator[Finding]:
    """What can be said of the weight while the rest of the form is still empty."""
    weight = body.weight_now(at)
    if weight is None or body.weight is None:
        return
    if not body.weight.is_measured:
        yield impossible("stated_weight")
    yield from weights.age_findings(weight.age_h, limits)
    yield from weights.range_findings(weight.kg, limits)
    if body.height_cm is not None:
        yield from weights.height_findings(weight.kg, body.height_cm, limits)
    if body.last_kg is not None:
        yield from weights.change_findings(weight.kg, body.last_kg, limits)

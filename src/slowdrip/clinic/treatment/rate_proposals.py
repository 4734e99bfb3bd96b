"""A proposed change of rate: the typed change beside the bag that hangs, its figures and all there is to say of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from slowdrip.clinic.policy.queries import InForce, policy_in_force
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.science.pharmacology.dosing import Finding, RateChange, RateFigures, RestOver, Tier, check_rate_change
from slowdrip.science.pharmacology.dosing.findings import worst

from . import gates
from .documents import bag_orders, read_document
from .finding_fields import RATE, REST, TOTAL
from .hanging import Hanging
from .limits import dose_limits
from .models import Order
from .rate_typed import RateTyped, RateWanted, read_rate
from .reading import Noticed

OF_TOTAL: Final = frozenset(
    {
        "dose_impossibly_high",
        "dose_impossibly_low",
        "dose_high",
        "dose_above_usual",
        "dose_below_usual",
        "amount_impossibly_high",
        "rate_total_above_order",
        "rate_total_given_already",
        "rate_total_error_over_limit",
    }
)
"""Findings about the total; all others are about how fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateProposal:
    """One typed change of rate, checked. `figures` may be there while it may not be signed: show them, never sign."""

    old: Order
    typed: RateTyped
    in_force: InForce
    hanging: Hanging
    change: RateChange | None
    figures: RateFigures | None
    noticed: tuple[Noticed, ...]

    @property
    def tier(self) -> Tier:
        """What it needs before it may be signed; what cannot be read is impossible."""
        return worst(each.finding for each in self.noticed) if self.change else Tier.IMPOSSIBLE

    @property
    def may_be_signed(self) -> bool:
        """Whether anyone may sign this at all."""
        return self.figures is not None and self.tier < Tier.IMPOSSIBLE

    @property
    def needs_reason(self) -> bool:
        """A running drip is never changed without a word why, whatever the tier."""
        return self.may_be_signed

    @property
    def needs_second(self) -> bool:
        """Whether a second clinician is asked for."""
        return self.may_be_signed and self.tier >= Tier.NEEDS_SECOND_CLINICIAN_AND_REASON

    @property
    def empty(self) -> tuple[str, ...]:
        """The fields that are still to be filled in."""
        return tuple(each.field for each in self.noticed if each.finding.code == "rate_missing")

    @property
    def signable(self) -> tuple[RateChange, RateFigures]:
        """The parts that a document is made of; refuses a proposal that may not be signed."""
        if self.change is None or self.figures is None or not self.may_be_signed:
            raise Refused("order_impossible")
        return self.change, self.figures


def preview_rate(actor: Acting, order_id: UUID, typed: RateTyped, *, at: datetime) -> RateProposal:
    """Gives what the typed change comes to; writes nothing. An order of another clinic does not exist.

    Refuses when no drip runs by this order, or what hangs there is not one known bag.
    """
    actor.must("order.see")
    old: Order = Order.objects.visible_to(actor).select_related("patient").get(id=order_id)
    return propose_rate(actor, old, typed, seen_at=at)


def propose_rate(actor: Acting, old: Order, typed: RateTyped, *, seen_at: datetime) -> RateProposal:
    """Gives the proposal beside the bag as it stood at `seen_at`; needs the clinic's tenancy bound."""
    in_force = policy_in_force(actor)
    document = read_document(old.document)
    hanging = gates.hanging(actor, old.pk, bag_orders=frozenset(bag_orders(old, document)), at=seen_at)
    wanted, noticed = read_rate(typed)
    change = change_of(old, hanging, wanted) if wanted else None
    figures: RateFigures | None = None
    if change is not None:
        checked = check_rate_change(change, limits=dose_limits(in_force.policy, default_catalogue()))
        figures = checked.figures
        noticed = (*noticed, *(Noticed(each, _field_of(each, change)) for each in checked.findings))
    return RateProposal(
        old=old, typed=typed, in_force=in_force, hanging=hanging, change=change, figures=figures, noticed=noticed
    )


def change_of(old: Order, hanging: Hanging, wanted: RateWanted) -> RateChange:
    """Gives what the arithmetic starts from: what is wanted, the bag by the record, and the order in force."""
    document = read_document(old.document)
    return RateChange(
        asked=wanted.asked,
        total_mg=wanted.total_mg,
        bag_ug=hanging.drug_ug,
        bag_ul=hanging.volume_ul,
        draw_ul=hanging.draw_ul,
        out_ul=hanging.out_ul,
        ran_s=hanging.ran_s,
        present_rate_ul_per_h=hanging.rate_ul_per_h,
        ends_at_ul=hanging.ends_at_ul,
        ordered_ug=old.dose_ug,
        ordered_mg_per_kg=Decimal(document["figures"]["ordered_mg_per_kg"]),
        dosing_kg=Decimal(document["figures"]["dosing_weight_kg"]),
        measured_kg=Decimal(document["request"]["weight"]["kg"]),
    )


def _field_of(finding: Finding, change: RateChange) -> str:
    if finding.code in OF_TOTAL or finding.params.get("against") in ("ordered_ug", "usual_mg_per_kg"):
        return TOTAL
    return REST if isinstance(change.asked, RestOver) else RATE

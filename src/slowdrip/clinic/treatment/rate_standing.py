"""Does a signed change of rate still fit the drip? Asked again when it is verified, because the drip went on."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from slowdrip.clinic.policy.queries import policy_of
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.science.pharmacology.dosing import NewRate, RateChange, Tier, check_rate_change
from slowdrip.science.pharmacology.dosing.findings import worst

from . import gates
from .documents import bag_orders, changes_rate, read_document
from .limits import dose_limits
from .models import Order
from .rate_documents import change_from_text

DONE_ALREADY: Final = "rate_unchanged"
"""Whoever heard the order may have turned the pump down before it was verified: that is no reason to refuse it."""


def must_still_fit(tx: Tx, order: Order) -> None:
    """Refuses a change of rate when its drip is over, its bag gone, or the change means more by now than was signed."""
    document = read_document(order.document)
    if not changes_rate(document):
        return
    signed = change_from_text(document["change"])
    now = _as_it_stands(tx, order, document, signed)
    checked = check_rate_change(now, limits=dose_limits(policy_of(order.policy), default_catalogue()))
    findings = [each for each in checked.findings if each.code != DONE_ALREADY]
    allowed = max(Tier[order.tier.upper()], Tier.NEEDS_REASON)
    if checked.figures is None or worst(findings) > allowed:
        raise Refused("rate_no_longer_fits", codes=", ".join(each.code for each in findings))


def _as_it_stands(tx: Tx, order: Order, document: dict[str, Any], signed: RateChange) -> RateChange:
    """The change as signed (its rate, in minutes or not) beside the bag of this instant."""
    if order.replaces_id is None:
        raise Refused("rate_no_drip")
    mine = frozenset(bag_orders(order, document))
    hanging = gates.hanging(tx.actor, order.replaces_id, bag_orders=mine, at=tx.at)
    if (hanging.drug_ug, hanging.volume_ul) != (signed.bag_ug, signed.bag_ul):
        raise Refused("rate_bag_differs")
    return replace(
        signed,
        asked=NewRate(Decimal(order.rate_ul_per_h) / 1000),
        out_ul=hanging.out_ul,
        ran_s=hanging.ran_s,
        present_rate_ul_per_h=hanging.rate_ul_per_h,
    )

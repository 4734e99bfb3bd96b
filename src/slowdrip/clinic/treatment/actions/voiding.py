"""Ending an order that was wrong."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment import gates
from slowdrip.clinic.treatment.queries.statuses import REPLACED
from slowdrip.clinic.treatment.steps import locked_order, publish


def void_order(actor: Acting, order_id: UUID, *, reason: str, at: datetime) -> None:
    """Voids an order with a reason; one that a running drip has in force can only be replaced."""
    actor.must("order.enter_verbal")
    why = _checked(reason)
    with act(actor, at=at) as tx:
        order = locked_order(tx, order_id)
        if not actor.may("order.write") and order.by_id != actor.actor_id:
            raise Refused("order_not_yours_to_void")
        if gates.in_use(order.pk):
            raise Refused("order_in_use")
        tx.void(order, reason=why)
        publish(tx, order)


def _checked(reason: str) -> str:
    why = said_in_a_line(reason)
    if why.lower() == REPLACED:
        raise Refused("order_void_reason_says_nothing", field="reason")
    return why

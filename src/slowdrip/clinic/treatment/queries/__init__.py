"""Reads of orders: how they stand, what waits, and what a drip needs of a verified one."""

from .drips import latest_verified_order, verified_order
from .statuses import Standing, State, order_status, orders_of
from .waiting import awaiting_verification, cosigns_due, cosigns_overdue

__all__ = [
    "Standing",
    "State",
    "awaiting_verification",
    "cosigns_due",
    "cosigns_overdue",
    "latest_verified_order",
    "order_status",
    "orders_of",
    "verified_order",
]

"""Changes to orders: written and signed, spoken and co-signed, verified, replaced, another rate, voided."""

from .cosigning import cosign
from .rating import RateAsked, enter_verbal_rate, order_rate
from .verifying import Worked, verify_order
from .voiding import void_order
from .writing import enter_verbal_order, replace_order, write_order

__all__ = [
    "RateAsked",
    "Worked",
    "cosign",
    "enter_verbal_order",
    "enter_verbal_rate",
    "order_rate",
    "replace_order",
    "verify_order",
    "void_order",
    "write_order",
]

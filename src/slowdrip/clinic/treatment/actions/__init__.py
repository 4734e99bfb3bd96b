"""Changes to orders: written and signed, spoken and co-signed, verified, replaced, voided."""

from .cosigning import cosign
from .verifying import Worked, verify_order
from .voiding import void_order
from .writing import enter_verbal_order, replace_order, write_order

__all__ = ["Worked", "cosign", "enter_verbal_order", "replace_order", "verify_order", "void_order", "write_order"]

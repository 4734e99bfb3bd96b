"""The order pages: parse, permit, render; the actions decide."""

from .ending import order_cosign, order_void
from .rate import order_rate_page, order_rate_preview
from .reading import order_label, order_page, waiting
from .verifying import order_verify
from .writing import order_new, order_preview, order_replace

__all__ = [
    "order_cosign",
    "order_label",
    "order_new",
    "order_page",
    "order_preview",
    "order_rate_page",
    "order_rate_preview",
    "order_replace",
    "order_verify",
    "order_void",
    "waiting",
]

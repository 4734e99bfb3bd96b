"""The policy pages: parse, permit, render; the actions decide."""

from .reading import current, show, text
from .signing import sign, withdrawing
from .writing import change, new

__all__ = ["change", "current", "new", "show", "sign", "text", "withdrawing"]

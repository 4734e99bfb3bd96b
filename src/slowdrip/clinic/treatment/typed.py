"""What a prescriber typed into the order form, letter by letter, before anything is read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

MADE_UP_TO: Final = "made_up_to"
ADDED_TO: Final = "added_to"
PREPARATIONS: Final = (MADE_UP_TO, ADDED_TO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The texts of the order form; nothing here is trusted and nothing is lost."""

    dose_mg_per_kg: str = ""
    weight_basis: str = "actual"
    weight_basis_reason: str = ""
    duration_min: str = ""
    product: str = ""
    diluent: str = "sodium_chloride_0_9"
    preparation: str = MADE_UP_TO
    volume_ml: str = ""
    overfill_ml: str = "0"
    line_prime_ml: str = "0"
    prime_with: str = "drug"
    end_of_line: str = "flush"


NAMES: Final = tuple(each.name for each in fields(Typed))
LONGEST: Final = 300


def typed_from(data: Mapping[str, Any]) -> Typed:
    """Gives the form's texts; a field that did not come counts as left empty."""
    return Typed(**{name: str(data.get(name, ""))[:LONGEST] for name in NAMES})

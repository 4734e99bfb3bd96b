"""The texts that would order the same again: where a replacement starts."""

from collections.abc import Mapping
from typing import Any

from .typed import ADDED_TO, MADE_UP_TO, Typed


def retyped(document: Mapping[str, Any]) -> Typed:
    """Gives an order's document as it would be typed; the weight is not typed, it is the patient's latest."""
    asked = document["request"]
    made = asked["preparation"]
    is_added = "bag_ml" in made
    return Typed(
        dose_mg_per_kg=asked["dose_mg_per_kg"],
        weight_basis=asked["weight_basis"],
        weight_basis_reason=asked["weight_basis_reason"],
        duration_min=asked["duration_min"],
        product=document["product"]["name"],
        diluent=asked["diluent"],
        preparation=ADDED_TO if is_added else MADE_UP_TO,
        volume_ml=made["bag_ml"] if is_added else made["made_up_to_ml"],
        overfill_ml=made["overfill_ml"] if is_added else "0",
        line_prime_ml=asked["line_prime_ml"],
        prime_with=asked["prime_with"],
        end_of_line=asked["end_of_line"],
    )

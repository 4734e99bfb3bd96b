"""The signed document of an order: everything asked, computed and decided as plain texts, and how to read it back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from slowdrip.knowledge.types.products import Product as CatalogueProduct
from slowdrip.science.pharmacology.dosing import (
    AddedTo,
    Diluent,
    EndOfLine,
    Finding,
    LabelledAs,
    MadeUpTo,
    OrderRequest,
    PrimeWith,
    Product,
    Sex,
    Weight,
    WeightBasis,
    WeightHow,
)
from slowdrip.science.pharmacology.dosing.display import exact_text

from .models import Order

SCHEMA: Final = 1
RATE_CHANGE: Final = "rate_change"
"""The `kind` of a document that changes the rate of a bag which hangs already; an order for a new bag has no kind."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an earlier order asked for, for the eye and for the checks of the next one."""

    order_id: UUID
    at: datetime
    mg_per_kg: Decimal
    dose_ug: int
    duration_min: Decimal
    kg: Decimal


def ordered(order: Order) -> Ordered:
    """Gives what a stored order asked for; a change of rate asked for the whole drip as it was to go from then on."""
    document = read_document(order.document)
    asked = document["request"]
    kg, minutes = Decimal(asked["weight"]["kg"]), Decimal(asked["duration_min"])
    if changes_rate(document):
        figures = document["figures"]
        per_kg, minutes = Decimal(figures["ordered_mg_per_kg"]), Decimal(figures["whole_min"])
        return Ordered(order.pk, order.at, per_kg, order.dose_ug, minutes, kg)
    return Ordered(order.pk, order.at, Decimal(asked["dose_mg_per_kg"]), order.dose_ug, minutes, kg)


def read_document(text: str) -> dict[str, Any]:
    """Gives the document behind its canonical text."""
    document: dict[str, Any] = json.loads(text)
    return document


def changes_rate(document: Mapping[str, Any]) -> bool:
    """Says whether an order changes the rate of a bag that hangs already."""
    return document.get("kind") == RATE_CHANGE


def bag_orders(order: Order, document: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Gives the orders whose one bag this is: the order for which it was made, then each change of its rate."""
    if not changes_rate(document):
        return (order.pk,)
    return (*(UUID(each) for each in document["bag"]["orders"]), order.pk)


def request_as_text(request: OrderRequest) -> dict[str, Any]:
    """Gives a request as plain texts."""
    made = request.preparation
    by_volume = {"made_up_to_ml": exact_text(made.volume_ml)} if isinstance(made, MadeUpTo) else _added_as_text(made)
    return {
        "dose_mg_per_kg": exact_text(request.dose_mg_per_kg),
        "duration_min": exact_text(request.duration_min),
        "weight": {"kg": exact_text(request.weight.kg), "how": str(request.weight.how), "age_h": request.weight.age_h},
        "product": {
            "conc_mg_per_ml": exact_text(request.product.conc_mg_per_ml),
            "vial_ml": exact_text(request.product.vial_ml),
            "must_dilute": request.product.must_dilute,
            "labelled_as": str(request.product.labelled_as),
        },
        "preparation": by_volume,
        "diluent": str(request.diluent),
        "weight_basis": str(request.weight_basis),
        "weight_basis_reason": request.weight_basis_reason,
        "height_cm": None if request.height_cm is None else exact_text(request.height_cm),
        "sex": None if request.sex is None else str(request.sex),
        "line_prime_ml": exact_text(request.line_prime_ml),
        "prime_with": str(request.prime_with),
        "end_of_line": str(request.end_of_line),
    }


def _added_as_text(made: AddedTo) -> dict[str, str]:
    return {"bag_ml": exact_text(made.bag_ml), "overfill_ml": exact_text(made.overfill_ml)}


def request_from_text(asked: Mapping[str, Any]) -> OrderRequest:
    """Gives the request back from its plain texts."""
    weight, product, height = asked["weight"], asked["product"], asked["height_cm"]
    return OrderRequest(
        dose_mg_per_kg=Decimal(asked["dose_mg_per_kg"]),
        duration_min=Decimal(asked["duration_min"]),
        weight=Weight(Decimal(weight["kg"]), WeightHow(weight["how"]), int(weight["age_h"])),
        product=Product(
            conc_mg_per_ml=Decimal(product["conc_mg_per_ml"]),
            vial_ml=Decimal(product["vial_ml"]),
            must_dilute=bool(product["must_dilute"]),
            labelled_as=LabelledAs(product["labelled_as"]),
        ),
        preparation=_preparation(asked["preparation"]),
        diluent=Diluent(asked["diluent"]),
        weight_basis=WeightBasis(asked["weight_basis"]),
        weight_basis_reason=str(asked["weight_basis_reason"]),
        height_cm=None if height is None else Decimal(height),
        sex=None if asked["sex"] is None else Sex(asked["sex"]),
        line_prime_ml=Decimal(asked["line_prime_ml"]),
        prime_with=PrimeWith(asked["prime_with"]),
        end_of_line=EndOfLine(asked["end_of_line"]),
    )


def _preparation(made: Mapping[str, str]) -> MadeUpTo | AddedTo:
    if "made_up_to_ml" in made:
        return MadeUpTo(Decimal(made["made_up_to_ml"]))
    return AddedTo(Decimal(made["bag_ml"]), Decimal(made["overfill_ml"]))


def product_as_text(product: CatalogueProduct) -> dict[str, Any]:
    """Gives the vial as the catalogue describes it."""
    return {
        "name": product.name,
        "drug": product.drug.value,
        "salt": product.salt.value,
        "labelled_as": product.labelled_as.value,
        "conc_ug_per_ml": product.conc_ug_per_ml.value,
        "volume_ul": product.volume_ul.value,
    }


def finding_as_text(finding: Finding) -> dict[str, Any]:
    """Gives a finding as code, severity and plain parameters."""
    params = {
        name: value if isinstance(value, int | str) else exact_text(value) for name, value in finding.params.items()
    }
    return {"code": finding.code, "severity": finding.severity.code, "params": params}

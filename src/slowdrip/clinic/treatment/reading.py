"""Reads an order from what was typed: one meaning for every field, or a finding at the field."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from slowdrip.knowledge.types.products import Catalogue
from slowdrip.knowledge.types.products import Product as CatalogueProduct
from slowdrip.science.pharmacology.dosing import (
    AddedTo,
    Diluent,
    EndOfLine,
    Finding,
    LabelledAs,
    MadeUpTo,
    OrderRequest,
    Parsed,
    PrimeWith,
    Product,
    Sex,
    Unit,
    Weight,
    WeightBasis,
    parse_quantity,
    parse_quantity_or_zero,
)
from slowdrip.science.pharmacology.dosing.findings import impossible

from .typed import ADDED_TO, PREPARATIONS, Typed

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Noticed:
    """One finding and the field of the form it belongs to; an empty field means the whole order."""

    finding: Finding
    field: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything read from the form; `product` is the vial in the catalogue. Only complete ones become a request."""

    dose_mg_per_kg: Decimal
    duration_min: Decimal
    product: CatalogueProduct
    preparation: MadeUpTo | AddedTo
    diluent: Diluent
    weight_basis: WeightBasis
    weight_basis_reason: str
    line_prime_ml: Decimal
    prime_with: PrimeWith
    end_of_line: EndOfLine


@dataclass(slots=True)
class Reader:
    """Reads field by field and collects what cannot be read, so that a person mends all of it in one go."""

    typed: Typed
    noticed: list[Noticed] = field(default_factory=list)

    def amount(self, name: str, unit: Unit, parse: Callable[..., Parsed] = parse_quantity) -> Decimal | None:
        """Gives the number in a field."""
        parsed = parse(getattr(self.typed, name), unit=unit)
        self.noticed.extend(Noticed(finding, name) for finding in parsed.findings)
        return parsed.value

    def choice(self, name: str, among: type[Choice]) -> Choice | None:
        """Gives the option chosen in a field."""
        value: str = getattr(self.typed, name)
        if value in set(among):
            return among(value)
        self.noticed.append(Noticed(impossible("not_a_choice", field=name), name))
        return None

    def product(self, catalogue: Catalogue) -> CatalogueProduct | None:
        """Gives the vial chosen."""
        found = next((each for each in catalogue.products if each.name == self.typed.product), None)
        if found is None:
            self.noticed.append(Noticed(impossible("product_missing"), "product"))
        return found

    def preparation(self) -> MadeUpTo | AddedTo | None:
        """Gives how the mixture is made."""
        volume_ml = self.amount("volume_ml", Unit.ML)
        if self.typed.preparation not in PREPARATIONS:
            self.noticed.append(Noticed(impossible("not_a_choice", field="preparation"), "preparation"))
            return None
        if self.typed.preparation != ADDED_TO:
            return None if volume_ml is None else MadeUpTo(volume_ml)
        overfill_ml = self.amount("overfill_ml", Unit.ML, parse_quantity_or_zero)
        return None if volume_ml is None or overfill_ml is None else AddedTo(volume_ml, overfill_ml)


def read(typed: Typed, catalogue: Catalogue) -> tuple[Wanted | None, tuple[Noticed, ...]]:
    """Gives what the form asks for, or None, with everything noticed while reading."""
    reader = Reader(typed)
    dose = reader.amount("dose_mg_per_kg", Unit.MG_PER_KG)
    basis = reader.choice("weight_basis", WeightBasis)
    duration = reader.amount("duration_min", Unit.MIN)
    product = reader.product(catalogue)
    diluent = reader.choice("diluent", Diluent)
    preparation = reader.preparation()
    prime = reader.amount("line_prime_ml", Unit.ML, parse_quantity_or_zero)
    prime_with, end = reader.choice("prime_with", PrimeWith), reader.choice("end_of_line", EndOfLine)
    noticed = tuple(reader.noticed)
    if dose is None or duration is None or product is None or preparation is None or prime is None:
        return None, noticed
    if basis is None or diluent is None or prime_with is None or end is None:
        return None, noticed
    reason = typed.weight_basis_reason.strip()
    return Wanted(dose, duration, product, preparation, diluent, basis, reason, prime, prime_with, end), noticed


def request_of(wanted: Wanted, *, weight: Weight, height_cm: Decimal | None, sex: Sex) -> OrderRequest:
    """Gives the request that the arithmetic checks."""
    return OrderRequest(
        dose_mg_per_kg=wanted.dose_mg_per_kg,
        duration_min=wanted.duration_min,
        weight=weight,
        product=vial(wanted.product),
        preparation=wanted.preparation,
        diluent=wanted.diluent,
        weight_basis=wanted.weight_basis,
        weight_basis_reason=wanted.weight_basis_reason,
        height_cm=height_cm,
        sex=sex,
        line_prime_ml=wanted.line_prime_ml,
        prime_with=wanted.prime_with,
        end_of_line=wanted.end_of_line,
    )


def vial(product: CatalogueProduct) -> Product:
    """Gives a vial of the catalogue as the arithmetic sees it."""
    return Product(
        conc_mg_per_ml=Decimal(product.conc_ug_per_ml.value) / 1000,
        vial_ml=Decimal(product.volume_ul.value) / 1000,
        must_dilute=product.must_dilute.value,
        labelled_as=LabelledAs(product.labelled_as.value),
    )

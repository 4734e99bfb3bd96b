"""Vials, diluents and bags that an order may name."""

from dataclasses import dataclass
from decimal import Decimal

from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Product:
    """One vial: its strength and volume, its salt, whether it must be diluted before IV use."""

    name: str
    drug: Sourced[str]
    salt: Sourced[str]
    labelled_as: Sourced[str]
    conc_ug_per_ml: Sourced[int]
    volume_ul: Sourced[int]
    must_dilute: Sourced[bool]
    diluent_parts_at_least: Sourced[Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Diluent:
    """One fluid that ketamine may be diluted in."""

    name: str
    fluid: Sourced[str]


@dataclass(frozen=True, slots=True)
class Bag:
    """One standard bag size, nominal volume without overfill."""

    name: str
    volume_ul: Sourced[int]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products, diluents and bags that ship with Slowdrip."""

    schema_version: int
    products: tuple[Product, ...]
    diluents: tuple[Diluent, ...]
    bags: tuple[Bag, ...]

    def product(self, name: str) -> Product:
        """The vial of that name."""
        return next(each for each in self.products if each.name == name)

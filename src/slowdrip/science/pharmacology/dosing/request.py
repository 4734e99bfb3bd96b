"""What a prescriber asks for: the typed order before any arithmetic."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from slowdrip.science.pharmacology.dosing.findings import Number


class WeightHow(StrEnum):
    """How a weight became known. Only a measured one may dose."""

    MEASURED = "measured"
    STATED = "stated"


class WeightBasis(StrEnum):
    """Which weight the mg/kg refers to."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


class Sex(StrEnum):
    """Sex for dosing, as the ideal-weight formula needs it; it says nothing about gender."""

    FEMALE = "female"
    MALE = "male"


class LabelledAs(StrEnum):
    """What the milligrams on the vial's label are milligrams of."""

    BASE = "base"
    HYDROCHLORIDE = "hydrochloride"


class Diluent(StrEnum):
    """What the drug is diluted with; the label names these three (facts C)."""

    SODIUM_CHLORIDE_0_9 = "sodium_chloride_0_9"
    GLUCOSE_5 = "glucose_5"
    WATER_FOR_INJECTION = "water_for_injection"
    NONE = "none"


class PrimeWith(StrEnum):
    """What fills the line when it is connected to the patient."""

    DRUG = "drug"
    DILUENT = "diluent"


class EndOfLine(StrEnum):
    """What happens to the drug in the line at the end: pushed in at the same rate, or left and thrown away."""

    FLUSH = "flush"
    LEFT_IN_LINE = "left_in_line"


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight in kg, how it is known and its age in whole hours at the time of ordering."""

    kg: Number
    how: WeightHow
    age_h: int


@dataclass(frozen=True, slots=True)
class Product:
    """A vial: label strength in mg/mL, content in mL, and what the label demands."""

    conc_mg_per_ml: Number
    vial_ml: Number
    must_dilute: bool
    labelled_as: LabelledAs


@dataclass(frozen=True, slots=True)
class MadeUpTo:
    """Drug first, then diluent up to this total volume in mL."""

    volume_ml: Number


@dataclass(frozen=True, slots=True)
class AddedTo:
    """Drug added to a full bag: its nominal volume and its overfill, both in mL."""

    bag_ml: Number
    overfill_ml: Number


Preparation: TypeAlias = MadeUpTo | AddedTo


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """One order as asked for. The dose is mg of ketamine base per kg of the chosen weight."""

    dose_mg_per_kg: Number
    duration_min: Number
    weight: Weight
    product: Product
    preparation: Preparation
    diluent: Diluent
    weight_basis: WeightBasis = WeightBasis.ACTUAL
    weight_basis_reason: str = ""
    height_cm: Number | None = None
    sex: Sex | None = None
    line_prime_ml: Number = Decimal(0)
    prime_with: PrimeWith = PrimeWith.DRUG
    end_of_line: EndOfLine = EndOfLine.FLUSH


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was true last time, each with its unit; None when there is no last time."""

    last_weight_kg: Number | None = None
    last_mg_per_kg: Number | None = None
    last_dose_ug: int | None = None


NO_HISTORY = History()

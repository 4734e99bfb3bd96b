"""What is given, when and into which compartment: any list of infusions at a constant rate, and of boluses.

Rates and amounts are µg of ketamine base (per minute), plain or one per patient, so that a dose by weight is an
array. Times are minutes on one axis with the output times. Infusions may overlap: their rates add up. A change of
rate is two infusions, one after the other; a pause is the gap between them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from slowdrip.science.pharmacology.linear.values import (
    InputRefused,
    PerPatient,
    guard_amount,
    guard_time,
    patients_in,
)


@dataclass(frozen=True, slots=True, eq=False)
class Infusion:
    """A constant rate into one compartment from `start_min` to `end_min`, which must be later."""

    start_min: float
    end_min: float
    rate_ug_per_min: PerPatient
    into: str

    def __post_init__(self) -> None:
        guard_time(self.start_min, "start_min")
        guard_time(self.end_min, "end_min")
        guard_amount(self.rate_ug_per_min, "rate_ug_per_min")
        if self.end_min <= self.start_min:
            raise InputRefused("ends_before_it_starts", "end_min", "give_later_end_or_bolus")

    @property
    def amount_ug(self) -> PerPatient:
        """What the whole infusion gives."""
        return self.rate_ug_per_min * (self.end_min - self.start_min)


@dataclass(frozen=True, slots=True, eq=False)
class Bolus:
    """An amount given at one instant; at `t_min` itself it is already there."""

    t_min: float
    amount_ug: PerPatient
    into: str

    def __post_init__(self) -> None:
        guard_time(self.t_min, "t_min")
        guard_amount(self.amount_ug, "amount_ug")


@dataclass(frozen=True, slots=True, eq=False)
class Regimen:
    """Everything given. Order does not matter. An empty regimen is allowed and gives zeros."""

    infusions: tuple[Infusion, ...] = ()
    boluses: tuple[Bolus, ...] = ()

    def __post_init__(self) -> None:
        patients_in(self.numbers(), "regimen")

    @property
    def patients(self) -> int:
        """How many patients the arrays describe; 1 when every number is plain."""
        return patients_in(self.numbers(), "regimen")

    @property
    def total_ug(self) -> PerPatient:
        """What all of it gives, if it runs to its end."""
        by_infusion: PerPatient = sum((each.amount_ug for each in self.infusions), start=0.0)
        return sum((each.amount_ug for each in self.boluses), start=by_infusion)

    def numbers(self) -> Iterator[PerPatient]:
        """Every rate and amount."""
        yield from (each.rate_ug_per_min for each in self.infusions)
        yield from (each.amount_ug for each in self.boluses)

    def shifted(self, by_min: float) -> "Regimen":
        """The same regimen, `by_min` later."""
        infusions = (
            replace(each, start_min=each.start_min + by_min, end_min=each.end_min + by_min) for each in self.infusions
        )
        return Regimen(tuple(infusions), tuple(replace(each, t_min=each.t_min + by_min) for each in self.boluses))

    def scaled(self, factor: PerPatient) -> "Regimen":
        """The same regimen with every rate and amount times `factor`, plain or one per patient."""
        infusions = (replace(each, rate_ug_per_min=each.rate_ug_per_min * factor) for each in self.infusions)
        boluses = (replace(each, amount_ug=each.amount_ug * factor) for each in self.boluses)
        return Regimen(tuple(infusions), tuple(boluses))

    def joined(self, other: "Regimen") -> "Regimen":
        """Both regimens, given together."""
        return Regimen((*self.infusions, *other.infusions), (*self.boluses, *other.boluses))

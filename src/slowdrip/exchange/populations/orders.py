"""What is given: one dose over a time, once or in a series, and its regimen for people of any weight."""

from dataclasses import dataclass

from slowdrip.exchange.populations.problems import refuse
from slowdrip.exchange.populations.quantities import Dose, dose_of, minutes_of
from slowdrip.science.pharmacology.linear import Infusion, PerPatient, Regimen
from slowdrip.science.pharmacology.models import DOSE

MOST_INFUSIONS = 1000


@dataclass(frozen=True, slots=True)
class Order:
    """A dose over so many minutes, `infusions` times, each `every_min` after the one before."""

    dose: Dose
    over_min: float
    every_min: float = 0.0
    infusions: int = 1

    @property
    def label(self) -> str:
        """The order in few characters: `0.5mg/kg/40min`, and the series."""
        once = f"{self.dose.written}/{self.over_min:g}min"
        return once if self.infusions == 1 else f"{once} x{self.infusions} every {self.every_min:g}min"

    @property
    def starts_min(self) -> tuple[float, ...]:
        """When each infusion starts."""
        return tuple(number * self.every_min for number in range(self.infusions))

    @property
    def end_min(self) -> float:
        """When the last infusion ends."""
        return self.starts_min[-1] + self.over_min

    def regimen(self, weight_kg: PerPatient) -> Regimen:
        """The regimen for a person, or for many with one weight each."""
        rate = self.dose.total_ug(weight_kg) / self.over_min
        return Regimen(tuple(Infusion(start, start + self.over_min, rate, into=DOSE) for start in self.starts_min))


def order_of(dose: str, over: str, *, every: str = "", infusions: int = 1) -> Order:
    """The order that the options of a command say."""
    over_min = minutes_of(over, where="--over")
    if (infusions > 1) != bool(every):
        raise refuse("--every", "a series has a distance and a number", "give --every 2d --infusions 6, or neither")
    if not 1 <= infusions <= MOST_INFUSIONS:
        raise refuse("--infusions", f"{infusions} is no number of infusions", f"give 1 to {MOST_INFUSIONS}")
    every_min = minutes_of(every, where="--every") if every else 0.0
    if every and every_min < over_min:
        raise refuse("--every", "the next infusion starts before the last one ends", "give a longer --every")
    return Order(dose_of(dose), over_min, every_min, infusions)


def compared(text: str, *, every: str = "", infusions: int = 1) -> Order:
    """The order that one `--compare` says: `0.5mg/kg/40min`, a dose, a slash and a time."""
    dose, slash, over = text.rpartition("/")
    if not slash or not dose:
        raise refuse("--compare", f"{text!r} is no dose over a time", "write 0.5mg/kg/40min")
    return order_of(dose, over, every=every, infusions=infusions)

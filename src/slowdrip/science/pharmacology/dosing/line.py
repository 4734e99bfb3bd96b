"""Where the drug is at the end: in the patient, in the line or in the bag.

| line filled with | at the end | pumped            | reaches the patient |
|------------------|------------|-------------------|---------------------|
| drug             | flush      | all               | all                 |
| drug             | left       | all but the line  | all but the line    |
| diluent          | flush      | all and the line  | all                 |
| diluent          | left       | all               | all but the line    |

A line filled with diluent delays the drug by its volume; a flush pushes with fluid that holds no drug.
"""

from dataclasses import dataclass
from fractions import Fraction

from slowdrip.science.pharmacology.dosing import units
from slowdrip.science.pharmacology.dosing.mixture import Mixture
from slowdrip.science.pharmacology.dosing.request import EndOfLine, OrderRequest, PrimeWith


@dataclass(frozen=True, slots=True)
class Line:
    """A line of this volume in µL, what first fills it and what happens to it at the end."""

    prime_ul: int
    prime_with: PrimeWith
    end: EndOfLine

    @property
    def lag_ul(self) -> int:
        """The volume that runs before the first drug reaches the patient."""
        return self.prime_ul if self.prime_with is PrimeWith.DILUENT else 0

    @property
    def kept_ul(self) -> int:
        """The volume of mixture that is meant to stay in the line."""
        return self.prime_ul if self.end is EndOfLine.LEFT_IN_LINE else 0


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The drawn drug divided, in µg; the three add up to what was drawn."""

    reaches_patient_ug: Fraction
    left_in_line_ug: Fraction
    left_in_bag_ug: Fraction


def line_of(request: OrderRequest) -> Line:
    """The line of this order."""
    prime_ul = int(Fraction(request.line_prime_ml) * units.UL_PER_ML)
    return Line(prime_ul, request.prime_with, request.end_of_line)


def to_pump_ul(line: Line, final_ul: int) -> int:
    """The volume to pump, before rounding; zero or less when the line holds everything."""
    return final_ul + line.lag_ul - line.kept_ul


def whereabouts(line: Line, *, mixed: Mixture, vtbi_ul: int) -> Whereabouts:
    """Where the drug is once `vtbi_ul` has been pumped. What the rounding of the volume leaves is counted too."""
    passed_ul = min(max(vtbi_ul - line.lag_ul, 0), mixed.final_ul)
    unpumped_ul = to_pump_ul(line, mixed.final_ul) - vtbi_ul
    in_bag_ul = unpumped_ul if line.end is EndOfLine.LEFT_IN_LINE else 0
    in_line_ul = mixed.final_ul - passed_ul - in_bag_ul
    return Whereabouts(passed_ul * mixed.ug_per_ul, in_line_ul * mixed.ug_per_ul, in_bag_ul * mixed.ug_per_ul)

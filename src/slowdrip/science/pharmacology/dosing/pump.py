"""What is set on the pump: rate and volume to be infused, in steps a pump can take."""

from dataclasses import dataclass
from fractions import Fraction

from slowdrip.science.pharmacology.dosing import rounding, units
from slowdrip.science.pharmacology.dosing.findings import Finding, impossible
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.mixture import Mixture


@dataclass(frozen=True, slots=True)
class PumpSetting:
    """Two numbers to program: µL/h and µL."""

    rate_ul_per_h: int
    vtbi_ul: int

    @property
    def run_min(self) -> Fraction:
        """How long the pump runs, in minutes."""
        return Fraction(self.vtbi_ul * units.MIN_PER_H, self.rate_ul_per_h)


def pump_setting(
    mixed: Mixture, *, duration_min: Fraction, to_pump_ul: int, limits: DoseLimits
) -> PumpSetting | Finding:
    """The setting that runs the whole mixture in the ordered time; refused outside what the pump can do.

    The rate is the mixture's volume over the ordered time, whatever the line holds: so µg/kg/min is as ordered.
    """
    exact = mixed.final_ul * units.MIN_PER_H / duration_min
    rate = rounding.nearest_step(exact, limits.rate_step_ul_per_h)
    if rate < limits.rate_min_ul_per_h:
        return impossible("rate_below_pump", rate_ul_per_h=exact, min_ul_per_h=limits.rate_min_ul_per_h)
    if rate > limits.rate_max_ul_per_h:
        return impossible("rate_above_pump", rate_ul_per_h=exact, max_ul_per_h=limits.rate_max_ul_per_h)
    vtbi = rounding.step_below(Fraction(to_pump_ul), limits.volume_step_ul)
    if vtbi <= 0:
        return impossible("nothing_to_infuse", volume_ul=to_pump_ul, step_ul=limits.volume_step_ul)
    return PumpSetting(rate, vtbi)

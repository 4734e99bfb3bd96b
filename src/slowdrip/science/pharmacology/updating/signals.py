"""What can be read at the chair or in the laboratory, and what a band can be shown of."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from slowdrip.science.pharmacology.linear import InputRefused


class Signal(StrEnum):
    """One quantity with its unit; a concentration of total ketamine says where it is sampled."""

    ARTERIAL_NG_PER_ML = "arterial_ng_per_ml"
    VENOUS_NG_PER_ML = "venous_ng_per_ml"
    SBP_MMHG = "sbp_mmhg"
    SBP_CHANGE_MMHG = "sbp_change_mmhg"
    HR_BPM = "hr_bpm"
    HR_CHANGE_BPM = "hr_change_bpm"
    DISSOCIATION_0_TO_10 = "dissociation_0_to_10"
    CADSS_POINTS = "cadss_points"


CONCENTRATIONS = frozenset({Signal.ARTERIAL_NG_PER_ML, Signal.VENOUS_NG_PER_ML})
PRESSURES = frozenset({Signal.SBP_MMHG, Signal.SBP_CHANGE_MMHG})
HEART_RATES = frozenset({Signal.HR_BPM, Signal.HR_CHANGE_BPM})
CIRCULATION = PRESSURES | HEART_RATES
SCORES = frozenset({Signal.DISSOCIATION_0_TO_10, Signal.CADSS_POINTS})
CURVES = MappingProxyType({"map": PRESSURES, "hr": HEART_RATES, "dissociation": SCORES})
"""The curve of an effect model that each signal beside concentrations comes from."""
TOP: Mapping[Signal, float] = MappingProxyType({Signal.DISSOCIATION_0_TO_10: 10.0, Signal.CADSS_POINTS: 92.0})
"""The ends of the two scores: a rating 0 to 10; 23 items of 0 to 4 in CADSS."""
OBSERVABLE: Mapping[Signal, tuple[float, float]] = MappingProxyType(
    {
        Signal.ARTERIAL_NG_PER_ML: (0.0, math.inf),
        Signal.VENOUS_NG_PER_ML: (0.0, math.inf),
        Signal.SBP_MMHG: (1.0, 350.0),
        Signal.HR_BPM: (1.0, 350.0),
        Signal.DISSOCIATION_0_TO_10: (0.0, TOP[Signal.DISSOCIATION_0_TO_10]),
        Signal.CADSS_POINTS: (0.0, TOP[Signal.CADSS_POINTS]),
    }
)
"""What can be observed, with the lowest and highest value that can be one; a change is computed, never read."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One reading at one time, on the same axis as the regimen; refused when it cannot be one."""

    signal: Signal
    t_min: float
    value: float

    def __post_init__(self) -> None:
        if self.signal not in OBSERVABLE:
            raise InputRefused("not_observable", self.signal.value, "give_reading_not_change")
        if not (math.isfinite(self.t_min) and math.isfinite(self.value)):
            raise InputRefused("not_finite", self.signal.value, "give_finite_number")
        low, high = OBSERVABLE[self.signal]
        if not low <= self.value <= high:
            raise InputRefused("reading_impossible", self.signal.value, "check_value_and_unit")


@dataclass(frozen=True, slots=True)
class BelowLimit(Observation):
    """A sample of which the laboratory says only that it is below its limit of quantification, which is `value`.

    It is no measured value and no missing one: it says that the concentration was low, and by how much nobody knows.
    """

    def __post_init__(self) -> None:
        # A dataclass with slots is made twice, and `super()` without arguments would mean the first one.
        Observation.__post_init__(self)
        if self.signal not in CONCENTRATIONS:
            raise InputRefused("no_limit", self.signal.value, "give_limit_of_concentration")
        if not self.value > 0:
            raise InputRefused("zero", self.signal.value, "give_limit_above_zero")

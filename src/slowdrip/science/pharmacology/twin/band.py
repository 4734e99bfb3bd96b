"""A band over time: 5, 50 and 95 % of virtual patients lie below."""

from dataclasses import dataclass

import numpy as np

from slowdrip.science.pharmacology.linear import Floats

SHARES = (0.05, 0.50, 0.95)


@dataclass(frozen=True, slots=True)
class Band:
    """Three curves of one quantity, at the minutes of its picture; `middle` is what half of the patients exceed."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def peak(self) -> int:
        """The place of the highest middle value."""
        return max(range(len(self.middle)), key=self.middle.__getitem__)


def band_of(values: Floats) -> Band:
    """The band of values of shape (patients, times)."""
    low, middle, high = np.quantile(values, SHARES, axis=0)
    return Band(tuple(low.tolist()), tuple(middle.tolist()), tuple(high.tolist()))

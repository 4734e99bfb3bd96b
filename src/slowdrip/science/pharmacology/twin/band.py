"""A band over time: 5, 50 and 95 % lie below."""

from dataclasses import dataclass

from slowdrip.science.pharmacology.updating import Band as Quantiles

LOW, MIDDLE, HIGH = 0.05, 0.50, 0.95


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

    @property
    def lowest(self) -> float:
        """The lowest value that is drawn."""
        return min(self.low)

    @property
    def highest(self) -> float:
        """The highest value that is drawn."""
        return max(self.high)


def from_quantiles(found: Quantiles) -> Band:
    """The band of quantiles over time."""
    low, middle, high = (tuple(found.at(level).tolist()) for level in (LOW, MIDDLE, HIGH))
    return Band(low, middle, high)


def scaled(band: Band, by: float) -> Band:
    """The same band in another unit."""
    low, middle, high = (tuple(each * by for each in edge) for edge in (band.low, band.middle, band.high))
    return Band(low, middle, high)

"""The alarms of what a person charted: heart rate, saturation, respiratory rate, sedation, emergency symptoms."""

from slowdrip.science.rules.measured import (
    heart_rate_high,
    heart_rate_low,
    oxygen_saturation,
    respiratory_rate,
    sedation,
    symptom,
)
from slowdrip.science.rules.measured.limits import Limits
from slowdrip.science.rules.measured.reading import MeasuredReading

__all__ = [
    "Limits",
    "MeasuredReading",
    "heart_rate_high",
    "heart_rate_low",
    "oxygen_saturation",
    "respiratory_rate",
    "sedation",
    "symptom",
]

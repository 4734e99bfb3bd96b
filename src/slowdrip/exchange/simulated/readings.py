"""What a monitor shows of an invented patient, second by second, each reading labelled true or artifact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import Final

from slowdrip.exchange.simulated.course import DEFAULT_DRIP_MIN, Patient, vitals
from slowdrip.exchange.simulated.events import Event, happening, with_events

CUFF: Final = ("nibp_sys", "nibp_dia", "nibp_mean")
CONTINUOUS: Final = ("heart_rate", "pulse_rate", "spo2", "resp_rate")
CUFF_EVERY_S: Final = 300
TEMPERATURE_EVERY_S: Final = 300
NOISE_SD: Final[Mapping[str, float]] = MappingProxyType(
    {"heart_rate": 1.2, "pulse_rate": 1.2, "spo2": 0.3, "resp_rate": 0.6, "temperature": 0.05}
    | {"nibp_sys": 3.0, "nibp_dia": 2.5, "nibp_mean": 2.5}
)


class Label(StrEnum):
    """Whether a reading is of the patient, and if not, what made it."""

    TRUE = "true"
    CUFF_ARTIFACT = "cuff_artifact"
    SPO2_ARTIFACT = "spo2_artifact"
    MOTION = "motion"
    DROP_OUT = "drop_out"
    SENTINEL = "sentinel"
    CUFF_OFF = "cuff_off"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: the text the monitor sends, what was true at that second, and the label.

    `event` is the kind of the true event that moves the channel then, or empty.
    """

    channel: str
    at_s: int
    text: str
    truth: float
    label: Label = Label.TRUE
    event: str = ""
    status: str = "R"


@dataclass(frozen=True, slots=True)
class Tick:
    """One second of one monitor, which is one message; `copies` above one is a message sent again."""

    at_s: int
    readings: tuple[Reading, ...]
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What a monitor is to live through: the drip's start and length, and the true events."""

    minutes: float
    drip_from_min: float = 5.0
    drip_min: float = DEFAULT_DRIP_MIN
    events: tuple[Event, ...] = ()


def clean_ticks(patient: Patient, plan: Plan, dice: Random) -> Iterator[Tick]:
    """The readings of a monitor that never errs: small noise only."""
    for at_s in range(int(plan.minutes * 60)):
        course = vitals(patient, at_s / 60 - plan.drip_from_min, drip_min=plan.drip_min)
        truth = with_events(course, plan.events, at_s)
        yield Tick(at_s, tuple(_reading(channel, at_s, truth, plan, dice) for channel in due(at_s)))


def due(at_s: int) -> tuple[str, ...]:
    """The channels that have a reading at that second."""
    cuff = CUFF if at_s % CUFF_EVERY_S == 0 else ()
    warmth = ("temperature",) if at_s % TEMPERATURE_EVERY_S == 0 else ()
    return (*CONTINUOUS, *cuff, *warmth)


def text_of(channel: str, value: float) -> str:
    """A value as a monitor shows it."""
    if channel == "temperature":
        return f"{value:.1f}"
    most = 100 if channel == "spo2" else 300
    return str(max(0, min(most, round(value))))


def _reading(channel: str, at_s: int, truth: Mapping[str, float], plan: Plan, dice: Random) -> Reading:
    shown = truth[channel] + dice.gauss(0, NOISE_SD[channel])
    return Reading(channel, at_s, text_of(channel, shown), truth[channel], event=happening(plan.events, channel, at_s))

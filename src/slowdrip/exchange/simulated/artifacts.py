"""Labelled artifacts in a clean stream of readings: wrong numbers, no numbers, and messages sent twice.

Of the readings that deviate, 14 % of cuff values and 11 % of SpO2 values are artifacts (published, paediatric
anaesthesia, Anesthesiology 2018;128:293). Each true deviating reading therefore earns a share of an artifact, which is
spent on readings that do not deviate. All other rates, and what counts as deviating here, are engineering defaults.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from slowdrip.exchange.simulated.readings import CUFF, Label, Reading, Tick, text_of

CUFF_SHARE: Final = 0.14
SPO2_SHARE: Final = 0.11
DEVIATES_SYS_MMHG: Final = (90, 160)
DEVIATES_SPO2_BELOW_PERCENT: Final = 94
SENTINELS: Final = ("-100", "32767", "8388607", "---", "", "NaN", "-999")
DROP_OUT_S, MOTION_S, CUFF_OFF_S, BURST_S = (5, 40), (3, 15), (330, 900), (3, 12)


@dataclass(frozen=True, slots=True)
class Mess:
    """How untidy the feed is: artifacts' shares of deviating readings, and other troubles for each hour."""

    cuff_share: float = CUFF_SHARE
    spo2_share: float = SPO2_SHARE
    drop_outs_per_h: float = 6.0
    motions_per_h: float = 4.0
    sentinels_per_h: float = 12.0
    cuff_offs_per_h: float = 0.3
    repeats_per_h: float = 20.0


MESSY: Final = Mess()
SHARES_ONLY: Final = Mess(drop_outs_per_h=0, motions_per_h=0, sentinels_per_h=0, cuff_offs_per_h=0, repeats_per_h=0)


def messy_ticks(ticks: Iterable[Tick], mess: Mess, dice: Random) -> Iterator[Tick]:
    """The same stream with artifacts in it; every reading that is not the patient's says so in its label."""
    maker = _Mess(mess, dice)
    for tick in ticks:
        yield maker.spoiled(tick)


def deviates(reading: Reading) -> bool:
    """Whether a reading is outside what is taken for ordinary here; a cuff deviates with its systolic value."""
    if not reading.text.isdigit():
        return False
    value = int(reading.text)
    if reading.channel == "nibp_sys":
        return not DEVIATES_SYS_MMHG[0] <= value <= DEVIATES_SYS_MMHG[1]
    return reading.channel == "spo2" and value < DEVIATES_SPO2_BELOW_PERCENT


class _Mess:
    """Keeps what is going on from one second to the next."""

    def __init__(self, mess: Mess, dice: Random) -> None:
        self._mess, self._dice = mess, dice
        self._cuff_due = self._spo2_due = 0.0
        self._burst_s = self._drop_out_s = self._motion_s = self._cuff_off_s = 0

    def spoiled(self, tick: Tick) -> Tick:
        self._begin_troubles()
        readings = self._spoiled_cuff(tick.readings)
        readings = tuple(self._spoiled_one(each) for each in readings)
        copies = 2 if self._happens(self._mess.repeats_per_h) else 1
        self._drop_out_s, self._motion_s = max(0, self._drop_out_s - 1), max(0, self._motion_s - 1)
        self._cuff_off_s = max(0, self._cuff_off_s - 1)
        return Tick(tick.at_s, readings, copies)

    def _begin_troubles(self) -> None:
        if self._happens(self._mess.drop_outs_per_h):
            self._drop_out_s = self._dice.randint(*DROP_OUT_S)
        if self._happens(self._mess.motions_per_h):
            self._motion_s = self._dice.randint(*MOTION_S)
        if self._happens(self._mess.cuff_offs_per_h):
            self._cuff_off_s = self._dice.randint(*CUFF_OFF_S)

    def _happens(self, per_h: float) -> bool:
        return self._dice.random() < per_h / 3600

    def _spoiled_cuff(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """The readings with the cuff's three values spoiled together, as one inflation gives them."""
        sys = next((each for each in readings if each.channel == "nibp_sys"), None)
        if sys is None:
            return readings
        if self._cuff_off_s:
            return tuple(_without_value(each, Label.CUFF_OFF) if each.channel in CUFF else each for each in readings)
        if deviates(sys):
            self._cuff_due += self._mess.cuff_share / (1 - self._mess.cuff_share)
            return readings
        if self._cuff_due < 1 or sys.event:
            return readings
        self._cuff_due -= 1
        off_by = _far_off(int(sys.text), self._dice)
        return tuple(_shifted(each, off_by) if each.channel in CUFF else each for each in readings)

    def _spoiled_one(self, reading: Reading) -> Reading:
        if reading.label is not Label.TRUE or reading.channel in CUFF:
            return reading
        if reading.channel == "spo2":
            return self._spoiled_spo2(reading)
        if self._motion_s and reading.channel in ("heart_rate", "resp_rate"):
            wrong = max(1, int(reading.text) + self._dice.choice((-1, 1)) * self._dice.randint(15, 60))
            return replace(reading, text=text_of(reading.channel, wrong), label=Label.MOTION)
        if self._happens(self._mess.sentinels_per_h / 4):
            return replace(reading, text=self._dice.choice(SENTINELS), label=Label.SENTINEL)
        return reading

    def _spoiled_spo2(self, reading: Reading) -> Reading:
        if self._drop_out_s:
            return _without_value(reading, Label.DROP_OUT)
        if deviates(reading):
            self._spo2_due += self._mess.spo2_share / (1 - self._mess.spo2_share)
            return reading
        if self._happens(self._mess.sentinels_per_h / 4):
            return replace(reading, text=self._dice.choice(SENTINELS), label=Label.SENTINEL)
        return reading if reading.event else self._burst(reading)

    def _burst(self, reading: Reading) -> Reading:
        """A finger moves: for some seconds the oximeter reads too low."""
        if not self._burst_s and self._spo2_due >= BURST_S[0]:
            self._burst_s = min(int(self._spo2_due), self._dice.randint(*BURST_S))
        if not self._burst_s:
            return reading
        self._burst_s -= 1
        self._spo2_due -= 1
        return replace(reading, text=str(self._dice.randint(78, 91)), label=Label.SPO2_ARTIFACT)


def _without_value(reading: Reading, label: Label) -> Reading:
    """A monitor without a signal sends the row with no value and status X."""
    return replace(reading, text="", label=label, status="X")


def _shifted(reading: Reading, off_by: int) -> Reading:
    wrong = int(reading.text) + (off_by if reading.channel == "nibp_sys" else round(off_by * 0.6))
    return replace(reading, text=text_of(reading.channel, max(wrong, 32)), label=Label.CUFF_ARTIFACT)


def _far_off(sys_mmhg: int, dice: Random) -> int:
    """How far a cuff that was bumped is off: far enough to deviate, up or down."""
    low, high = DEVIATES_SYS_MMHG
    up = dice.randint(high + 1, high + 60) - sys_mmhg
    down = dice.randint(low - 35, low - 1) - sys_mmhg
    return dice.choice((up, down))

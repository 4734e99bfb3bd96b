"""What the pump did by the record: orders, bags, rate segments, and the exact volume and dose they add up to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

MICROSECOND = timedelta(microseconds=1)
# Volumes pumped are whole numbers of (µL/h · µs), so no instant needs rounding; this many make one microlitre.
UNITS_PER_UL = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """The verified order in force since `at`; `dose_ug` is in the whole bag of `total_volume_ul`."""

    order_id: str
    version: int
    dose_ug: int
    total_volume_ul: int
    rate_ul_per_h: int
    vtbi_ul: int
    duration_s: int
    draw_volume_ul: int | None
    at: datetime
    event_id: str


@dataclass(frozen=True, slots=True)
class Bag:
    """One prepared bag or syringe and what became of it.

    `drug_ng` is what is in it: from the vials drawn, else (nothing drawn by the record) from the order. `volume_ul`
    is 0 while unknown. `residual_ul` is what was last counted in it, less what was wasted since.
    """

    label: str
    order_id: str
    volume_ul: int
    drug_ng: int
    drawn_ng: int = 0
    drawn_ul: int = 0
    vial_ug_per_ml: int = 0
    hung_at: datetime | None = None
    residual_ul: int | None = None
    wasted_ul: int = 0
    wasted_undiluted_ng: int = 0

    @property
    def ng_per_ul(self) -> Fraction:
        """The concentration; 0 while the volume is unknown."""
        return Fraction(self.drug_ng, self.volume_ul) if self.volume_ul else Fraction(0)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch at one rate from one bag. `from_units` had left the bag before it; at `cap_units` the pump stops."""

    bag: int
    rate_ul_per_h: int
    from_at: datetime
    from_units: int
    cap_units: int | None
    to_at: datetime | None = None

    def units(self, at: datetime) -> int:
        """What has left this segment's bag by `at`, in units of which `UNITS_PER_UL` make a microlitre."""
        until = at if self.to_at is None or at < self.to_at else self.to_at
        pumped = self.from_units + self.rate_ul_per_h * max(0, (until - self.from_at) // MICROSECOND)
        return pumped if self.cap_units is None else min(pumped, self.cap_units)

    def reached_at(self) -> datetime | None:
        """When the pump stops by itself, to the next whole microsecond; None when it has no end in any calendar."""
        if self.cap_units is None or self.rate_ul_per_h <= 0:
            return None
        try:
            return self.from_at + MICROSECOND * -((self.from_units - self.cap_units) // self.rate_ul_per_h)
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class PumpShown:
    """What the pump's display said: its rate and what it will still give from then on."""

    rate_ul_per_h: int
    vtbi_ul: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PumpRead:
    """What was read at the end: the volume the pump counted, and what is left in the bag after earlier waste."""

    pump_volume_ul: int | None
    residual_ul: int | None
    wasted_before_ul: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Drip:
    """The drip itself: segments in time order (the last one open while running), bags, and how it was ended.

    `hung` is the index of the hanging bag. `limit_units`: the volume out of that bag at which the programmed VTBI is
    reached. `rate_set_ul_per_h`: a rate told while paused, for when it runs on. `vtbi_reached_at`: when the pump
    stopped by itself, by the record.
    """

    orders: tuple[Order, ...] = ()
    bags: tuple[Bag, ...] = ()
    hung: int | None = None
    segments: tuple[Segment, ...] = ()
    pump_shown: PumpShown | None = None
    limit_units: int | None = None
    rate_set_ul_per_h: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by_code: str = ""
    stop_reason: str = ""
    vtbi_reached_at: datetime | None = None
    pump_read: PumpRead | None = None

    @property
    def order(self) -> Order | None:
        """The order in force."""
        return self.orders[-1] if self.orders else None

    @property
    def bag(self) -> Bag | None:
        """The hanging bag."""
        return None if self.hung is None else self.bags[self.hung]

    @property
    def running(self) -> Segment | None:
        """The open segment; None while nothing runs."""
        return self.segments[-1] if self.segments and self.segments[-1].to_at is None else None

    @property
    def last_rate_ul_per_h(self) -> int:
        """The rate it runs at, or ran at last; 0 before the start."""
        return self.segments[-1].rate_ul_per_h if self.segments else 0

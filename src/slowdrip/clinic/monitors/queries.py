"""What a chair shows of its monitors, and what the clinic's list of monitors shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Max, Q

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.monitors.attributing import LONGEST_KEPT
from slowdrip.clinic.monitors.models import Monitor, MonitorMessage, VitalSample
from slowdrip.clinic.monitors.reasons import unread_words
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion.phases import Phase

HEARD_LATELY: Final = timedelta(days=1)
SHOWN_ORDER: Final = ("nibp", "heart_rate", "pulse_rate", "spo2", "resp_rate", "temperature")


@dataclass(frozen=True, slots=True)
class Reading:
    """One number as a chair shows it, with the rows a tap on it charts; `value2` is the diastolic pressure."""

    channel: str
    value: str
    at: datetime
    held: str
    sample_ids: tuple[UUID, ...]
    value2: str = ""
    mean: str = ""


@dataclass(frozen=True, slots=True)
class Paired:
    """One monitor at the drip: when it last spoke and what of its last message could not be read."""

    monitor: Monitor
    heard_at: datetime | None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The monitors of one drip and their newest numbers."""

    paired: list[Paired]
    readings: list[Reading]
    free: list[Monitor]

    @property
    def chartable(self) -> list[Reading]:
        """Gives the readings that a person may accept."""
        return [one for one in self.readings if not one.held]


def panel_of(actor: Acting, infusion: Infusion, phase: Phase, *, at: datetime) -> Panel:
    """Gives the monitors at a drip with their newest numbers, and the ones that could be paired."""
    here = list(Monitor.objects.visible_to(actor).filter(infusion=infusion).order_by("name", "device"))
    paired = [Paired(one, *_last_words(one)) for one in here]
    readings = _readings(newest_samples(actor, infusion.pk, at=at)) if here else []
    may_pair = not here and phase not in (Phase.EXPECTED, Phase.ENDED)
    return Panel(paired, readings, free_monitors(actor, at=at) if may_pair else [])


def newest_samples(actor: Acting, infusion_id: UUID, *, at: datetime) -> list[VitalSample]:
    """Gives the newest number of each channel of the last quarter of an hour, of monitors that are at this drip now."""
    here = VitalSample.objects.visible_to(actor).filter(infusion_id=infusion_id, monitor__infusion_id=infusion_id)
    rows = here.filter(at__gte=at - LONGEST_KEPT)
    newest = rows.order_by().values_list("channel").annotate(newest=Max("at"))
    wanted = Q()
    for channel, moment in newest:
        wanted |= Q(channel=channel, at=moment)
    return list(rows.filter(wanted).order_by("channel", "id")) if wanted else []


def free_monitors(actor: Acting, *, at: datetime) -> list[Monitor]:
    """Gives monitors heard lately that measure nobody; one whose visit has ended is free again."""
    rows = Monitor.objects.visible_to(actor).filter(in_use=True)
    free = Q(infusion__isnull=True) | Q(infusion__state__phase=Phase.ENDED)
    lately = MonitorMessage.objects.visible_to(actor).filter(received_at__gte=at - HEARD_LATELY)
    return list(rows.filter(free, id__in=lately.values("monitor_id")).order_by("name", "device"))


@dataclass(frozen=True, slots=True)
class Listed:
    """A monitor in the clinic's list: where it stands, when it spoke, what its last message could not say."""

    monitor: Monitor
    chair: str
    heard_at: datetime | None
    unread: tuple[str, ...]


def monitors_of(actor: Acting) -> list[Listed]:
    """Gives every monitor of the clinic."""
    rows = Monitor.objects.visible_to(actor).select_related("infusion__chair").order_by("name", "device")
    return [Listed(one, _chair(one), *_last_words(one)) for one in rows]


def turned_away(actor: Acting, *, most: int = 20) -> list[MonitorMessage]:
    """Gives the newest messages that were not accepted (AE, AR)."""
    rows = MonitorMessage.objects.visible_to(actor).exclude(answer="AA").order_by("-received_at")
    return list(rows.select_related("monitor")[:most])


def _chair(monitor: Monitor) -> str:
    infusion = monitor.infusion
    return str(infusion.chair) if infusion is not None and infusion.chair is not None else ""


def _last_words(monitor: Monitor) -> tuple[datetime | None, tuple[str, ...]]:
    rows = MonitorMessage.objects.filter(clinic_id=monitor.clinic_id, monitor=monitor).order_by("-received_at")
    last = rows.only("received_at", "unread").first()
    if last is None:
        return None, ()
    return last.received_at, tuple(unread_words(one["code"], one["reason"]) for one in json.loads(last.unread))


def _readings(samples: list[VitalSample]) -> list[Reading]:
    by_channel = {one.channel: one for one in samples}
    made = {name: _reading(one) for name, one in by_channel.items() if not name.startswith("nibp")}
    pressure = _pressure(by_channel)
    if pressure is not None:
        made["nibp"] = pressure
    return [made[name] for name in SHOWN_ORDER if name in made]


def _reading(sample: VitalSample) -> Reading:
    return Reading(sample.channel, _number(sample), sample.at, sample.held, (sample.pk,))


def _pressure(by_channel: dict[str, VitalSample]) -> Reading | None:
    high, low, mean = (by_channel.get(f"nibp_{part}") for part in ("sys", "dia", "mean"))
    if high is None or low is None or high.at != low.at:
        return None
    shown = _number(mean) if mean is not None and mean.at == high.at else ""
    return Reading(
        "nibp", _number(high), high.at, high.held or low.held, (high.pk, low.pk), value2=_number(low), mean=shown
    )


def _number(sample: VitalSample) -> str:
    tenths = sample.channel == "temperature"
    value = Decimal(sample.value_thousandths) / 1000
    return f"{value:.1f}" if tenths else f"{value:.0f}"

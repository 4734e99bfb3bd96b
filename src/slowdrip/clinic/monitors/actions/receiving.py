"""Storing what monitors said: many messages in one durable transaction, nothing dropped silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from slowdrip.clinic.monitors.attributing import Attributed, attributed
from slowdrip.clinic.monitors.heard import CUFF, Heard, escaped
from slowdrip.clinic.monitors.looking import look
from slowdrip.clinic.monitors.models import Monitor, MonitorMessage, VitalSample
from slowdrip.clinic.monitors.steps import let_go
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical

REPEATED_WITHIN = timedelta(minutes=15)
"""A message whose answer was lost comes again soon; after that its numbers are still known by channel and time."""
LONGEST_CONTROL_ID = 199
MOST_MONITORS: Final = 500
"""Monitors in use at one clinic. Whoever reaches the port may introduce one, so that their number has to end."""
TOO_MANY: Final = "too_many_monitors"


@dataclass(frozen=True, slots=True)
class Kept:
    """How many messages and numbers one commit stored, how many messages it knew, and each with the answer it gets."""

    messages: int = 0
    repeated: int = 0
    numbers: int = 0
    answered: tuple[Heard, ...] = ()


def receive(system: Acting, heard: Sequence[Heard], *, at: datetime) -> Kept:
    """Stores the messages with their numbers, each at the drip its monitor is paired with, and lets the rules look.

    A message that came before (same monitor, same control id, same bytes) is counted and not stored again. A monitor
    that is one too many is turned away, and its message kept without a number. Gives the counts and the answers.
    """
    with act(system, at=at) as tx:
        monitors = _monitors(tx, heard)
        heard = tuple(one if one.device in monitors or not one.device else _turned_away(one) for one in heard)
        let_go(tx, monitors.values())
        fresh, repeated = _new_ones(system, heard, monitors)
        rows = [_row(system, one, monitors.get(one.device)) for one in fresh]
        tx.insert_all(rows)
        samples = [
            sample
            for one, row in zip(fresh, rows, strict=True)
            for sample in _samples(attributed(one, monitors.get(one.device)), row)
        ]
        _make_room(samples)
        VitalSample.objects.bulk_create(samples, ignore_conflicts=True)
        kept = Kept(len(rows), repeated, len(samples), heard)
        tx.wrote("monitors.heard", None, messages=kept.messages, repeated=kept.repeated, numbers=kept.numbers)
        for infusion_id in sorted({sample.infusion_id for sample in samples}):
            tx.publish("samples", infusion_id)
        look(tx, samples)
    return kept


def _monitors(tx: Tx, heard: Sequence[Heard]) -> dict[str, Monitor]:
    """Gives the monitors that spoke, locked against pairing meanwhile; a new one is registered while there is room."""
    devices = {one.device for one in heard if one.device}
    rows = Monitor.objects.visible_to(tx.actor).select_for_update(of=("self",)).order_by("device")
    found = {
        row.device: row
        for row in rows.filter(device__in=devices).select_related("infusion__patient", "infusion__state")
    }
    unknown = [one.device for one in heard if one.device and one.device not in found]
    for device in sorted(_with_room(tx, unknown)):
        new = Monitor(clinic_id=tx.actor.clinic_id, device=device, first_heard_at=tx.at)
        found[device] = tx.insert(new)
        tx.wrote("monitors.registered", new, device=device)
    return found


def _with_room(tx: Tx, unknown: Sequence[str]) -> Sequence[str]:
    """Gives the new devices that the clinic still has room for, the first ones first; one out of use takes no room."""
    if not unknown:
        return ()
    room = MOST_MONITORS - Monitor.objects.visible_to(tx.actor).filter(in_use=True).count()
    return list(dict.fromkeys(unknown))[: max(0, room)]


def _turned_away(one: Heard) -> Heard:
    return replace(one, numbers=(), unread=(), answer="AR", reason=TOO_MANY)


def _new_ones(system: Acting, heard: Sequence[Heard], monitors: dict[str, Monitor]) -> tuple[list[Heard], int]:
    known = _stored_before(system, heard, monitors)
    fresh: list[Heard] = []
    for one in heard:
        key = _identity(one, monitors.get(one.device))
        if key is not None and key in known:
            continue
        if key is not None:
            known.add(key)
        fresh.append(one)
    return fresh, len(heard) - len(fresh)


Identity = tuple[UUID, str, str]


def _identity(one: Heard, monitor: Monitor | None) -> Identity | None:
    return (monitor.pk, _control_id(one), escaped(one.raw)) if monitor is not None and one.control_id else None


def _stored_before(system: Acting, heard: Sequence[Heard], monitors: dict[str, Monitor]) -> set[Identity]:
    wanted = Q()
    for one in heard:
        if one.control_id and one.device in monitors:
            wanted |= Q(monitor=monitors[one.device], control_id=_control_id(one), raw=escaped(one.raw))
    if not wanted:
        return set()
    since = min(one.received_at for one in heard) - REPEATED_WITHIN
    rows = MonitorMessage.objects.visible_to(system).filter(wanted, received_at__gte=since)
    return {(row[0], row[1], row[2]) for row in rows.values_list("monitor_id", "control_id", "raw")}


def _make_room(samples: Sequence[VitalSample]) -> None:
    """Lets a cuff reading that was held (a wrong name, since corrected) give way to the same one that may be used."""
    good = [one for one in samples if one.channel in CUFF and not one.held]
    if not good:
        return
    same = VitalSample.objects.filter(clinic_id=good[0].clinic_id, monitor_id__in={one.monitor_id for one in good})
    here = same.filter(infusion_id__in={one.infusion_id for one in good}, channel__in=CUFF)
    here.filter(at__in={one.at for one in good}).exclude(held="").delete()


def _control_id(one: Heard) -> str:
    return one.control_id[:LONGEST_CONTROL_ID]


def _row(system: Acting, one: Heard, monitor: Monitor | None) -> MonitorMessage:
    return MonitorMessage(
        clinic_id=system.clinic_id,
        monitor=monitor,
        infusion_id=monitor.infusion_id if monitor is not None else None,
        control_id=_control_id(one),
        received_at=one.received_at,
        peer=one.peer,
        raw=escaped(one.raw),
        answer=one.answer,
        reason=one.reason,
        unread=canonical([asdict(each) for each in one.unread]),
    )


def _samples(told: Attributed | None, row: MonitorMessage) -> list[VitalSample]:
    if told is None:
        return []
    return [
        VitalSample(
            clinic_id=row.clinic_id,
            at=number.at,
            monitor=told.monitor,
            infusion=told.infusion,
            channel=number.channel,
            value_thousandths=number.value_thousandths,
            held=number.held,
            message=row,
        )
        for number in told.numbers
    ]

"""The shifts of a clinic: which one is open, what an opening and a close see, and the parts as plain values."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion.channels import monitors_in_use
from slowdrip.clinic.infusion.holding import UnderWay, under_way
from slowdrip.clinic.infusion.house import house_now, midnight, present_actors
from slowdrip.clinic.infusion.models import ShiftClosed, ShiftOpened, SoundCheck, Task
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.models import Signature
from slowdrip.science.rules.adapters.policy_gates import house_limits
from slowdrip.science.rules.outcome import Reason
from slowdrip.science.rules.shift import (
    UNSENT,
    ClosingSeen,
    OpeningSeen,
    Part,
    SoundSeen,
    TaskSeen,
    closing_parts,
    opening_parts,
    unheld,
)

OPENED = "shift.opened"
CLOSED = "shift.closed"
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an opening or a close sees: its parts, and all else that its document says, as plain values."""

    parts: tuple[Part, ...]
    facts: Plain

    @property
    def digest(self) -> str:
        """Gives a mark of what a person has to say yes to; another mark is another state of the house.

        What waits on the tablet is left out: it is the page itself that tells it.
        """
        told = plain_parts(part for part in self.parts if part.code != UNSENT)
        return sha256(canonical([*told, self.facts.get("visits", [])]))


def open_shift_of(clinic_id: UUID) -> ShiftOpened | None:
    """Gives the shift that is open."""
    found: ShiftOpened | None = (
        ShiftOpened.objects.filter(clinic_id=clinic_id, closings__isnull=True).order_by("-number").first()
    )
    return found


def opening_seen(actor: Acting, *, device_id: UUID | None, at: datetime) -> Seen:
    """Gives the five parts as they stand now; the sound is that of this screen."""
    in_force = policy_in_force(actor.clinic_id)
    limits, since = house_limits(in_force.policy), midnight(actor.clinic_id, at=at)
    house = house_now(actor.clinic_id, at=at, second_credential=limits.second_person_credential)
    monitors, sound = monitors_in_use(actor.clinic_id), _sound(actor, device_id, since=since, at=at)
    parts = opening_parts(
        OpeningSeen(
            house=house.rules,
            limits=limits,
            monitors=monitors,
            sound=sound,
            at=at,
            since=since,
            silent_after_s=in_force.policy.alarms.channel_silent_urgent_s.value,
        )
    )
    facts: Plain = {
        "policy": in_force.version.number,
        "present": sorted(house.rules.in_building),
        "kit_checked_at": house.kit_checked_at,
        "sound_tested_at": sound.at if sound else None,
        "device": device_id,
        "monitors": [
            {"name": each.name, "visit": each.visit, "chair": each.chair, "heard_at": each.heard_at}
            for each in monitors
        ],
    }
    return Seen(parts, facts)


def _sound(actor: Acting, device_id: UUID | None, *, since: datetime, at: datetime) -> SoundSeen | None:
    """A screen that is not enrolled is its person's own, as the list of tests has it."""
    rows = SoundCheck.objects.visible_to(actor).filter(at__gte=since, at__lte=at).current()
    own = rows.filter(device_id=device_id) if device_id else rows.filter(device__isnull=True, by_id=actor.actor_id)
    row = own.order_by("-at", "-id").first()
    return SoundSeen(row.at, row.heard) if row is not None else None


def closing_seen(actor: Acting, *, unsent: int | None) -> Seen:
    """Gives what still stands open; `unsent` is what the tablet says it has not sent."""
    visits = under_way(actor.clinic_id)
    tasks = Task.objects.visible_to(actor).filter(state=Task.State.OPEN).values_list("pk", "kind")
    held = tuple(each.held for each in visits if not each.is_over)
    parts = closing_parts(
        ClosingSeen(
            visits=held,
            alarms=tuple(alarm for each in visits for alarm in each.alarms),
            tasks=tuple(TaskSeen(str(key), kind) for key, kind in tasks),
            monitors=monitors_in_use(actor.clinic_id),
            unsent=unsent,
        )
    )
    return Seen(parts, {"visits": [{"visit": each.visit, "chair": each.chair, "holder": each.holder} for each in held]})


def not_held(visits: Iterable[UnderWay], stays: Iterable[UUID]) -> tuple[str, ...]:
    """Gives the chairs of the visits under way whose nurse is not among those who stay."""
    held = [each.held for each in visits if not each.is_over]
    return tuple(each.chair for each in unheld(held, stays=frozenset(map(str, stays))))


def present_ids(actor: Acting, *, at: datetime) -> frozenset[UUID]:
    """Gives who is in the building."""
    return frozenset(present_actors(actor.clinic_id, at=at))


def plain_parts(parts: Iterable[Part], because: Mapping[str, str] | None = None) -> list[Plain]:
    """Gives parts as their document has them, each with the reason why it was left so."""
    said = because or {}
    return [
        {
            "code": part.code,
            "reasons": [_plain(each) for each in part.reasons],
            "notes": [_plain(each) for each in part.notes],
            **({"because": said[part.code]} if part.code in said else {}),
        }
        for part in parts
    ]


def _plain(reason: Reason) -> Plain:
    found: Plain = json.loads(canonical({"code": reason.code, "params": dict(reason.params)}))
    return found


@dataclass(frozen=True, slots=True)
class Signed:
    """A row as it was signed: its document, and whether the signature covers exactly that."""

    by: str
    at: datetime
    document: Plain
    whole: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift: its opening, and its close where there is one."""

    row: ShiftOpened
    opened: Signed
    closed: Signed | None


def shifts_of(actor: Acting, *, most: int) -> list[Shift]:
    """Gives the newest shifts of the clinic, the newest first."""
    rows = ShiftOpened.objects.visible_to(actor).prefetch_related("closings").order_by("-number")[:most]
    return _with_signatures(actor, list(rows))


def shift_of(actor: Acting, shift_id: UUID) -> Shift:
    """Gives one shift, or raises ShiftOpened.DoesNotExist."""
    row = ShiftOpened.objects.visible_to(actor).prefetch_related("closings").get(id=shift_id)
    return _with_signatures(actor, [row])[0]


def _with_signatures(actor: Acting, rows: list[ShiftOpened]) -> list[Shift]:
    subjects = [row.pk for row in rows] + [each.pk for row in rows for each in row.closings.all()]
    found = Signature.objects.visible_to(actor).filter(subject_id__in=subjects, meaning__in=(OPENED, CLOSED))
    by_subject = {each.subject_id: each for each in found}
    return [_shift(row, by_subject) for row in rows]


def _shift(row: ShiftOpened, signatures: Mapping[UUID, Signature]) -> Shift:
    closed = next(iter(row.closings.all()), None)
    return Shift(row, _signed(row, signatures), _signed(closed, signatures) if closed is not None else None)


def _signed(row: ShiftOpened | ShiftClosed, signatures: Mapping[UUID, Signature]) -> Signed:
    signature = signatures.get(row.pk)
    told = json.loads(signature.document) if signature is not None else {}
    whole = sha256(row.document) == row.sha256 == told.get("shift_sha256")
    return Signed(signature.signer_name if signature else "", row.at, json.loads(row.document), whole)

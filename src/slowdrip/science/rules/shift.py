"""The five parts of opening a shift, what is left at its close, and which visits nobody who stays holds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from slowdrip.science.rules.outcome import Reason, because
from slowdrip.science.rules.staffing import (
    Credential,
    House,
    HouseLimits,
    acls_gate,
    rescue_kit_gate,
    second_person_gate,
)

STAFF, CREDENTIALS, KIT, MONITORS, SOUND = OPENING = ("staff", "credentials", "kit", "monitors", "sound")
ALARMS, TASKS, WASTE, PAIRED, UNSENT = CLOSING = ("alarms", "tasks", "waste", "paired", "unsent")
WASTE_TASKS = frozenset({"residual_not_wasted", "drug_missing", "drug_over_accounted", "residual_not_read"})
ENDS_SOON_DAYS = 30
"""Within how many days the end of a credential is pointed out (engineering default, as on the staff page)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an opening or a close: whole, or not because of its reasons; notes only point something out."""

    code: str
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def whole(self) -> bool:
        """True when nothing is wrong or left."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class MonitorSeen:
    """A monitor in use: its name, the visit it is at ("" for none) and whether that ended, when it last spoke."""

    name: str
    visit: str
    chair: str
    visit_over: bool
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class SoundSeen:
    """The newest sound test of the screen on which the shift is opened, of today."""

    at: datetime
    heard: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A visit under way: its chair, and who holds it ("" for nobody)."""

    visit: str
    chair: str
    holder: str


@dataclass(frozen=True, slots=True)
class AlarmSeen:
    """An alarm that is still open, at which chair."""

    visit: str
    chair: str
    rule: str
    tier: str


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """A task that is still open."""

    task: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSeen:
    """What stands in the house when a shift is opened; `since` is the start of the clinic's day."""

    house: House
    limits: HouseLimits
    monitors: tuple[MonitorSeen, ...]
    sound: SoundSeen | None
    at: datetime
    since: datetime
    silent_after_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingSeen:
    """What stands open when a shift is closed; `unsent` is what the tablet has not sent, None if it did not say."""

    visits: tuple[Held, ...]
    alarms: tuple[AlarmSeen, ...]
    tasks: tuple[TaskSeen, ...]
    monitors: tuple[MonitorSeen, ...]
    unsent: int | None


def opening_parts(seen: OpeningSeen) -> tuple[Part, ...]:
    """The five parts in the order of the work; a part is never left out, so that none can be hidden."""
    return (
        Part(STAFF, _staff_reasons(seen.house, seen.limits)),
        credentials_part(seen.house),
        Part(KIT, rescue_kit_gate(seen.house, seen.limits).reasons),
        monitors_part(seen),
        sound_part(seen.sound),
    )


def _staff_reasons(house: House, limits: HouseLimits) -> tuple[Reason, ...]:
    return (*acls_gate(house, limits).reasons, *second_person_gate(house, limits).reasons)


def credentials_part(house: House) -> Part:
    """Credentials of those present: what ran out is a reason, what ends soon a note; the newest of each kind counts."""
    newest: dict[tuple[str, str], date] = {}
    for each in _of_those_present(house):
        if each.expires_on is not None:
            key = (each.holder, each.kind)
            newest[key] = max(each.expires_on, newest.get(key, each.expires_on))
    ended, soon = [], []
    for (person, kind), last in sorted(newest.items()):
        left_days = (last - house.today).days
        if left_days < 0:
            ended.append(because("credential_ran_out", person=person, credential=kind, expired_on=last))
        elif left_days <= ENDS_SOON_DAYS:
            soon.append(because("credential_ends_soon", person=person, credential=kind, expires_on=last))
    return Part(CREDENTIALS, tuple(ended), tuple(soon))


def _of_those_present(house: House) -> Iterable[Credential]:
    return (each for each in house.credentials if each.holder in house.in_building)


def monitors_part(seen: OpeningSeen) -> Part:
    """Every monitor in use has spoken today, and one at a patient not longer ago than an alarm for its silence."""
    if not seen.monitors:
        return Part(MONITORS, (), (because("no_monitors"),))
    wrong = tuple(found for each in seen.monitors if (found := _silent(each, seen)) is not None)
    return Part(MONITORS, wrong)


def _silent(monitor: MonitorSeen, seen: OpeningSeen) -> Reason | None:
    heard = monitor.heard_at
    if heard is None or heard < seen.since:
        return because("monitor_not_heard_today", monitor=monitor.name)
    at_patient = monitor.visit and not monitor.visit_over
    if at_patient and (seen.at - heard).total_seconds() > seen.silent_after_s:
        return because("monitor_silent", monitor=monitor.name, chair=monitor.chair, heard_at=heard)
    return None


def sound_part(sound: SoundSeen | None) -> Part:
    """The sounds of this screen were tested today and heard."""
    if sound is None:
        return Part(SOUND, (because("sound_not_tested"),))
    return Part(SOUND, () if sound.heard else (because("sound_not_heard", at=sound.at),))


def closing_parts(seen: ClosingSeen) -> tuple[Part, ...]:
    """What is left at a close, apart from the visits under way: those are held or stop the close."""
    waste = [each for each in seen.tasks if each.kind in WASTE_TASKS]
    others = [each for each in seen.tasks if each.kind not in WASTE_TASKS]
    paired = [each for each in seen.monitors if each.visit]
    return (
        Part(ALARMS, tuple(_alarm(each) for each in seen.alarms)),
        Part(TASKS, _by_kind(others)),
        Part(WASTE, _by_kind(waste)),
        Part(
            PAIRED,
            tuple(because("monitor_left_paired", monitor=each.name) for each in paired if each.visit_over),
            tuple(
                because("monitor_at_patient", monitor=each.name, chair=each.chair)
                for each in paired
                if not each.visit_over
            ),
        ),
        _unsent(seen.unsent),
    )


def _alarm(alarm: AlarmSeen) -> Reason:
    return because("alarm_open", visit=alarm.visit, chair=alarm.chair, rule=alarm.rule, tier=alarm.tier)


def _by_kind(tasks: Iterable[TaskSeen]) -> tuple[Reason, ...]:
    kinds: dict[str, list[str]] = {}
    for each in tasks:
        kinds.setdefault(each.kind, []).append(each.task)
    return tuple(
        because("tasks_open", kind=kind, count=len(ids), tasks=tuple(sorted(ids)))
        for kind, ids in sorted(kinds.items())
    )


def _unsent(unsent: int | None) -> Part:
    """A tablet without script says nothing: that is a note, because nobody can say that its queue is empty."""
    if unsent is None:
        return Part(UNSENT, (), (because("unsent_not_told"),))
    return Part(UNSENT, (because("unsent_here", count=unsent),) if unsent else ())


def unheld(visits: Iterable[Held], *, stays: Collection[str]) -> tuple[Held, ...]:
    """The visits under way whose nurse is nobody, or is not among those who stay."""
    return tuple(each for each in visits if each.holder not in stays or not each.holder)


def missing_reasons(parts: Iterable[Part], because_of: Collection[str]) -> tuple[str, ...]:
    """The parts that are not whole and to which nobody has said yes with a reason."""
    return tuple(part.code for part in parts if not part.whole and part.code not in because_of)

"""What happened at a drip, newest first, in words: voided entries with their reason, late ones with how late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse

from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.chart.story import Told, story_of
from slowdrip.clinic.chart.words.events import event_words
from slowdrip.clinic.chart.words.voids import void_words
from slowdrip.clinic.infusion.actions.charting import TAKEN_BACK_OTHERWISE
from slowdrip.clinic.infusion.actions.correcting import may_be_charted_again
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.infusion import KINDS, Event

_MAJOR: Final = frozenset(
    {
        "started",
        "paused",
        "resumed",
        "stopped",
        "completed",
        "alarm_raised",
        "help_called",
        "emergency_began",
        "emergency_over",
    }
)
_ALARMS: Final = "alarm_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the timeline; `late` is in minutes, `void` the reason of a voided entry.

    `odd` says why it does not fit the rest; `undo_url` voids it, `again_url` gives it another time.
    """

    id: str
    at: str
    clock: str
    what: str
    by: str
    sent_by: str = ""
    odd: str = ""
    late: int = 0
    major: bool = False
    void: str = ""
    void_by: str = ""
    undo_url: str = ""
    again_url: str = ""
    tier: str = ""


def timeline(actor: Acting, infusion: Infusion, *, at: datetime, most: int | None = None) -> list[Entry]:
    """Gives what happened until an instant, newest first; an actor who may chart gets the addresses that void."""
    clinic = Clinic.objects.get(id=infusion.clinic_id)
    return lines_of(actor, infusion, story_of(infusion), clinic=clinic, at=at)[:most]


def lines_of(actor: Acting, infusion: Infusion, story: Sequence[Told], *, clinic: Clinic, at: datetime) -> list[Entry]:
    """Gives the same of a story and a clinic that were read already."""
    told = [one for one in reversed(story) if one.event.occurred_at <= at]
    names, zone = names_of(clinic.pk), ZoneInfo(clinic.time_zone)
    may_void = actor.may("drip.chart")
    lines = [(entry(one, names=names, zone=zone), one) for one in told]
    return [_undoable(line, one, infusion, clinic) if may_void else line for line, one in lines]


def entry(told: Told, *, names: Mapping[str, str], zone: ZoneInfo) -> Entry:
    """Gives one event as a line, without an address that voids it."""
    event, void = told.event, told.void
    return Entry(
        id=event.id,
        at=event.occurred_at.isoformat(),
        clock=f"{event.occurred_at.astimezone(zone):%H:%M}",
        what=event_words(event, names, zone),
        by=names.get(event.by, ""),
        sent_by=names.get(told.sent_by, ""),
        late=told.late_min,
        major=_is_major(event),
        void=void_words(void.reason) if void else "",
        void_by=names.get(str(void.by_id), "") if void else "",
        tier=tier_of(event),
    )


def tier_of(event: Event) -> str:
    """Gives the tier of an alarm that was raised; nothing for every other event."""
    tier = event.payload.get("tier", "")
    return tier if event.kind == "alarm_raised" and isinstance(tier, str) else ""


def _is_major(event: Event) -> bool:
    kind = KINDS.get(event.kind)
    return event.kind in _MAJOR or (kind is not None and kind.ends)


def _undoable(line: Entry, told: Told, infusion: Infusion, clinic: Clinic) -> Entry:
    kind = told.event.kind
    if not told.stands or kind.startswith(_ALARMS) or kind in TAKEN_BACK_OTHERWISE:
        return line
    where = {"clinic": clinic.slug, "infusion": infusion.pk, "event": told.event.id}
    again_url = reverse("chart:again", kwargs=where) if may_be_charted_again(kind) else ""
    return replace(line, undo_url=reverse("chart:void", kwargs=where), again_url=again_url)

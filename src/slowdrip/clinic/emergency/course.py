"""The course of one emergency: which entries are its own, and what each key shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.timeline import Entry
from slowdrip.clinic.emergency.card import Card, Medicine
from slowdrip.clinic.emergency.keys import GROUPS, PUMP_OFF, PUMP_STOPPED, Key
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion import Event, InfusionState
from slowdrip.science.infusion.phases import DURING_DRIP
from slowdrip.science.infusion.state import Emergency


@dataclass(frozen=True, slots=True)
class ShownKey:
    """One key on the page: how often it was tapped, and when first and last by the clinic's clock."""

    code: str
    label: str
    times: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together."""

    title: str
    keys: tuple[ShownKey, ...]


@dataclass(frozen=True, slots=True)
class ShownMedicine:
    """A medicine of the standing orders as a key; `value` names the signed version and the place in it."""

    value: str
    medicine: Medicine
    times: int
    last: str

    @property
    def code(self) -> str:
        """Gives the same as a part of an element's id."""
        return f"medicine-{self.value.replace(':', '-')}"


def newest(state: InfusionState, wanted: str = "") -> Emergency | None:
    """Gives the emergency of that entry, else the newest, which alone can be open; None when there was none."""
    named = next((one for one in state.emergencies if wanted and one.event_id == wanted), None)
    return named or (state.emergencies[-1] if state.emergencies else None)


def must_have(state: InfusionState, event_id: str) -> Emergency:
    """Gives the emergency that began with this entry, or refuses."""
    found = next((one for one in state.emergencies if one.event_id == event_id), None)
    if found is None:
        raise Refused("no_such_emergency")
    return found


def own_events(events: Sequence[Event], state: InfusionState, emergency: Emergency) -> list[Event]:
    """Gives the entries of one emergency: what happened in it, and what was written in it about shortly before.

    Somebody who taps “pump stopped” and corrects it to a minute before the emergency was called still did it in it.
    """
    began = next((one for one in events if one.id == emergency.event_id), None)
    earlier = state.emergencies[: state.emergencies.index(emergency)]
    before = [one.over_at for one in earlier if one.over_at is not None]
    known_at = began.recorded_at if began is not None else emergency.began_at
    return [one for one in events if _belongs(one, emergency, known_at=known_at, after=max(before, default=None))]


def _belongs(event: Event, emergency: Emergency, *, known_at: datetime, after: datetime | None) -> bool:
    if emergency.over_at is not None and event.occurred_at > emergency.over_at:
        return False
    if after is not None and event.occurred_at <= after:
        return False
    return event.occurred_at >= emergency.began_at or event.recorded_at > known_at


def key_groups(own: Sequence[Event], state: InfusionState, *, zone: ZoneInfo) -> list[KeyGroup]:
    """Gives the keys in the order of the work; the pump's key stops it when it runs by the record."""
    stopped = any(PUMP_STOPPED.means(event) for event in own)
    pump = PUMP_STOPPED if state.phase in DURING_DRIP or stopped else PUMP_OFF
    first, *rest = GROUPS
    laid = ((first[0], (pump, *first[1])), *rest)
    return [KeyGroup(str(title), tuple(_shown(key, own, zone) for key in keys)) for title, keys in laid]


def _shown(key: Key, own: Sequence[Event], zone: ZoneInfo) -> ShownKey:
    clocks = [_clock(event.occurred_at, zone) for event in own if key.means(event)]
    return ShownKey(key.code, str(key.label), len(clocks), *((clocks[0], clocks[-1]) if clocks else ()))


def shown_medicines(card: Card, number: int, own: Sequence[Event], *, zone: ZoneInfo) -> list[ShownMedicine]:
    """Gives each medicine of the card with how often it was given in this emergency."""
    return [
        _medicine(f"{number}:{place}", medicine, own, zone) for place, medicine in enumerate(card.medicines, start=1)
    ]


def _medicine(value: str, medicine: Medicine, own: Sequence[Event], zone: ZoneInfo) -> ShownMedicine:
    told = ("medication_given", medicine.drug, medicine.dose)
    given = [
        _clock(one.occurred_at, zone)
        for one in own
        if (one.kind, one.payload.get("drug"), one.payload.get("dose_as_written")) == told
    ]
    return ShownMedicine(value, medicine, len(given), given[-1] if given else "")


def to_the_second(lines: Sequence[Entry], *, zone: ZoneInfo) -> list[Entry]:
    """Gives lines of what happened with their seconds, which an emergency needs and a drip does not."""
    return [replace(one, clock=_clock(datetime.fromisoformat(one.at), zone)) for one in lines]


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M:%S}"

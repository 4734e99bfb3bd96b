"""Asks in words for the staff's pages, and what they add to the patient's page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.outcomes.asked import Counted, State, Unreached, following_of, past, state_of, to_come
from slowdrip.clinic.outcomes.asked_words import INDICATIONS, PHASES, POINTS, STATES, WHYS
from slowdrip.clinic.outcomes.following import FIRST, told_of
from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.people import panels
from slowdrip.clinic.people.models import Patient
from slowdrip.knowledge.scales.catalogue import scales


@dataclass(frozen=True, slots=True)
class ShownAsk:
    """One ask in words."""

    ask: Ask
    point: str
    state: str
    forms: str
    was_missed: bool


@dataclass(frozen=True, slots=True)
class CountedRow:
    """What became of the asks of one kind, lately and for longer."""

    label: str
    short: Counted | None
    long: Counted | None


@dataclass(frozen=True, slots=True)
class UnreachedRow:
    """One patient who did not answer, in words."""

    one: Unreached
    why: str
    shown: ShownAsk
    scale: str


def shown_ask(ask: Ask, *, at: datetime) -> ShownAsk:
    """Gives one ask in words."""
    stands = state_of(ask, at=at)
    return ShownAsk(
        ask=ask,
        point=point_words(ask.point),
        state=str(STATES[stands]),
        forms=forms_of(ask.scales),
        was_missed=stands is State.MISSED,
    )


def point_words(point: str) -> str:
    """Gives when an ask is asked, in words."""
    return str(POINTS.get(point, point))


def forms_of(names: Iterable[str]) -> str:
    """Gives the titles of the forms."""
    known = scales()
    return ", ".join(known[name].title if name in known else name for name in names)


def counted_rows(short: Sequence[Counted], long: Sequence[Counted]) -> list[CountedRow]:
    """Gives both spans side by side; the longer one holds every kind that the shorter one does."""
    lately = {each.point: each for each in short}
    return [CountedRow(point_words(each.point), lately.get(each.point), each) for each in long]


def unreached_rows(found: Iterable[Unreached], *, at: datetime) -> list[UnreachedRow]:
    """Gives the patients who did not answer, with the form that can be entered for them."""
    return [_unreached_row(one, at=at) for one in found]


def _unreached_row(one: Unreached, *, at: datetime) -> UnreachedRow:
    ask = one.open_ask or one.newest
    scale = next((name for name in ask.scales if name in scales()), "")
    return UnreachedRow(one=one, why=str(WHYS[one.why]), shown=shown_ask(one.newest, at=at), scale=scale)


def asked_panel(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the asks of a patient that are to come and that are over, and how the patient is followed."""
    actor, at = request.acting, request.at
    if not actor.may("outcomes.see"):
        return SafeString("")
    row = following_of(actor, patient.pk)
    told = told_of(row)
    shown: dict[str, Any] = {
        "clinic": request.clinic,
        "patient": patient,
        "coming": [shown_ask(ask, at=at) for ask in to_come(actor, patient.pk, at=at)],
        "past": [shown_ask(ask, at=at) for ask in past(actor, patient.pk, at=at)],
        "indication": str(INDICATIONS[told.indication]),
        "phase": str(PHASES[told.phase]),
        "since": None if told.phase_since == FIRST else told.phase_since,
        "paused_until": told.paused_until if told.paused_until is not None and told.paused_until > at else None,
        "zone": told.time_zone if _is_elsewhere(told.time_zone, request.clinic.time_zone) else "",
        "may_enter": actor.may("outcomes.enter"),
    }
    return SafeString(render_to_string("outcomes/asked_panel.html", shown))


def _is_elsewhere(zone_name: str, own: str) -> bool:
    return bool(zone_name) and ZoneInfo(zone_name) != ZoneInfo(own)


def register_all() -> None:
    """Adds the panel."""
    panels.register(asked_panel)

"""Everything the board shows: each chair with its drip or the next one, drips in no chair, alarms that outlived one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from slowdrip.clinic.chart.cards import Card, card
from slowdrip.clinic.chart.nurses import nurses_at
from slowdrip.clinic.chart.waiting import number_waiting
from slowdrip.clinic.chart.who import Who, who
from slowdrip.clinic.infusion.house import midnight
from slowdrip.clinic.infusion.models import Chair, Infusion, Task
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.infusion.queries import unwatched
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion import Phase

TODAY = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A visit that is not under way, as a line."""

    infusion: Infusion
    who: Who


@dataclass(frozen=True, slots=True)
class Place:
    """One chair: the drip in it, or who comes next. More than one drip is a conflict that somebody has to solve."""

    chair: Chair
    cards: tuple[Card, ...]
    next: Waiting | None


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a clinic at an instant.

    `chairless` are visits under way in no chair that is in use, `calling` ended visits whose alarm waits for somebody,
    `unwatched` the visits that the clock failed to watch.
    """

    places: list[Place]
    chairless: list[Card]
    calling: list[Card]
    unwatched: frozenset[UUID]
    expected: list[Waiting]
    ended: list[Waiting]
    open_tasks: int

    @property
    def without_chair(self) -> list[Waiting]:
        """Gives who is expected today and has no chair yet, or one that left the board meanwhile."""
        shown = {place.chair.pk for place in self.places}
        return [waiting for waiting in self.expected if waiting.infusion.chair_id not in shown]

    @property
    def cards(self) -> list[Card]:
        """Gives every card on the board."""
        return [*(card for place in self.places for card in place.cards), *self.chairless, *self.calling]

    @property
    def loudest(self) -> str:
        """Gives the loudest open tier of all cards, or an empty text."""
        tiers = {card.alarm.tier for card in self.cards if card.alarm}
        if any(card.emergency_since for card in self.cards):
            return "emergency"
        return next((tier for tier in ("emergency", "urgent", "advisory") if tier in tiers), "")


def board(actor: Acting, *, at: datetime) -> Board:
    """Gives the clinic's board."""
    cards = running_cards(actor, at=at)
    under_way = [each for each in cards if each.phase != Phase.ENDED]
    expected = expected_today(actor, at=at)
    next_by_chair: dict[object, Waiting] = {}
    for waiting in expected:
        next_by_chair.setdefault(waiting.infusion.chair_id, waiting)
    chairs = list(Chair.objects.visible_to(actor).filter(in_use=True).order_by("position", "name"))
    known = {chair.pk for chair in chairs}
    return Board(
        places=[Place(chair, _cards_in(chair, under_way), next_by_chair.get(chair.pk)) for chair in chairs],
        chairless=[each for each in under_way if each.infusion.chair_id not in known],
        calling=[each for each in cards if each.phase == Phase.ENDED],
        unwatched=unwatched(actor.clinic_id),
        expected=expected,
        ended=ended_today(actor, at=at),
        open_tasks=open_tasks(actor, at=at),
    )


def _cards_in(chair: Chair, cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(each for each in cards if each.infusion.chair_id == chair.pk)


def running_cards(actor: Acting, *, at: datetime) -> list[Card]:
    """Gives a card for every visit under way, and for each that ended while its alarm or an emergency waits."""
    rows = StateRow.objects.visible_to(actor).filter(
        Q(active=True) | Q(open_alarms__gt=0) | Q(emergency_since__isnull=False)
    )
    rows = rows.select_related("infusion__patient", "infusion__chair", "infusion__policy")
    found = [(row.infusion, state_of(row)) for row in rows.order_by("infusion__planned_at", "infusion_id")]
    if not found:
        return []
    nurses = nurses_at(actor.clinic_id, at=at)
    return [replace(card(infusion, state, at=at), nurse=nurses.of(state)) for infusion, state in found]


def expected_today(actor: Acting, *, at: datetime) -> list[Waiting]:
    """Gives visits planned for the clinic's day that have not checked in, earliest first."""
    since = midnight(actor.clinic_id, at=at)
    rows = Infusion.objects.visible_to(actor).filter(planned_at__gte=since, planned_at__lt=since + timedelta(days=1))
    rows = rows.exclude(state__active=True).exclude(state__phase="ended")
    return _lines(rows.select_related("patient", "chair").order_by("planned_at"))


def ended_today(actor: Acting, *, at: datetime) -> list[Waiting]:
    """Gives today's ended visits, latest first."""
    rows = Infusion.objects.visible_to(actor).filter(state__phase="ended", planned_at__gte=at - TODAY)
    return _lines(rows.select_related("patient", "chair", "state").order_by("-planned_at")[:12])


def open_tasks(actor: Acting, *, at: datetime) -> int:
    """Gives how many tasks wait for somebody, those of other apps with them."""
    own = int(Task.objects.visible_to(actor).filter(state=Task.State.OPEN).count())
    return own + number_waiting(actor.clinic_id, at)


def _lines(rows: Iterable[Infusion]) -> list[Waiting]:
    return [Waiting(infusion, who(infusion.patient)) for infusion in rows]

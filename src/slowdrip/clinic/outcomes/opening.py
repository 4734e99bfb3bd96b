"""Asks whose time has come: opened and told, reminded once, and closed when nobody answered; so many in one tick."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max, QuerySet

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.notices.queueing import kind_of, queue
from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.answering import close_response
from slowdrip.clinic.outcomes.leaving import under_way
from slowdrip.clinic.outcomes.models import Ask, Following, Response, Score
from slowdrip.clinic.outcomes.planning import WHOLE, House
from slowdrip.clinic.outcomes.syncing import TOPIC
from slowdrip.clinic.record.acting import Tx, act
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.science.asking import Clock, Point, scales_at_opening
from slowdrip.science.scales import Status

log = logging.getLogger("slowdrip.clock")
AT_ONCE: Final = 200
BREATHES_S: Final = 0.02
"""Between two actions of one tick, so that whoever waits to write at a chair comes first."""
LOOKED_BACK: Final = timedelta(days=60)
"""No window is as long; what opened before has closed."""
TOLD_AT_ONCE: Final = 50
HOLDS_FOR_S: Final = 0.5
"""How long one action, or one step of a tick, may work on asks; the rest comes with the next tick."""
ASK, REMINDER = "ask", "ask_reminder"
ONE: Final = "patient_id"
Work = Callable[[Tx, list[Ask]], None]


def open_due(house: House, *, at: datetime) -> int:
    """Opens asks that are due: what is asked is decided now, and the patient is told of the newest."""
    rows = _waiting(house, told_at=None, opens_at__lte=at, opens_at__gt=at - LOOKED_BACK, closes_at__gt=at)
    rows = rows.order_by("opens_at", "pk")
    # One patient's together also when apart: the newest alone is told.
    return _rounds(lambda: _or_apart(house, rows, lambda tx, found: _open(tx, house, found), ONE, at=at))


def remind(house: House, *, at: datetime) -> int:
    """Reminds of asks that are still open, as often as the policy says."""
    rows = Ask.objects.filter(clinic_id=house.clinic_id, remind_at__lte=at)
    return _or_apart(house, rows.order_by("remind_at", "pk"), lambda tx, found: _remind(tx, house, found), at=at)


def close_missed(house: House, *, at: datetime) -> int:
    """Closes asks that nobody answered, and lets other parts of the clinic hear of them."""
    rows = _waiting(house, missed_at=None, closes_at__lte=at).order_by("closes_at", "pk")
    return _rounds(lambda: _or_apart(house, rows, _close, at=at))


def _rounds(work: Callable[[], int]) -> int:
    """Goes on, each time in an action of its own, until little is left or its time in this tick is used up."""
    began, done = time.monotonic(), 0
    while True:
        now = work()
        done += now
        if now < AT_ONCE or time.monotonic() - began > HOLDS_FOR_S:
            return done
        time.sleep(BREATHES_S)


def _or_apart(house: House, rows: QuerySet[Ask], work: Work, by: str = "pk", *, at: datetime) -> int:
    """Does the work on all rows at once, or where that fails on one after the other."""
    try:
        return _in_one(house, rows, work, at=at)
    except Exception:  # one that fails must not keep the others from being asked, reminded or noticed
        log.exception("asks of clinic %s could not be looked at together", house.clinic_id)
        return sum(_apart(house, rows, work, {by: key}, at=at) for key in _keys(house, rows, by))


def _apart(house: House, rows: QuerySet[Ask], work: Work, one: dict[str, UUID], *, at: datetime) -> int:
    try:
        return _in_one(house, rows.filter(**one), work, at=at)
    except Exception:  # as above; it is tried again with the next tick
        log.exception("asks of %s could not be looked at", one)
        return 0


def _waiting(house: House, **more: object) -> QuerySet[Ask]:
    rows: QuerySet[Ask] = Ask.objects.filter(clinic_id=house.clinic_id, withdrawn_at=None, answered_at=None, **more)
    return rows


def _keys(house: House, rows: QuerySet[Ask], of: str = "pk") -> list[UUID]:
    with tenant(house.clinic_id):
        return list(dict.fromkeys(rows.values_list(of, flat=True)[:AT_ONCE]))


def _in_one(house: House, rows: QuerySet[Ask], work: Work, *, at: datetime) -> int:
    """Does the work on the next rows in one action; they are read again under their locks."""
    keys = _keys(house, rows)
    if not keys:
        return 0
    with tenant(house.clinic_id):
        system = system_of(house.clinic_id)
    with act(system, at=at) as tx:
        found = list(rows.filter(pk__in=keys).select_for_update())
        work(tx, found)
        tx.publish(TOPIC)
    return len(found)


def _open(tx: Tx, house: House, rows: list[Ask]) -> None:
    clocks = _clocks(house, rows)
    _ask_what_holds_now(tx, house, rows, clocks)
    told = [row for row in _newest(rows) if _is_told(row)]
    for row in told:
        due_at = clocks[row.patient_id].waking(tx.at)
        if due_at < row.closes_at and _has_words(ASK):
            _queue(tx, ASK, f"{ASK}:{row.pk}", row, due_at=due_at)
            row.remind_at = _next_reminder(house, row, clocks[row.patient_id], since=due_at, done=0)
    for remind_at, keys in _by_reminder(rows).items():
        Ask.objects.filter(pk__in=keys).update(told_at=tx.at, remind_at=remind_at)
    tx.wrote("asks.opened", asks=[str(row.pk) for row in rows])


def _by_reminder(rows: Iterable[Ask]) -> dict[datetime | None, list[UUID]]:
    """Rows by their next reminder, which most have in common: one statement for each is fewer than one for each row."""
    found: dict[datetime | None, list[UUID]] = {}
    for row in rows:
        found.setdefault(row.remind_at, []).append(row.pk)
    return found


def _newest(rows: Sequence[Ask]) -> list[Ask]:
    """One for each patient: after a standstill nobody gets a message for each form that waits; one leads to all."""
    return list({row.patient_id: row for row in sorted(rows, key=lambda row: (row.opens_at, row.pk))}.values())


def _is_told(row: Ask) -> bool:
    """At the chair somebody asks; a form handed over by hand is in the patient's hands already."""
    return bool(row.serves) and row.point != Point.BEFORE


def _ask_what_holds_now(tx: Tx, house: House, rows: Iterable[Ask], clocks: dict[UUID, Clock]) -> None:
    """Another answer may have come since the plan was made: a whole PHQ-9 some days ago is not asked for again."""
    asking = [row for row in rows if WHOLE in row.scales]
    if not asking:
        return
    last, visits = _last_whole(house, asking, clocks), _visits(house, asking)
    for row in asking:
        clock = clocks[row.patient_id]
        scales = scales_at_opening(
            row.scales,
            serves=row.serves,
            last_whole_on=last.get(row.patient_id),
            day=clock.day(visits.get(row.pk, row.opens_at)),
            every_days=house.limits.phq9_every_days,
        )
        if scales != row.scales and not row.responses.exists():
            tx.change(row, scales=scales)


def _visits(house: House, rows: Iterable[Ask]) -> dict[UUID, datetime]:
    """When the visit is, for each ask before one: its day counts, as in the plan, not the evening before."""
    visits = {row.pk: row.infusion_id for row in rows if row.point == Point.BEFORE and row.infusion_id is not None}
    found = Infusion.objects.filter(clinic_id=house.clinic_id, pk__in=set(visits.values()))
    planned = dict(found.values_list("pk", "planned_at")) if visits else {}
    return {key: planned[visit] for key, visit in visits.items()}


def _last_whole(house: House, rows: Iterable[Ask], clocks: dict[UUID, Clock]) -> dict[UUID, date]:
    scores = Score.objects.filter(clinic_id=house.clinic_id, patient_id__in={row.patient_id for row in rows})
    whole = scores.current().filter(scale=WHOLE, status=Status.COMPLETE.value).values("patient_id")
    found = whole.annotate(last=Max("answered_at")).values_list("patient_id", "last")
    return {patient_id: clocks[patient_id].day(last) for patient_id, last in found}


def _remind(tx: Tx, house: House, rows: list[Ask]) -> None:
    clocks = _clocks(house, rows)
    for row in rows:
        waits = row.answered_at is None and row.withdrawn_at is None and row.closes_at > tx.at
        row.remind_at = None
        if waits and _has_words(REMINDER):
            row.reminded += 1
            clock = clocks[row.patient_id]
            _queue(tx, REMINDER, f"{REMINDER}:{row.pk}:{row.reminded}", row, due_at=clock.waking(tx.at))
            row.remind_at = _next_reminder(house, row, clock, since=tx.at, done=row.reminded)
    Ask.objects.bulk_update(rows, ["remind_at", "reminded"])
    tx.wrote("asks.reminded", asks=[str(row.pk) for row in rows])


def _next_reminder(house: House, row: Ask, clock: Clock, *, since: datetime, done: int) -> datetime | None:
    if done >= house.asking.reminders_at_most.value:
        return None
    found = clock.waking(since + timedelta(hours=house.asking.remind_after_h.value))
    return found if found < row.closes_at else None


def _close(tx: Tx, rows: list[Ask]) -> None:
    """As many as fit into the time of one action: what others do about each is theirs, and nobody may wait for it."""
    began, closed, halves = time.monotonic(), list[UUID](), _begun(tx, rows)
    for start in range(0, len(rows), TOLD_AT_ONCE):
        part = rows[start : start + TOLD_AT_ONCE]
        for row in part:
            row.missed_at = tx.at
            for response in halves.get(row.pk, ()):
                close_response(tx, response)
        hooks.run_missed(tx, part)
        closed += [row.pk for row in part]
        if time.monotonic() - began > HOLDS_FOR_S:
            break
    Ask.objects.filter(pk__in=closed).update(missed_at=tx.at, remind_at=None)
    tx.wrote("asks.missed", asks=[str(key) for key in closed])


def _begun(tx: Tx, rows: list[Ask]) -> dict[UUID, list[Response]]:
    """What was begun is scored as it stands when its ask closes, with what is missing."""
    begun = under_way(tx.actor.clinic_id).filter(ask__in=rows)
    found: dict[UUID, list[Response]] = {}
    for response in begun.order_by("started_at", "pk"):
        if response.ask_id is not None:
            found.setdefault(response.ask_id, []).append(response)
    return found


def _queue(tx: Tx, kind: str, key: str, row: Ask, *, due_at: datetime) -> None:
    queue(tx, kind=kind, key=key, patient=row.patient_id, subject_id=row.pk, due_at=due_at, until=row.closes_at)


def _has_words(kind: str) -> bool:
    """Without words for it nothing can be told; the ask is open all the same."""
    return kind_of(kind) is not None


def _clocks(house: House, rows: Iterable[Ask]) -> dict[UUID, Clock]:
    """Each patient's own clock."""
    patients = {row.patient_id for row in rows}
    told = Following.objects.filter(clinic_id=house.clinic_id, patient_id__in=patients).exclude(time_zone="")
    zones = dict(told.values_list("patient_id", "time_zone"))
    hours = (house.asking.quiet_from_hour.value, house.asking.quiet_until_hour.value)
    return {each: Clock(house.zone(zones.get(each, "")), *hours) for each in patients}

"""(c) Durable events per second through the action that the screens use, beside bare inserts with one commit each."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter, thread_time
from uuid import UUID

from django.db import connection

from bench.bare import bare_inserts
from bench.clinic import House
from bench.timing import Figure, Rate, throughput
from bench.workers import connect, workers_of
from slowdrip.clinic.record.acting import Acting

ROUNDS = 3
ROUND_LASTS = timedelta(minutes=8)
SECOND = timedelta(seconds=1)
SINGLE, TOGETHER, OUTAGE = 1, 10, 100
ACTIONS = {SINGLE: 100, TOGETHER: 20, OUTAGE: 4}
READINGS = (
    ("vitals", {"sbp_mmhg": 121, "dbp_mmhg": 76, "hr_per_min": 72, "spo2_pct": 98, "oxygen": "air", "rr_per_min": 14}),
    ("moaas", {"score": 5}),
    ("dissociation", {"score": 3}),
    ("nausea", {"score": 0}),
)


@dataclass(frozen=True, slots=True)
class Work:
    """What one worker charts: for whom, at which drips, how many actions of how many events, from when on."""

    nurse: Acting
    infusions: tuple[UUID, ...]
    actions: int
    together: int
    since: datetime

    @property
    def events(self) -> int:
        """How many events this is."""
        return self.actions * self.together


def chart_all(work: Work) -> float:
    """Charts at one drip after the other, a second of clinic time between events; gives the processor's seconds."""
    from slowdrip.clinic.infusion.actions import chart
    from slowdrip.clinic.infusion.drafts import Draft

    worked_since, at, number = thread_time(), work.since, 0
    for turn in range(work.actions):
        drafts = []
        for _ in range(work.together):
            at, number = at + SECOND, number + 1
            kind, payload = READINGS[(turn + number) % len(READINGS)]
            drafts.append(Draft(kind, payload, at))
        chart(work.nurse, work.infusions[turn % len(work.infusions)], drafts, at=at)
    return thread_time() - worked_since


def figures(house: House, *, since: datetime) -> list[Figure]:
    """Measures one, ten and a hundred events per action, by one worker and by four, each at drips of its own.

    A hundred is what a tablet delivers at once when it comes back from an outage.
    """
    postgres = connection.vendor == "postgresql"
    least_per_s = 1000.0 if postgres else 250.0
    word = "processes" if postgres else "threads"
    plans = [(together, workers) for together in ACTIONS for workers in (1, 4)]
    lines = []
    for number, (together, workers) in enumerate(plans):
        drips = tuple(visit.infusion.pk for visit in house.visits[number * 4 : number * 4 + 4])
        plan = _plan(house.team.nurse.acting(), drips, together=together, workers=workers)
        with workers_of(workers) as pool:
            rate = _median_rate(pool, plan, chart_all, since=since)
            bare = _median_rate(pool, plan, bare_inserts, since=since)
        what = f"events per action: {together}; {word}: {workers}"
        lines.append(throughput(what, rate, bare=bare, least_per_s=least_per_s))
    return lines


def _plan(nurse: Acting, drips: tuple[UUID, ...], *, together: int, workers: int) -> Callable[[datetime], list[Work]]:
    """Gives the work of each worker for a round that begins at an instant."""
    actions = ACTIONS[together] // workers
    share = len(drips) // workers

    def works(since: datetime) -> list[Work]:
        return [Work(nurse, drips[n * share : (n + 1) * share], actions, together, since) for n in range(workers)]

    return works


def _median_rate(
    pool: Executor, plan: Callable[[datetime], list[Work]], task: Callable[[Work], float], *, since: datetime
) -> Rate:
    list(pool.map(connect, range(8)))
    rates = [_rate(pool, plan(since + number * ROUND_LASTS), task) for number in range(ROUNDS)]
    return Rate(median(one.per_s for one in rates), median(one.cpu_ms_each for one in rates))


def _rate(pool: Executor, works: list[Work], task: Callable[[Work], float]) -> Rate:
    events, started = sum(work.events for work in works), perf_counter()
    worked_s = sum(pool.map(task, works))
    return Rate(events / (perf_counter() - started), worked_s * 1000 / events)

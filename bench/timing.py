"""How long something takes: the median of many runs, and its table.

Beside the time that passed stands the processor's time, which other programs on the machine disturb much less.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, thread_time


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what, the figure, the processor's time in it, the bare figure, their ratio, the goal, whether met."""

    what: str
    measured: str
    cpu: str
    bare: str
    ratio: str
    goal: str = ""
    met: str = ""


@dataclass(frozen=True, slots=True)
class Took:
    """How long a call took: what passed, and what the processor worked."""

    wall_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Rate:
    """How many per second, and what the processor worked for one of them."""

    per_s: float
    cpu_ms_each: float


def median_of(work: Callable[[], object], *, times: int) -> Took:
    """Gives the median of many calls; one call before them warms up."""
    work()
    taken = [_once(work) for _ in range(times)]
    return Took(median(one.wall_ms for one in taken), median(one.cpu_ms for one in taken))


def duration(what: str, took: Took, *, bare: Took, most_ms: float) -> Figure:
    """Gives the line of a duration that should stay at or below its goal."""
    met = "met" if took.wall_ms <= most_ms else "missed"
    ratio = f"{took.wall_ms / bare.wall_ms:.1f}"
    return Figure(what, _ms(took.wall_ms), _ms(took.cpu_ms), _ms(bare.wall_ms), ratio, f"≤ {most_ms:g} ms", met)


def throughput(what: str, rate: Rate, *, bare: Rate, least_per_s: float) -> Figure:
    """Gives the line of a rate that should reach its goal, beside the bare rate of the same disk and database."""
    met = "met" if rate.per_s >= least_per_s else "missed"
    ratio, cpu = f"{rate.per_s / bare.per_s:.2f}", f"{rate.cpu_ms_each:.2f} ms each"
    return Figure(what, f"{rate.per_s:.0f} /s", cpu, f"{bare.per_s:.0f} /s", ratio, f"≥ {least_per_s:g} /s", met)


def markdown(title: str, figures: Iterable[Figure]) -> str:
    """Gives the lines as a table in Markdown."""
    head = f"\n### {title}\n\n| what | measured | processor | bare | ratio | goal | |\n|---|---|---|---|---|---|---|\n"
    rows = (f"| {f.what} | {f.measured} | {f.cpu} | {f.bare} | {f.ratio} | {f.goal} | {f.met} |\n" for f in figures)
    return head + "".join(rows)


def _ms(value: float) -> str:
    return f"{value:.2f} ms"


def _once(work: Callable[[], object]) -> Took:
    since, worked_since = perf_counter(), thread_time()
    work()
    return Took((perf_counter() - since) * 1000, (thread_time() - worked_since) * 1000)

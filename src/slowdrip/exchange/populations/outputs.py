"""From a job to its files: rows or bands into tables, bands into plots, all of them whole or none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from slowdrip.exchange.populations.drawing import new_figure
from slowdrip.exchange.populations.event_rows import EventBlock, event_blocks
from slowdrip.exchange.populations.events import EventPerson
from slowdrip.exchange.populations.job import Job
from slowdrip.exchange.populations.plot import draw
from slowdrip.exchange.populations.problems import refuse
from slowdrip.exchange.populations.side_files import written_whole
from slowdrip.exchange.populations.simulating import SHARES, Block, OrderBands, bands_of, blocks
from slowdrip.exchange.populations.tables import TABLES, Column

PLOTS = (".png", ".svg")
PERCENT = tuple(f"p{round(100 * share):02d}" for share in SHARES)

Tell = Callable[[int], None]
"""Is told how many patients were done since it was last told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the files go, and whether a table holds bands in place of patients."""

    places: tuple[Path, ...]
    as_bands: bool = False

    @property
    def needs_bands(self) -> bool:
        """Whether quantiles over all patients are needed."""
        return self.as_bands or any(_ending(place) in PLOTS for place in self.places)

    @property
    def passes(self) -> int:
        """How often all patients are computed: once for bands, and for each table of single patients."""
        tables = sum(_ending(place) in TABLES for place in self.places)
        return self.needs_bands + (0 if self.as_bands else tables)


def asked_for(places: Sequence[Path], *, as_bands: bool) -> Asked:
    """The files asked for; an ending that nothing writes is refused."""
    if not places:
        raise refuse("--out", "no file is named", f"give --out with {_endings()}")
    for place in places:
        if _ending(place) not in (*TABLES, *PLOTS):
            raise refuse("--out", f"{place.name} has no ending that is written here", f"use {_endings()}")
    if len({place.resolve() for place in places}) < len(places):
        raise refuse("--out", "one file is named twice", "name each once")
    if any(_ending(place) in PLOTS for place in places):
        new_figure()
    return Asked(tuple(places), as_bands)


def write(job: Job, asked: Asked, *, tell: Tell = lambda _: None) -> None:
    """Writes all files of a job; `tell` hears of progress."""
    facts = job.facts()
    with written_whole(asked.places) as sides:
        found = tuple(_told(bands_of(job), job, tell)) if asked.needs_bands else ()
        for place, side in zip(asked.places, sides, strict=True):
            ending = _ending(place)
            if ending in PLOTS:
                draw(side, ending.removeprefix("."), job, found, facts=facts)
            elif asked.as_bands:
                _write_table(side, ending, _band_names(job), (_band_columns(job, each) for each in found), facts=facts)
            else:
                rows = (_row_columns(job, each) for each in _each_told(blocks(job), tell))
                _write_table(side, ending, _row_names(job), rows, facts=facts)


def write_events(
    job: Job, people: tuple[EventPerson, ...], asked: Asked, units: str, *, tell: Tell = lambda _: None
) -> None:
    """Writes the rows that an event table asks for, into tables."""
    for place in asked.places:
        if _ending(place) in PLOTS or asked.as_bands:
            raise refuse("--out", "an event table gives rows, no bands and no plot", "write a .csv or .parquet")
    facts = {**job.facts(), "regimen": "event table", "table": units}
    names = ("id", "t_min", *job.columns, "observed_ng_per_ml")
    with written_whole(asked.places) as sides:
        for place, side in zip(asked.places, sides, strict=True):
            rows = (_event_columns(each, tell) for each in event_blocks(job, people))
            _write_table(side, _ending(place), names, rows, facts=facts)


def _write_table(
    side: Path, ending: str, names: Sequence[str], rows: Iterator[list[Column]], /, *, facts: dict[str, str]
) -> None:
    with TABLES[ending](side, names, facts) as table:
        for columns in rows:
            table.add(columns)


def _row_names(job: Job) -> tuple[str, ...]:
    return (*(["regimen"] if len(job.orders) > 1 else []), "id", "t_min", *job.columns)


def _row_columns(job: Job, block: Block) -> list[Column]:
    many, times = len(block.ids), len(job.t_min)
    first: list[Column] = [[block.order.label] * (many * times)] if len(job.orders) > 1 else []
    ids = [name for name in block.ids for _ in range(times)]
    conc = [np.ascontiguousarray(block.conc_ng_per_ml[:, place]).ravel() for place in range(len(job.readouts))]
    return [*first, ids, np.tile(job.t_min, many), *conc]


def _band_names(job: Job) -> tuple[str, ...]:
    first = ["regimen"] if len(job.orders) > 1 else []
    own = [f"{percent}_{column}" for column in job.columns for percent in PERCENT]
    return (*first, "t_min", *own)


def _band_columns(job: Job, found: OrderBands) -> list[Column]:
    first: list[Column] = [[found.order.label] * len(job.t_min)] if len(job.orders) > 1 else []
    return [*first, job.t_min, *(shares for readout in found.conc_ng_per_ml for shares in readout)]


def _event_columns(block: EventBlock, tell: Tell) -> list[Column]:
    tell(1)
    return [[block.name] * len(block.t_min), block.t_min, *block.conc_ng_per_ml, block.observed_ng_per_ml]


def _told(found: Iterator[OrderBands], job: Job, tell: Tell) -> Iterator[OrderBands]:
    for each in found:
        tell(job.people.count)
        yield each


def _each_told(found: Iterator[Block], tell: Tell) -> Iterator[Block]:
    for each in found:
        yield each
        tell(len(each.ids))


def _ending(place: Path) -> str:
    return place.suffix.lower()


def _endings() -> str:
    return ", ".join((*TABLES, *PLOTS))

"""The plot of a simulation: for each order the median and where 90 % of the patients lie."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from slowdrip.exchange.populations.drawing import COLOURS, new_figure, save
from slowdrip.exchange.populations.job import Job
from slowdrip.exchange.populations.simulating import SHARES, OrderBands

LONG_MIN = 2880.0


def draw(path: Path, kind: str, job: Job, found: Iterable[OrderBands], /, *, facts: Mapping[str, str]) -> None:
    """Draws the parent's concentration over time, its site on the axis."""
    figure, (axis,) = new_figure()
    in_days = job.t_min[-1] > LONG_MIN
    times = job.t_min / (1440.0 if in_days else 1.0)
    low, middle, high = (SHARES.index(share) for share in (0.05, 0.50, 0.95))
    for number, each in enumerate(found):
        conc, colour = each.conc_ng_per_ml[0], COLOURS[number % len(COLOURS)]
        axis.fill_between(times, conc[low], conc[high], color=colour, alpha=0.18, linewidth=0)
        axis.plot(times, conc[middle], color=colour, linewidth=1.6, label=each.order.label)
    axis.set_xlabel("days" if in_days else "minutes from the start")
    axis.set_ylabel(f"{job.readouts[0].replace('_', ' ')} ({job.site.value}), ng/mL")
    axis.set_title(_title(job), loc="left", fontsize=9)
    axis.set_ylim(bottom=0)
    axis.set_xlim(left=0)
    axis.legend(frameon=False)
    save(figure, path, kind, facts)


def _title(job: Job) -> str:
    many = (
        f"{job.people.count} patients, {job.variability}: median and 5 to 95 %"
        if job.people.count > 1
        else "one patient"
    )
    return f"{job.models.kinetics.name}, {many}. A model, not a measurement."

"""Plots of effects: dissociation, blood pressure."""

from pathlib import Path

from slowdrip.cli.validation.asides import MEANS, published_mean
from slowdrip.cli.validation.measures import circulation as pressure
from slowdrip.cli.validation.measures import dissociation as felt
from slowdrip.cli.validation.plots.kinetics import finish
from slowdrip.exchange.populations.drawing import COLOURS, new_figure


def dissociation(path: Path) -> None:
    """The course for three steepnesses, in percent of each one's peak, and the target at 80 minutes."""
    figure, (axis,) = new_figure()
    for gamma, colour in zip(felt.GAMMAS, COLOURS, strict=False):
        found = felt.course(gamma)
        axis.plot(felt.T_MIN, 100 * found / found.max(), color=colour, label=f"steepness {gamma:g}")
    axis.plot([80], [40], "v", color="black", label="target: at most 40 % at 80 min")
    axis.axvline(40, color="#999999", linewidth=0.8)
    finish(path, figure, axis, x="minutes from the start", y="dissociation, % of its peak")


def circulation(path: Path) -> None:
    """The mean systolic rise and the four published means at a fixed time."""
    figure, (axis,) = new_figure()
    axis.plot(pressure.T_MIN, pressure.rise().sbp_mmhg, color=COLOURS[0], label="model, mean at a fixed time")
    for number, (anchor, when) in enumerate(MEANS.items()):
        mean = published_mean(anchor)
        label = f"{mean.source.text.split(',')[0].split('.')[0]}: {mean.value} mmHg"
        axis.plot([when], [float(mean.value)], "o", color=COLOURS[1 + number % (len(COLOURS) - 1)], label=label)
    _, peaks = pressure.individual_peaks_mmhg()
    axis.axhline(
        peaks, color="#777777", linestyle=":", label=f"model, mean of individual peaks with cuff error: {peaks:.1f}"
    )
    axis.axvline(40, color="#999999", linewidth=0.8)
    finish(path, figure, axis, x="minutes from the start", y="systolic rise, mmHg")

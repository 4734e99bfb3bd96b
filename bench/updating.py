"""`python -m bench.updating`: how long the most probable parameters, an update and its bands take, on one core.

Beside the mode stands a bare scipy.optimize.minimize of the same posterior in the same run. SciPy is used here alone.
"""

import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize

from bench.timing import Figure, Took, duration, markdown, median_of
from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology.linear import Infusion, Regimen
from slowdrip.science.pharmacology.models import DOSE, Person
from slowdrip.science.pharmacology.updating import (
    BaselineReadings,
    Mode,
    Observation,
    Posterior,
    Signal,
    Subject,
    bands,
    most_probable,
    prior_of,
    updated,
)
from slowdrip.science.pharmacology.updating.forward import forward_of
from slowdrip.science.pharmacology.updating.likelihood import Likelihood, likelihood_of
from slowdrip.science.pharmacology.updating.space import Space, space_of

TIMES = 50
MODE_MOST_MS, CHAIR_MOST_MS = 5.0, 100.0
SUBJECT = Subject(default_set(), Person(70.0, 40.0), BaselineReadings((120.0,), (75.0,), (70.0,)))
DRIP = Regimen(infusions=(Infusion(0.0, 40.0, 875.0, into=DOSE),))
SAMPLES = tuple(
    Observation(Signal.VENOUS_NG_PER_ML, *each)
    for each in ((10, 90), (20, 150), (30, 180), (40, 220), (50, 140), (60, 120), (80, 90), (110, 60))
)
CUFFS = tuple(
    Observation(Signal.SBP_MMHG, *each)
    for each in ((5, 124), (15, 131), (25, 140), (35, 151), (45, 148), (60, 139), (80, 126))
)
PULSES = tuple(
    Observation(Signal.HR_BPM, *each) for each in ((5, 72), (15, 75), (25, 78), (35, 80), (45, 77), (60, 70), (80, 72))
)
RATINGS = tuple(Observation(Signal.DISSOCIATION_0_TO_10, *each) for each in ((15, 2), (30, 4), (40, 6), (60, 2)))
SHOWN = frozenset({Signal.VENOUS_NG_PER_ML, Signal.SBP_CHANGE_MMHG, Signal.DISSOCIATION_0_TO_10})
CHART_MIN = np.linspace(0.0, 120.0, 60)


def main() -> None:
    """Measures and prints."""
    print(machine(), markdown("Updating, one core, no compile step", figures()), sep="\n", end="")


def machine() -> str:
    """The machine and the versions as Markdown lines."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    facts = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": f"{processor}, {os.cpu_count()} cores; load over the last minute {os.getloadavg()[0]:.1f}",
        "Python, NumPy, SciPy": f"{platform.python_version()}, {np.__version__}, {scipy.__version__}",
    }
    return "".join(f"- {name}: {value}\n" for name, value in facts.items())


def figures() -> list[Figure]:
    """The lines of the table."""
    likelihood, space = _posterior_of_samples()
    bare = median_of(lambda: _bare(likelihood, space), times=5)
    ours = most_probable(SUBJECT, DRIP, SAMPLES)
    if not isinstance(ours, Mode) or ours.cost > _bare(likelihood, space) + 1e-3:
        raise SystemExit("the two searches do not agree")
    vitals = (*CUFFS, *PULSES, *RATINGS)
    last = most_probable(SUBJECT, DRIP, vitals[:-1])
    start = last.coordinates if isinstance(last, Mode) else None
    return [
        _line("mode (MAP), 8 concentrations", lambda: most_probable(SUBJECT, DRIP, SAMPLES), bare, MODE_MOST_MS),
        _line("chair: 18 readings, mode, 1000 draws, 3 bands x 60", lambda: _chair(vitals, start), bare, CHAIR_MOST_MS),
        _line("the same with 8 concentrations", lambda: _chair((*vitals, *SAMPLES), start), bare, CHAIR_MOST_MS),
        _line("what if: 3 bands x 60 from a posterior", _what_if(vitals), bare, CHAIR_MOST_MS),
    ]


def _line(what: str, work: Callable[[], object], bare: Took, most_ms: float, /) -> Figure:
    return duration(what, median_of(work, times=TIMES), bare=bare, most_ms=most_ms)


def _posterior_of_samples() -> tuple[Likelihood, Space]:
    prior = prior_of(SUBJECT)
    likelihood = likelihood_of(forward_of(SUBJECT, DRIP, prior.names), SAMPLES)
    return likelihood, space_of(SUBJECT, prior, likelihood.signals)


def _bare(likelihood: Likelihood, space: Space) -> float:
    """The same posterior by a general optimiser with slopes from differences; the lowest cost found."""

    def cost(at: np.ndarray) -> float:
        return float(0.5 * at @ at - likelihood.log(space.coordinates(at[np.newaxis]))[0])

    return float(minimize(cost, np.zeros(space.seen_size)).fun)


def _chair(readings: tuple[Observation, ...], start: np.ndarray | None) -> object:
    answer = updated(SUBJECT, DRIP, readings, start=start)
    if not isinstance(answer, Posterior):
        raise SystemExit(f"no update: {answer.code}")
    return bands(answer, DRIP, CHART_MIN, SHOWN)


def _what_if(readings: tuple[Observation, ...]) -> Callable[[], object]:
    answer = updated(SUBJECT, DRIP, readings)
    if not isinstance(answer, Posterior):
        raise SystemExit(f"no update: {answer.code}")
    paused = Regimen(infusions=(Infusion(0.0, 25.0, 875.0, into=DOSE),))
    return lambda: bands(answer, paused, CHART_MIN, SHOWN)


if __name__ == "__main__":
    main()

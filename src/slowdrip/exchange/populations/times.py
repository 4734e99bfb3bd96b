"""When concentrations are written down: asked for, or every five minutes until four hours after the last infusion."""

import numpy as np

from slowdrip.exchange.populations.orders import Order
from slowdrip.exchange.populations.problems import refuse
from slowdrip.exchange.populations.quantities import minutes_of, times_of
from slowdrip.science.pharmacology.linear import Floats

TAIL_MIN = 240.0
MOST_STEPS_BY_DEFAULT = 300
NICE_STEPS_MIN = (5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 1440.0)
MOST_TIMES = 100_000


def times_for(orders: tuple[Order, ...], *, times: str = "", until: str = "", step: str = "") -> Floats:
    """The times in minutes, rising, each once; the ends of all infusions are always among those of a step."""
    if times:
        if until or step:
            raise refuse("--times", "times are given, and --until or --step as well", "give one of the two")
        return np.unique(np.array(times_of(times)))
    ends = [start + order.over_min for order in orders for start in order.starts_min]
    until_min = minutes_of(until, where="--until") if until else max(ends) + TAIL_MIN
    step_min = minutes_of(step, where="--step") if step else _nice(until_min)
    if until_min / step_min > MOST_TIMES:
        raise refuse("--step", f"{until_min / step_min:.0f} times are too many", "give a longer --step")
    even = np.arange(0.0, until_min + step_min / 2, step_min)
    return np.unique(np.concatenate([even[even <= until_min], [end for end in ends if end <= until_min]]))


def _nice(until_min: float) -> float:
    fit = [step for step in NICE_STEPS_MIN if until_min / step <= MOST_STEPS_BY_DEFAULT]
    return fit[0] if fit else NICE_STEPS_MIN[-1]

"""Concentrations against data: arterial, venous, norketamine."""

from collections.abc import Callable, Mapping

import numpy as np

from slowdrip.cli.validation.courses import (
    OTTO_DOSE,
    OTTO_PERSON,
    USUAL,
    alone,
    answered,
    arterial_ketamine,
    curve,
    in_ng_per_ml,
    ladder,
    mean_ratio,
    median_error_percent,
    with_link,
)
from slowdrip.knowledge.validation import series
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import Given


def arterial_error(name: str) -> float:
    """The median absolute error of a model on the digitised arterial curves, in percent."""
    times, measured = arterial_ketamine()
    return median_error_percent(curve(answered(alone(name), ladder(), times), "ketamine"), measured)


def otto_medians(analyte: str) -> tuple[Floats, Floats]:
    """Times and measured medians of Otto 2021."""
    found = series()[f"otto_{analyte}"]
    return np.array(found.t_min), np.array(found.values)


def otto_own(analyte: str, times: Floats) -> Floats:
    """The Otto model on its own regimen."""
    return curve(answered(alone("otto2021"), OTTO_DOSE, times, person=OTTO_PERSON, given=Given.S_KETAMINE), analyte)


def link_on_otto(times: Floats) -> Floats:
    """Venous S-ketamine of the default model and its link on the regimen of Otto 2021."""
    answer = answered(with_link(), OTTO_DOSE, times, person=OTTO_PERSON, given=Given.S_KETAMINE)
    return curve(answer, next(each for each in answer.names if each.endswith("_venous")))


def venous_link(times: Floats) -> Floats:
    """Venous ketamine of the default model and its link after the usual dose."""
    return curve(answered(with_link(), USUAL, times), "ketamine_venous")


def twice_otto(times: Floats) -> Floats:
    """Venous ketamine of the Otto model after the usual dose, S-ketamine counted twice."""
    return 2.0 * curve(answered(alone("otto2021"), USUAL, times), "s_ketamine")


def norketamine_on_ladder() -> tuple[Floats, Floats, Floats]:
    """Times, the Otto model and the digitised data of arterial S-norketamine, ng/mL."""
    data = series()["kamp_s_norketamine"]
    times = np.array(data.t_min)
    return (
        times,
        curve(answered(alone("otto2021"), ladder(), times), "s_norketamine"),
        in_ng_per_ml(data, "norketamine"),
    )


def _otto_error(predict: Callable[[Floats], Floats], analyte: str) -> float:
    times, measured = otto_medians(analyte)
    return median_error_percent(predict(times), measured)


def _norketamine_ratio() -> float:
    _, predicted, measured = norketamine_on_ladder()
    return mean_ratio(predicted, measured)


FORTY = np.array([40.0])
FIGURES: Mapping[str, Callable[[], float]] = {
    "arterial_kamp2020": lambda: arterial_error("kamp2020"),
    "venous_otto_own": lambda: _otto_error(lambda times: otto_own("s_ketamine", times), "s_ketamine"),
    "venous_link_otto": lambda: _otto_error(link_on_otto, "s_ketamine"),
    "venous_link_40": lambda: float(venous_link(FORTY)[0]),
    "venous_otto_40": lambda: float(twice_otto(FORTY)[0]),
    "norketamine_otto": lambda: _otto_error(lambda times: otto_own("s_norketamine", times), "s_norketamine"),
    "norketamine_kamp": _norketamine_ratio,
}

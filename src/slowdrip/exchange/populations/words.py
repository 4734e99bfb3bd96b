"""Why there is no prediction, in words a person can act on."""

from collections.abc import Mapping

from slowdrip.exchange.populations.problems import Problem
from slowdrip.science.pharmacology.linear import InputRefused
from slowdrip.science.pharmacology.models import NoPrediction

RANGES = {
    "weight": "a weight",
    "age": "an age",
    "dose": "a dose",
    "duration": "a duration",
    "rate": "a rate",
    "conc": "an effect-site concentration",
}
OTHERS = {
    "age_missing": "{model} needs an age",
    "bolus_outside_range": "{model} was never compared with a bolus, only with infusions",
    "effect_needs_arterial": "effects follow arterial blood and {model} is {site}",
    "not_kinetics": "{model} does not say where the drug goes",
}
FIXES = {
    "age_missing": "give --age, or a column AGE",
    "bolus_outside_range": "give it over a time: a RATE above 0",
}


def no_prediction(answer: NoPrediction, *, where: str) -> Problem:
    """The problem that a refusal of a model is: never a number, always the reason."""
    params: Mapping[str, object] = answer.params
    name, _, way = answer.code.partition("_")
    if way in ("above_range", "below_range") and name in RANGES:
        return Problem(where, f"no prediction, because {_beyond(name, way, params)}", _range_fix(name, way))
    if way == "not_a_number" and name in RANGES:
        return Problem(where, f"no prediction, because {RANGES[name]} is not a number", "check the input")
    reason = OTHERS.get(answer.code, answer.code).format_map(dict(params))
    return Problem(where, f"no prediction, because {reason}", FIXES.get(answer.code, "choose another model"))


def input_refused(refused: InputRefused, *, where: str) -> Problem:
    """The problem that a refusal of the engine is."""
    return Problem(where, f"the engine refuses this: {refused.code} at {refused.field}", refused.fix.replace("_", " "))


def _beyond(name: str, way: str, params: Mapping[str, object]) -> str:
    side = way.removesuffix("_range")
    value, low, high = (float(str(params[each])) for each in ("value", "low", "high"))
    return (
        f"{RANGES[name]} of {value:.4g} {params['unit']} is {side} the range of {params['model']}, "
        f"{low:g} to {high:g} {params['unit']}"
    )


def _range_fix(name: str, way: str) -> str:
    if name in ("dose", "rate") and way == "above_range":
        return "check the decimal point and the unit (ten times too much?)"
    return "check the number and its unit, or choose a model that holds there"

"""Reads what changes a model's parameters: weight, age, and factors that somebody has to ask for."""

from typing import Any

from slowdrip.knowledge.models.page import Page, check_keys, choice, join, named, quantity, table, text, texts
from slowdrip.knowledge.types.model_parts import Covariate, Quantity, Rule
from slowdrip.knowledge.types.model_units import UNITS

# The numbers each rule needs, with what their units measure.
NUMBERS = {
    Rule.POWER_OF_WEIGHT: {"exponent": "number", "reference": "weight"},
    Rule.SLOPE_ABOVE_AGE: {"slope": "clearance_by_age", "above": "age"},
    Rule.LIVER_FLOW_ABOVE_AGE: {
        "slope": "clearance_by_age",
        "above": "age",
        "liver_flow": "clearance",
        "intrinsic_clearance": "clearance",
    },
    Rule.FACTOR: {"factor": "number"},
}
ALWAYS_BY_SWITCH = frozenset({Rule.FACTOR})


def covariates(raw: object, key: str, page: Page) -> tuple[Covariate, ...]:
    """All covariates of a model, in the order of the file."""
    return tuple(_covariate(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def _covariate(raw: object, name: str, key: str, page: Page) -> Covariate:
    entry = table(raw, key, page)
    rule = Rule(choice(entry, "rule", key, page, allowed=tuple(Rule)))
    needs = NUMBERS[rule]
    switched = rule in ALWAYS_BY_SWITCH
    check_keys(entry, key, page, needs=("rule", "on", *needs, *(("switch",) if switched else ())), may=("switch",))
    numbers = {each: _number(entry, each, key, page, measures) for each, measures in needs.items() if each in entry}
    on = texts(entry, "on", key, page) if "on" in entry else ()
    return Covariate(name, rule, on, numbers, text(entry, "switch", key, page))


def _number(entry: dict[str, Any], name: str, key: str, page: Page, measures: str) -> Quantity:
    made = quantity(entry[name], join(key, name), page)
    known = UNITS.get(made.unit)
    if known is not None and known.measures != measures:
        page.found.add(join(key, name), "wrong_dimension", found=made.unit, expected=measures)
    return made

"""Reads how people and visits differ, and how far a sample lies from what the model says."""

from typing import Any

from slowdrip.knowledge.models.page import (
    Page,
    check_keys,
    choice,
    join,
    named,
    quantity,
    table,
    text,
    texts,
)
from slowdrip.knowledge.types.model_parts import (
    Covariance,
    Distribution,
    ErrorSort,
    Residual,
    Site,
    Spread,
    Variability,
)
from slowdrip.knowledge.types.model_units import UNITS

DISTRIBUTIONS = {"spread": Distribution.LOG_NORMAL, "draw": Distribution.UNIFORM}
ERROR_UNITS = {
    ErrorSort.PROPORTIONAL: ("fraction",),
    ErrorSort.ADDITIVE: ("concentration", "molar_concentration"),
    ErrorSort.LOG: ("log_sd",),
}


def variability(raw: object, key: str, page: Page) -> tuple[Variability, ...]:
    """The sets of spreads of a model, side by side."""
    return tuple(_set(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def residuals(raw: object, key: str, page: Page) -> tuple[Residual, ...]:
    """The residual errors of a model."""
    return tuple(_residual(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def _set(raw: object, name: str, key: str, page: Page) -> Variability:
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=("meaning", "between_subjects"), may=("between_occasions", "covariances"))
    return Variability(
        name=name,
        meaning=text(entry, "meaning", key, page),
        between_subjects=_spreads(entry, "between_subjects", key, page),
        between_occasions=_spreads(entry, "between_occasions", key, page),
        covariances=_covariances(entry, key, page),
    )


def _spreads(entry: dict[str, Any], part: str, key: str, page: Page) -> tuple[Spread, ...]:
    if part not in entry:
        return ()
    inside = join(key, part)
    return tuple(
        _spread(each, name, join(inside, name), page) for name, each in named(entry[part], inside, page).items()
    )


def _spread(raw: object, parameter: str, key: str, page: Page) -> Spread:
    made = quantity(raw, key, page)
    known = UNITS.get(made.unit)
    if known is not None and known.measures not in DISTRIBUTIONS:
        page.found.add(key, "wrong_dimension", found=made.unit, expected="omega^2, CV % or uniform")
    kind = DISTRIBUTIONS.get(known.measures if known else "", Distribution.LOG_NORMAL)
    if kind is Distribution.UNIFORM and made.low is None:
        page.found.add(key, "missing_interval")
    return Spread(parameter, kind, made)


def _covariances(entry: dict[str, Any], key: str, page: Page) -> tuple[Covariance, ...]:
    if "covariances" not in entry:
        return ()
    inside = join(key, "covariances")
    return tuple(
        _covariance(each, join(inside, name), page) for name, each in named(entry["covariances"], inside, page).items()
    )


def _covariance(raw: object, key: str, page: Page) -> Covariance:
    entry = table(raw, key, page)
    pair = texts(entry, "of", key, page)
    if len(pair) != 2:
        page.found.add(join(key, "of"), "wrong_type", found=pair, expected="a list of two parameters")
        pair = ("", "")
    made = quantity(raw, key, page, may=("of",))
    if made.unit in UNITS and made.unit != "omega^2":
        page.found.add(key, "wrong_dimension", found=made.unit, expected="omega^2")
    return Covariance((pair[0], pair[1]), made)


def _residual(raw: object, name: str, key: str, page: Page) -> Residual:
    entry = table(raw, key, page)
    sort = ErrorSort(choice(entry, "sort", key, page, allowed=tuple(ErrorSort)))
    made = quantity(raw, key, page, may=("of", "site", "sort"))
    check_keys(entry, key, page, needs=(*entry, *(each for each in ("of", "site", "sort") if each not in entry)))
    known = UNITS.get(made.unit)
    if known is not None and known.measures not in ERROR_UNITS[sort]:
        page.found.add(key, "wrong_dimension", found=made.unit, expected=" or ".join(ERROR_UNITS[sort]))
    site = Site(choice(entry, "site", key, page, allowed=tuple(Site)))
    return Residual(name, text(entry, "of", key, page), site, sort, made)

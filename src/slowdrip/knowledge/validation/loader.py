"""Reads validation data strictly: nothing unverified is a target, every number has a source, every key is known."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.authored.leaf import toml_number
from slowdrip.knowledge.authored.problems import AuthoredError, Findings
from slowdrip.knowledge.authored.toml import read_toml
from slowdrip.knowledge.models.page import Page, check_keys, choice, join, named, text
from slowdrip.knowledge.types.sourced import Confidence
from slowdrip.knowledge.types.validation import Gate, Judged, Series

SCHEMA_VERSION = 1
GATE = ("title", "unit", "class", "source", "confidence", "plot")
GATE_ALSO = ("low", "high", "note", "heavy")
SERIES = ("model", "analyte", "site", "unit", "regimen", "t_min", "values", "source", "confidence")
SERIES_ALSO = ("note",)


class ValidationDataError(AuthoredError):
    """Validation data is refused; carries every problem with file, key, code, numbers and fix."""


def load_gates(content: str, *, name: str) -> tuple[Gate, ...]:
    """The gates of a TOML text; raises ValidationDataError with all problems at once."""
    page, entries = _opened(content, name, "gates")
    found = tuple(_gate(word, each, page) for word, each in entries.items())
    page.found.raise_as(ValidationDataError)
    return found


def load_series(content: str, *, name: str) -> tuple[Series, ...]:
    """The series of a TOML text; raises ValidationDataError with all problems at once."""
    page, entries = _opened(content, name, "series")
    found = tuple(_series(word, each, page) for word, each in entries.items())
    page.found.raise_as(ValidationDataError)
    return found


def _opened(content: str, name: str, section: str) -> tuple[Page, dict[str, Any]]:
    found = Findings(name)
    page = Page(found)
    raw = read_toml(content, found, error=ValidationDataError)
    check_keys(raw, "", page, needs=("schema_version", section))
    if raw.get("schema_version") != SCHEMA_VERSION:
        found.add("schema_version", "wrong_type", found=raw.get("schema_version"), expected=SCHEMA_VERSION)
    return page, named(raw.get(section, {}), section, page)


def _gate(name: str, raw: Mapping[str, Any], page: Page) -> Gate:
    key = join("gates", name)
    check_keys(raw, key, page, needs=GATE, may=GATE_ALSO)
    low, high = _end(raw, "low", key, page), _end(raw, "high", key, page)
    if low is None and high is None:
        page.found.add(key, "missing_interval")
    elif low is not None and high is not None and low > high:
        page.found.add(key, "impossible_order", found=low, relation="below", other="high", other_found=high)
    return Gate(
        name=name,
        title=text(raw, "title", key, page),
        unit=text(raw, "unit", key, page),
        low=low,
        high=high,
        judged=Judged(choice(raw, "class", key, page, allowed=tuple(Judged))),
        source=text(raw, "source", key, page),
        confidence=_confidence(raw, key, page),
        plot=text(raw, "plot", key, page),
        note=text(raw, "note", key, page),
        heavy=raw.get("heavy") is True,
    )


def _series(name: str, raw: Mapping[str, Any], page: Page) -> Series:
    key = join("series", name)
    check_keys(raw, key, page, needs=SERIES, may=SERIES_ALSO)
    times, values = _numbers(raw, "t_min", key, page), _numbers(raw, "values", key, page)
    if len(times) != len(values):
        page.found.add(key, "wrong_type", found=f"{len(values)} values", expected=f"{len(times)}, one for each time")
    words = {
        each: text(raw, each, key, page) for each in ("model", "analyte", "site", "unit", "regimen", "source", "note")
    }
    return Series(name=name, t_min=times, values=values, confidence=_confidence(raw, key, page), **words)


def _confidence(raw: Mapping[str, Any], key: str, page: Page) -> Confidence:
    """The confidence; an unverified number is refused, because a report would be measured against it."""
    found = Confidence(choice(raw, "confidence", key, page, allowed=tuple(Confidence)))
    if found is Confidence.UNVERIFIED:
        page.found.add(join(key, "confidence"), "unverified_in_force")
    return found


def _end(raw: Mapping[str, Any], name: str, key: str, page: Page) -> Decimal | None:
    if name not in raw:
        return None
    value = toml_number(raw[name])
    if value is None or not value.is_finite():
        page.found.add(join(key, name), "wrong_type", found=raw[name], expected="a number")
        return None
    return value


def _numbers(raw: Mapping[str, Any], name: str, key: str, page: Page) -> tuple[float, ...]:
    listed = raw.get(name, [])
    values = [toml_number(each) for each in listed] if isinstance(listed, list) else [None]
    if not values or any(each is None or not each.is_finite() for each in values):
        page.found.add(join(key, name), "wrong_type", found=listed, expected="a list of numbers")
        return ()
    return tuple(float(each) for each in values if each is not None)

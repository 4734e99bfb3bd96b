"""Reads the smallest parts of a model file, or notes everything that is wrong with them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from slowdrip.knowledge.authored.leaf import CONFIDENCES, ENGINEERING_DEFAULT, MAX_DIGITS, toml_number
from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.types.model_parts import Quantity, Range, Reference, Statement
from slowdrip.knowledge.types.model_units import UNITS
from slowdrip.knowledge.types.sourced import Confidence

NAME = re.compile(r"[a-z][a-z0-9_]*")
QUANTITY = ("value", "unit", "meaning", "source", "confidence")
QUANTITY_ALSO = ("note", "low", "high")
STATEMENT = ("value", "source", "confidence")
RANGE = ("low", "high", "unit", "source", "confidence")
NOBODY = Reference("", "")
NO_NUMBER = Decimal(0)
MISSING = {
    "value": "missing_value",
    "unit": "missing_unit",
    "meaning": "missing_meaning",
    "source": "missing_source",
    "confidence": "missing_confidence",
    "low": "missing_interval",
    "high": "missing_interval",
}


@dataclass(slots=True)
class Page:
    """One model file while it is read: what is wrong so far, and the references its numbers may name."""

    found: Findings
    references: dict[str, Reference] = field(default_factory=dict)


def join(key: str, name: str) -> str:
    """The dotted key of something below a section."""
    return f"{key}.{name}" if key else name


def table(raw: object, key: str, page: Page) -> dict[str, Any]:
    """The table at a key; empty after a problem was noted."""
    if isinstance(raw, dict):
        return raw
    page.found.add(key, "not_a_section")
    return {}


def named(raw: object, key: str, page: Page) -> dict[str, Any]:
    """A table of named entries, each name well formed."""
    entries = table(raw, key, page)
    for name in entries:
        if not NAME.fullmatch(name):
            page.found.add(join(key, name), "bad_name")
    return entries


def check_keys(raw: Mapping[str, Any], key: str, page: Page, *, needs: Iterable[str], may: Iterable[str] = ()) -> None:
    """Notes keys that are not known and keys that are missing."""
    needed = tuple(needs)
    known = (*needed, *may)
    for name in [each for each in raw if each not in known]:
        close = get_close_matches(name, known, n=1)
        page.found.add(
            join(key, name), "unknown_key", suggestion=close[0] if close else f"one of {', '.join(sorted(known))}"
        )
    for name in [each for each in needed if each not in raw]:
        page.found.add(join(key, name), MISSING.get(name, "missing_text"), expected=CONFIDENCES)


def text(raw: Mapping[str, Any], name: str, key: str, page: Page) -> str:
    """The text of one key; a missing one is nothing, and was noted by `check_keys`."""
    if name not in raw:
        return ""
    value = raw[name]
    if not isinstance(value, str) or not value.strip():
        page.found.add(join(key, name), MISSING.get(name, "missing_text"))
        return ""
    return value.strip()


def choice(raw: Mapping[str, Any], name: str, key: str, page: Page, /, *, allowed: Iterable[str]) -> str:
    """One of the allowed codes; the first one after a problem was noted."""
    codes = tuple(allowed)
    found = text(raw, name, key, page)
    if found in codes:
        return found
    if found:
        page.found.add(join(key, name), "unknown_choice", found=found, expected=", ".join(codes))
    return codes[0]


def number(raw: Mapping[str, Any], name: str, key: str, page: Page) -> Decimal:
    """The number of one key."""
    if name not in raw:
        return NO_NUMBER
    value = toml_number(raw[name])
    if value is None or not value.is_finite():
        page.found.add(join(key, name), "wrong_type", found=raw[name], expected="a number")
        return NO_NUMBER
    if len(value.as_tuple().digits) > MAX_DIGITS:
        page.found.add(join(key, name), "too_precise", found=value)
    return value


def texts(raw: Mapping[str, Any], name: str, key: str, page: Page) -> tuple[str, ...]:
    """A list of texts, at least one, none of them twice."""
    value = raw.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        page.found.add(join(key, name), "wrong_type", found=value, expected="a list of names")
        return ()
    for place, each in enumerate(value):
        if each in value[:place]:
            page.found.add(join(key, name), "repeated_choice", found=each)
    return tuple(value)


def source(raw: Mapping[str, Any], key: str, page: Page) -> Reference:
    """The reference that a number names."""
    name = text(raw, "source", key, page)
    if name and name not in page.references:
        page.found.add(
            join(key, "source"), "unknown_source", found=name, expected=", ".join(sorted(page.references)) or "none"
        )
    return page.references.get(name, NOBODY)


def confidence(raw: Mapping[str, Any], key: str, page: Page, *, of: Reference) -> Confidence:
    """How far a number may be trusted; an engineering default is a proposal, and nothing unverified is in force."""
    word = raw.get("confidence")
    if word is None:
        return Confidence.PROPOSAL
    if not isinstance(word, str) or word not in tuple(Confidence):
        page.found.add(join(key, "confidence"), "wrong_confidence", found=word, expected=CONFIDENCES)
        return Confidence.PROPOSAL
    if word == Confidence.UNVERIFIED:
        page.found.add(key, "unverified_in_force")
    if of.text.lower().startswith(ENGINEERING_DEFAULT) and word != Confidence.PROPOSAL:
        page.found.add(key, "default_not_proposal")
    return Confidence(word)


def unit(raw: Mapping[str, Any], key: str, page: Page) -> str:
    """A known unit."""
    name = text(raw, "unit", key, page)
    if name and name not in UNITS:
        page.found.add(join(key, "unit"), "unknown_unit", found=name, expected=", ".join(UNITS))
    return name


def quantity(raw: object, key: str, page: Page, *, may: Iterable[str] = ()) -> Quantity:
    """One number with unit, meaning, source and confidence, possible in its unit."""
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=QUANTITY, may=(*QUANTITY_ALSO, *may))
    of = source(entry, key, page)
    ends = [number(entry, each, key, page) if each in entry else None for each in ("low", "high")]
    made = Quantity(
        value=number(entry, "value", key, page),
        unit=unit(entry, key, page),
        meaning=text(entry, "meaning", key, page),
        source=of,
        confidence=confidence(entry, key, page, of=of),
        note=text(entry, "note", key, page),
        low=ends[0],
        high=ends[1],
    )
    if "value" in entry:
        check_possible(made.value, made.unit, key, page)
    check_interval(made, key, page)
    return made


def check_possible(value: Decimal, unit_name: str, key: str, page: Page) -> None:
    """Notes a number that nothing of its unit can have."""
    known = UNITS.get(unit_name)
    if known is not None and not known.low <= value <= known.high:
        page.found.add(key, "out_of_range", found=value, low=known.low, high=known.high, unit=unit_name)


def check_interval(made: Quantity, key: str, page: Page) -> None:
    """Notes an interval with one end, or one that does not hold its own number."""
    if (made.low is None) != (made.high is None):
        page.found.add(key, "missing_interval")
    elif made.low is not None and made.high is not None and not made.low <= made.value <= made.high:
        page.found.add(key, "outside_interval", found=made.value, low=made.low, high=made.high)


def span(raw: object, key: str, page: Page, *, unit_name: str) -> Range:
    """The range of one row of [validity], in the unit that row is kept in."""
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=RANGE, may=("note",))
    of = source(entry, key, page)
    low, high, found = (*(number(entry, each, key, page) for each in ("low", "high")), unit(entry, key, page))
    if found in UNITS and found != unit_name:
        page.found.add(join(key, "unit"), "wrong_dimension", found=found, expected=unit_name)
    if low >= high and {"low", "high"} <= entry.keys():
        page.found.add(key, "impossible_order", found=low, relation="below", other="high", other_found=high)
    return Range(low, high, found, of, confidence(entry, key, page, of=of), text(entry, "note", key, page))


def statement(raw: object, key: str, page: Page) -> Statement:
    """One fact in words, with source and confidence."""
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=STATEMENT, may=("note",))
    of = source(entry, key, page)
    return Statement(
        text(entry, "value", key, page), of, confidence(entry, key, page, of=of), text(entry, "note", key, page)
    )


def reference(raw: object, name: str, key: str, page: Page) -> Reference:
    """One entry of [references]."""
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=("text",), may=("doi", "pmid", "url"))
    said, doi, pmid, url = (text(entry, each, key, page) for each in ("text", "doi", "pmid", "url"))
    return Reference(name, said, doi, pmid, url)

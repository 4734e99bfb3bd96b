"""Random payloads for any kind of event, made from its fields: valid ones, and broken ones."""

import string
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from slowdrip.science.infusion.events import KINDS, Field, FieldType, Kind

ARRIVAL = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# Small closed sets, so that random histories meet themselves: the same bag, the same alarm, rates around the order's.
NEAR: Mapping[str, tuple[Any, ...]] = {
    "rate_ul_per_h": (75_000, 150_000, 149_999, 200_000, 1, 7),
    "vtbi_ul": (100_000, 50_000, 99_999, 0, 1),
    "total_volume_ul": (100_000, 108_000, 50_000),
    "bag_volume_ul": (100_000, 60_000),
    "dose_ug": (40_000, 33_333, 80_000),
    "draw_volume_ul": (800, 667, 4_000),
    "vial_ug_per_ml": (50_000, 10_000),
    "volume_ul": (100, 5_000, 20_000, 100_000),
    "residual_ul": (0, 5_000, 40_000, 100_000),
    "pump_volume_ul": (100_000, 99_500, 60_000),
    "label": ("bag-1", "bag-2"),
    "order_id": ("order-1", "order-2"),
    "alarm_id": ("alarm-1", "alarm-2"),
}
JUNK: tuple[Any, ...] = (None, "", -1, 0, True, 1.5, "x", [], {}, 10**30, "2026-03-02T09:00:00", "2026-13-40")


def valid(kind: Kind, rng: Random) -> dict[str, Any]:
    """A payload the kind accepts; optional fields come and go."""
    given = {one.name: value(one, rng) for one in kind.fields if one.required or rng.random() < 0.5}
    fields = {one.name: one for one in kind.fields}
    if kind.one_of and not any(name in given for name in kind.one_of):
        given[kind.one_of[0]] = value(fields[kind.one_of[0]], rng)
    for names in kind.together:
        if any(name in given for name in names):
            given.update({name: value(fields[name], rng) for name in names})
    for low, high in kind.ordered:
        if low in given:
            given[low], given[high] = 60 + rng.randrange(40), 105 + rng.randrange(100)
    return given


def broken(kind: Kind, rng: Random) -> dict[str, Any]:
    """A payload with holes and junk in it."""
    given = {name: item for name, item in valid(kind, rng).items() if rng.random() < 0.6}
    for one in kind.fields:
        if rng.random() < 0.4:
            given[one.name] = rng.choice(JUNK)
    return given


def value(one: Field, rng: Random) -> Any:
    """One value the field accepts."""
    if one.name in NEAR:
        return rng.choice(NEAR[one.name])
    return _MAKERS[one.type](one, rng)


def _whole(one: Field, rng: Random) -> int:
    return rng.randint(one.low or 0, one.high if one.high is not None else 100)


def _word(one: Field, rng: Random) -> str:
    return "".join(rng.choice(string.ascii_lowercase) for _ in range(4))


_MAKERS: Mapping[FieldType, Callable[[Field, Random], Any]] = {
    FieldType.INTEGER: _whole,
    FieldType.DECIMAL: lambda one, rng: f"{_whole(one, rng)}",
    FieldType.CHOICE: lambda one, rng: rng.choice(one.choices),
    FieldType.TEXT: _word,
    FieldType.STAFF: lambda one, rng: rng.choice(("ana", "ben", "cem")),
    FieldType.BOOL: lambda one, rng: rng.random() < 0.5,
    FieldType.TIMESTAMP: lambda one, rng: (ARRIVAL + timedelta(minutes=rng.randrange(600))).isoformat(),
    FieldType.DATE: lambda one, rng: f"2026-03-{rng.randint(1, 28):02d}",
    FieldType.LIST: lambda one, rng: [_word(one, rng)],
    FieldType.MAPPING: lambda one, rng: {"sbp_mmhg": rng.randrange(200), "phase": "running"},
}

CODES: tuple[str, ...] = tuple(KINDS)

"""The quick way to the state's text gives the same bytes as the plain one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from random import Random
from typing import Any

import pytest

from slowdrip.science.infusion import from_json, replay, to_json
from slowdrip.science.infusion.state import Check, InfusionState, canonical
from slowdrip.science.infusion.tests.histories import charted_two_hours, history, instant, minute


def plain(value: Any) -> Any:
    """The state as what JSON knows, by the shortest road."""
    if is_dataclass(value):
        told = {one.name: (getattr(value, one.name), one) for one in fields(value)}
        return {name: plain(got) for name, (got, one) in told.items() if got != _default(one)}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def _default(one: Any) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def slowly(state: InfusionState) -> str:
    told = {"version": canonical.VERSION, "state": plain(state)}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def the_text_is_the_same() -> None:
    for seed in range(300):
        rng = Random(seed)
        events = history(rng)
        state = replay(events, instant(events, rng))
        assert to_json(state) == slowly(state)
        assert to_json(from_json(to_json(state))) == slowly(state)


def test_any_history_has_the_text_of_the_plain_way() -> None:
    the_text_is_the_same()


def test_words_of_every_script_and_damaged_values_have_it_too() -> None:
    answers = {
        "note": 'Ω "quoted" \\ \n',
        "yes": True,
        "none": None,
        "many": ["ä", 1, None],
        "nested": {"b": 2, "a": 1},
    }
    state = replace(replay(charted_two_hours(), minute(30)), checks={"note": Check(minute(1), "ana", "e", answers)})
    assert to_json(state) == slowly(state)


def test_a_state_told_twice_has_one_text() -> None:
    state = replay(charted_two_hours(), minute(300))
    assert to_json(state) == to_json(state) == slowly(state)


def test_the_store_of_told_parts_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "_MOST_TOLD", 50)
    the_text_is_the_same()
    assert len(canonical._TOLD) <= 50


def test_a_part_told_by_its_kind_alone_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the text of a part is kept for all parts of its class."""
    told: dict[type, str] = {}
    right: Callable[[Any], str] = canonical._of_parts

    def careless(value: Any) -> str:
        return told.setdefault(type(value), right(value))

    monkeypatch.setattr(canonical, "_remembered", careless)
    canonical._writer.cache_clear()
    with pytest.raises(AssertionError):
        the_text_is_the_same()
    monkeypatch.undo()
    canonical._writer.cache_clear()

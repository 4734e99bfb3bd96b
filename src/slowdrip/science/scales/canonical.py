"""A result as canonical JSON text: what is stored beside the answers, the same bytes for the same result."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from slowdrip.science.scales.results import Outcome, Result, Score, Trigger

FORMAT = 1


def to_json(result: Result) -> str:
    """The result with sorted keys, no spaces, and exact numbers as texts such as `12` or `275/7`.

    Labels are kept by name with whether they were reached; their values and sources are in the file that the stamp's
    hash names. Read it for display and export; to score again, score the stored answers again.
    """
    return json.dumps(_tree(result), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def number_of(text: str | None) -> Fraction | None:
    """An exact number read back from a stored text."""
    return None if text is None else Fraction(text)


def _tree(result: Result) -> dict[str, Any]:
    stamp = result.stamp
    return {
        "format": FORMAT,
        "stamp": {name: getattr(stamp, name) for name in stamp.__slots__},
        "scores": _each(result.scores, _score),
        "outcomes": _each(result.outcomes, _outcome),
        "triggers": _each(result.triggers, _trigger),
        "missing": result.missing,
        "refused": result.refused,
        "not_assessed": result.not_assessed,
        "not_applicable": result.not_applicable,
        "contradictions": result.contradictions,
    }


def _each(rows: Mapping[str, Any], tree: Any) -> dict[str, Any]:
    return {name: tree(each) for name, each in rows.items()}


def _score(one: Score) -> dict[str, Any]:
    return {
        "status": one.status,
        "value": None if one.value is None else str(one.value),
        "low": str(one.low),
        "high": str(one.high),
        "out_of": str(one.out_of),
        "bands": one.bands,
        "labels": {each.threshold.name: each.met for each in one.labels},
        "missing": one.missing,
        "profile": one.profile,
        "why": one.why,
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "code": one.code,
        "possible": one.possible,
        "is_contradictory": one.is_contradictory,
        "escalates": one.escalates,
    }


def _trigger(one: Trigger) -> dict[str, Any]:
    return {"fired": one.fired, "urgency": one.urgency, "items": one.items}

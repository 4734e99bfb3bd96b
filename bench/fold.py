"""(a) The fold of a charted two-hour drip, beside reading and sorting the same events."""

import json
from datetime import datetime, timedelta
from typing import Any

from bench.timing import Figure, duration, median_of
from slowdrip.science.infusion import Event, replay, validated
from slowdrip.science.infusion.tests.histories import charted_two_hours, minute

MOST_MS = 5.0
TIMES = 200


def figures() -> list[Figure]:
    """Measures the fold, and the fold with reading the rows as the clinic does."""
    events, at = charted_two_hours(), minute(300)
    rows = [_row(event) for event in events]
    bare = median_of(lambda: _read_and_sort(rows), times=TIMES)
    fold = median_of(lambda: replay(events, at), times=TIMES)
    both = median_of(lambda: replay([_event(row) for row in rows], at), times=TIMES)
    what = f"fold of {len(events)} events of a 2 h drip; bare: parse JSON, sort"
    return [
        duration(what, fold, bare=bare, most_ms=MOST_MS),
        duration("the same with parsing the rows", both, bare=bare, most_ms=MOST_MS),
    ]


def _row(event: Event) -> dict[str, Any]:
    """The event as a table row: payload as text."""
    return {
        "id": event.id,
        "kind": event.kind,
        "payload": json.dumps(validated(event.kind, event.payload)),
        "occurred_at": event.occurred_at,
        "by": event.by,
    }


def _read_and_sort(rows: list[dict[str, Any]]) -> list[tuple[datetime, str, Any]]:
    return sorted((row["occurred_at"], row["id"], json.loads(row["payload"])) for row in rows)


def _event(row: dict[str, Any]) -> Event:
    at = row["occurred_at"]
    return Event(row["id"], row["kind"], json.loads(row["payload"]), at, at + timedelta(seconds=5), row["by"])

"""The corpus: messages in the shape of several makers, in our own words, with what must be read out of them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from slowdrip.exchange.hl7.observations import MonitorMessage
from slowdrip.exchange.hl7.parsing import read_message

FOLDER: Final = Path(__file__).parent / "corpus"
RECEIVED_AT: Final = datetime(2026, 3, 2, 15, 4, 7, tzinfo=UTC)
ZONE: Final = ZoneInfo("America/New_York")
NAMES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.hl7")))


def message(name: str) -> bytes:
    """A message as it travels; the files have line feeds, so that people can read them."""
    return (FOLDER / f"{name}.hl7").read_bytes().replace(b"\n", b"\r")


def corpus() -> Iterator[bytes]:
    """Every message."""
    yield from (message(name) for name in NAMES)


def read(raw: bytes) -> MonitorMessage:
    """A message as read in a clinic in New York."""
    return read_message(raw, received_at=RECEIVED_AT, default_zone=ZONE)


def expected(name: str) -> Any:
    """What must be read out of a message."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def as_json(read: MonitorMessage) -> Any:
    """What was read, as the files have it."""
    return {
        "control_id": read.control_id,
        "sending_device": read.sending_device,
        "patient_ids": list(read.patient_ids),
        "location": read.location,
        "sent_at": _stamp(read.sent_at),
        "version": read.version,
        "observations": [
            [
                each.position,
                each.code,
                str(each.value),
                each.unit,
                _stamp(each.at),
                "own" if each.own_time else "shared",
            ]
            for each in read.observations
        ],
        "rejected": [[each.position, each.code, str(each.reason)] for each in read.rejected],
    }


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

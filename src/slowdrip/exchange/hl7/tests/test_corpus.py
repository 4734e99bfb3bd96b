"""Messages in the shape of several makers say what they say, and nothing else."""

import pytest

from slowdrip.exchange.hl7.observations import Reason
from slowdrip.exchange.hl7.tests.messages import NAMES, as_json, expected, message, read


@pytest.mark.parametrize("name", NAMES)
def test_a_message_reads_as_written_beside_it(name: str) -> None:
    assert as_json(read(message(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_row_with_a_value_is_dropped_silently(name: str) -> None:
    found = read(message(name))
    rows = [line for line in message(name).split(b"\r") if line.startswith(b"OBX")]
    separator = b"$" if name == "other_separators" else b"|"
    saying = [number for number, row in enumerate(rows, 1) if row.split(separator)[2] or row.split(separator)[5]]
    kept = [each.position for each in found.observations]
    refused = [each.position for each in found.rejected if each.reason is not Reason.UNKNOWN_SEGMENT]
    assert sorted(kept + refused) == saying


@pytest.mark.parametrize("name", NAMES)
def test_line_feeds_between_segments_change_nothing(name: str) -> None:
    plain = message(name)
    assert read(plain.replace(b"\r", b"\r\n")) == read(plain) == read(plain.replace(b"\r", b"\n"))


def test_the_corpus_shows_every_reason() -> None:
    shown = {each.reason for name in NAMES for each in read(message(name)).rejected}
    assert set(Reason) == shown

"""Damaged messages: never a crash, never a row lost in silence, never a number that the message does not hold."""

import re

import pytest

from slowdrip.exchange.hl7 import codes, numbers, results
from slowdrip.exchange.hl7.acknowledging import acknowledge
from slowdrip.exchange.hl7.observations import MonitorMessage, Reason
from slowdrip.exchange.hl7.tests.messages import RECEIVED_AT, corpus, read
from slowdrip.exchange.hl7.tests.mutating import mutated
from slowdrip.exchange.hl7.tests.oracle import complaints, rows_of
from slowdrip.exchange.hl7.unreadable import Unreadable
from slowdrip.knowledge.codes import Channel, Unit

SHORT = 2_000
ENOUGH = 600
LONG = 100_000


def outcome(raw: bytes) -> MonitorMessage | str:
    try:
        return read(raw)
    except Unreadable as refused:
        return refused.code


def faults(raw: bytes) -> list[str]:
    """Everything wrong with how a message was read; a refused message is read right."""
    found = outcome(raw)
    answer = acknowledge(raw, code="AE", reason=found if isinstance(found, str) else "", at=RECEIVED_AT)
    wrong = [] if answer.count(b"\r") == 3 and b"\rMSA|AE|" in answer else ["the answer is not whole"]
    if isinstance(found, str):
        return wrong
    return [*wrong, *complaints(raw, found), *silently_dropped(raw, found)]


def silently_dropped(raw: bytes, found: MonitorMessage) -> list[str]:
    told = {each.position for each in found.observations} | {each.position for each in found.rejected}
    rows = [[*row, *[""] * 6] for row in rows_of(raw)]
    return [f"row {number}" for number, row in enumerate(rows, 1) if (row[2] or row[5]) and number not in told]


def all_faults(seeds: range) -> list[str]:
    return [f"{seed}: {fault}" for seed in seeds for fault in faults(mutated(seed))]


def test_whole_messages_have_no_fault() -> None:
    assert [fault for raw in corpus() for fault in faults(raw)] == []


def test_damaged_messages_are_read_right_or_refused() -> None:
    assert all_faults(range(SHORT)) == []


def test_the_damage_leaves_enough_to_read() -> None:
    read_all = [outcome(mutated(seed)) for seed in range(ENOUGH)]
    still_read = [each for each in read_all if isinstance(each, MonitorMessage)]
    assert len(still_read) > ENOUGH // 2
    assert sum(len(each.observations) for each in still_read) > ENOUGH
    assert len({each for each in read_all if isinstance(each, str)}) > 7
    assert len({each.reason for one in still_read for each in one.rejected}) == len(Reason)


@pytest.mark.long
def test_very_many_damaged_messages_are_read_right_or_refused() -> None:
    assert all_faults(range(SHORT, LONG)) == []


def any_unit(components: tuple[str, ...], channel: Channel) -> Unit:
    return codes.tables().units[channel.unit.value]


def test_a_reader_without_the_unit_check_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "unit_of", any_unit)
    assert [fault for raw in corpus() for fault in faults(raw)] != []
    assert all_faults(range(200)) != []


def test_a_reader_that_takes_sentinels_for_numbers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "SENTINELS", frozenset())
    # Without ranges behind it, a sentinel has nothing left that stops it.
    monkeypatch.setattr(results, "in_channel_unit", lambda value, unit, channel: value)
    assert [fault for raw in corpus() for fault in faults(raw)] != []


def test_a_reader_that_reads_on_past_the_digits_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "NUMBER", re.compile(r".+"))
    with pytest.raises(ArithmeticError):
        all_faults(range(SHORT))


def test_a_reader_that_ignores_the_state_of_a_row_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "refusal_of", lambda row: None)
    assert [fault for raw in corpus() for fault in faults(raw)] != []


def test_a_reader_that_drops_rows_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "has_value", lambda row: False)
    assert [fault for raw in corpus() for fault in faults(raw)] != []

"""Time stamps become instants, or are refused."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from slowdrip.exchange.hl7 import results
from slowdrip.exchange.hl7.tests.messages import read
from slowdrip.exchange.hl7.times import BadTime, read_time

BERLIN = ZoneInfo("Europe/Berlin")
NEAR = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stamp", "instant"),
    [
        ("20260302130000", "2026-03-02T12:00:00+00:00"),
        ("202603021300", "2026-03-02T12:00:00+00:00"),
        ("20260302130000.5", "2026-03-02T12:00:00.500000+00:00"),
        ("20260302130000+0000", "2026-03-02T13:00:00+00:00"),
        ("20260302130000-0000", "2026-03-02T13:00:00+00:00"),
        ("20260302130000.1234+0530", "2026-03-02T07:30:00.123400+00:00"),
        ("20260302130000-0930", "2026-03-02T22:30:00+00:00"),
    ],
)
def test_a_stamp_is_an_instant(stamp: str, instant: str) -> None:
    assert read_time(stamp, zone=BERLIN, near=NEAR).isoformat() == instant


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "2026",
        "20260302",
        "2026030213",
        "20261302130000",
        "20260230130000",
        "20260302250000",
        "20260302136000",
        "20260302130060",
        "20260302130000+2500",
        "20260302130000+0160",
        "20260302130000Z",
        "20260302130000 ",
        "00000302130000",
        "00010101000000+1400",
        "99991231235959-1400",
        "２０２６0302130000",
        "20260329023000",  # the hour that the clocks of Berlin skip
    ],
)
def test_anything_else_is_refused(stamp: str) -> None:
    with pytest.raises(BadTime):
        read_time(stamp, zone=BERLIN, near=NEAR)


@pytest.mark.parametrize(("near_h", "hour"), [(0, 0), (1, 1), (2, 1)])
def test_of_the_hour_that_comes_twice_the_nearer_one_is_meant(near_h: int, hour: int) -> None:
    near = datetime(2026, 10, 25, near_h, 30, tzinfo=UTC)
    assert read_time("20261025023000", zone=BERLIN, near=near) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def two_of_one_minute() -> bytes:
    """A message with two saturations, each timed to the minute only."""
    row = "OBX|{}|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1|{}|262688^MDC_DIM_PERCENT^MDC|||||R|||202603021504+0000\r"
    header = "MSH|^~\\&|M||||||ORU^R01|1|P|2.6\r"
    return (header + row.format(1, 97) + row.format(2, 88)).encode()


def test_a_number_measured_all_the_time_needs_its_second_and_is_refused_aloud_without() -> None:
    found = read(two_of_one_minute())
    assert found.observations == ()
    assert [str(each.reason) for each in found.rejected] == ["bad_time", "bad_time"]


def test_planted_fault_a_reader_that_is_content_with_the_minute_makes_one_number_of_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(results, "CONTINUOUS", frozenset())
    assert [(str(each.value), each.at.second) for each in read(two_of_one_minute()).observations] == [("97", 0)]

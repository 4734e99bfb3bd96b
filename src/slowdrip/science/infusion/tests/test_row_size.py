"""A state stays small enough to be written at every event; how fast it folds is measured by the benchmarks."""

from slowdrip.science.infusion import replay, to_json
from slowdrip.science.infusion.tests.histories import charted_two_hours, minute

ROW_BYTES = 40_000


def test_the_state_of_a_charted_two_hour_drip_fits_a_row() -> None:
    events = charted_two_hours()
    assert len(events) == 122
    assert len(to_json(replay(events, minute(300)))) <= ROW_BYTES

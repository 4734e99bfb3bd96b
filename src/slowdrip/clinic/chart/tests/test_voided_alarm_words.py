"""An open alarm whose reading was voided says so and offers the reason that ends it."""

from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.alarms import alarm_lines
from slowdrip.science.rules.tests.visit import Clock, check, started

ZONE = ZoneInfo("America/New_York")


def test_an_open_alarm_on_a_voided_reading_says_so() -> None:
    typo = check(5, sbp_mmhg=230)
    drip = Clock([*started(), *typo])
    drip.tick(5)
    (true,) = alarm_lines(drip.state(5), zone=ZONE)
    assert "voided" not in true.alarm.do
    drip.void(*typo)
    (line,) = alarm_lines(drip.state(6), zone=ZONE)
    assert "voided" in line.alarm.do
    assert "entered_by_mistake" in [each.code for each in line.reasons]

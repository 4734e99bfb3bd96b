"""The trend chart: well-formed, without styles, limits at their height, the dose as an exact area."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string

from slowdrip.clinic.chart.trend import Trend, limits, series, trend_of
from slowdrip.clinic.chart.trend.drawing import in_mg
from slowdrip.clinic.chart.trend.limits import apart
from slowdrip.clinic.chart.trend.marks import Mark, svg, words
from slowdrip.clinic.chart.trend.scale import axis, shown
from slowdrip.clinic.chart.trend.series import pauses
from slowdrip.knowledge.policies import changed, default_policy
from slowdrip.knowledge.types import Policy
from slowdrip.knowledge.types.sourced import Confidence, Sourced
from slowdrip.science.infusion import Event, InfusionState, delivered_ug, replay

START = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
ORDER = {
    "order_id": "o", "order_version": 1, "dose_ug": 40_000, "total_volume_ul": 100_000, "rate_ul_per_h": 150_000,
    "vtbi_ul": 100_000, "duration_s": 2400, "draw_volume_ul": 800,
}  # fmt: skip
DRAWN = {
    "product": "Ketamine", "lot": "1", "expires_on": "2027-01-01", "container": "bag", "draw_volume_ul": 800,
    "vial_ug_per_ml": 50_000, "label": "bag-1", "bag_volume_ul": 100_000,
}  # fmt: skip


def minute(n: float) -> datetime:
    return START + timedelta(minutes=n)


def story(*steps: tuple[float, str, Mapping[str, Any]]) -> list[Event]:
    """The events of a drip of 40 mg in 100 mL at 150 mL/h, and these steps."""
    whole = ((-9, "order_attached", ORDER), (-8, "drawn_up", DRAWN), *steps)
    return [
        Event(id=f"e{n:02d}", kind=kind, payload=payload, occurred_at=minute(m), recorded_at=minute(m), by="ana")
        for n, (m, kind, payload) in enumerate(whole)
    ]


def pressure(sbp: int, dbp: int, **more: int) -> dict[str, int]:
    return {"sbp_mmhg": sbp, "dbp_mmhg": dbp, **more}


STOPPED: tuple[tuple[float, str, Mapping[str, Any]], ...] = (
    (-5.0, "vitals", pressure(138, 84, hr_per_min=72, spo2_pct=98)),
    (0.0, "started", {"rate_ul_per_h": 150_000}),
    (12.0, "paused", {}),
    (15.0, "resumed", {}),
    (20.0, "vitals", pressure(166, 102, hr_per_min=90, spo2_pct=96)),
    (25.0, "vitals", pressure(182, 110, hr_per_min=94, spo2_pct=95)),
    (27.0, "vitals", pressure(202, 112, hr_per_min=99, spo2_pct=95)),
    (28.0, "stopped", {"reason": "adverse_event"}),
)


def chart(events: list[Event], *, at: datetime, policy: Policy | None = None) -> Trend:
    state = replay(events, at)
    return trend_of(events, state, policy or default_policy(), at=at, zone=ZONE, policy_version=1)


def drawn(trend: Trend) -> ET.Element:
    markup = render_to_string("chart/parts/trend_svg.html", {"trend": trend})
    return ET.fromstring(markup)  # noqa: S314  # our own drawing, not somebody's file


def of_class(trend: Trend, css: str) -> list[Mark]:
    return [mark for mark in trend.marks if mark.get("class") == css]


def corners(path: str) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(x), Fraction(y)) for x, y in re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", path)]


def mg_at(trend: Trend, y: Fraction) -> Fraction:
    """The dose that a height in the dose band stands for, from the band's own labels 0 and 40 at 370 and 330."""
    return (370 - y) * 40 / 40


def test_the_drawing_is_well_formed_and_has_no_styles() -> None:
    svg = drawn(chart(story(*STOPPED), at=minute(60)))
    found = list(svg.iter())
    assert len(found) > 60
    assert not [each.tag for each in found if "style" in each.attrib or each.tag == "style"]
    assert {name for each in found for name in each.attrib} <= {
        "class", "viewBox", "role", "aria-labelledby", "id", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d",
        "points", "width", "height",
    }  # fmt: skip


def test_a_text_in_the_drawing_is_never_markup() -> None:
    told = svg([words("name", (1, 2), "<b>R&D</b>"), Mark("line", (("class", 'a"b'),))])
    assert told == '<text class="name" x="1" y="2">&lt;b&gt;R&amp;D&lt;/b&gt;</text>\n<line class="a&quot;b"></line>\n'


def test_title_and_description_say_what_is_seen() -> None:
    svg = drawn(chart(story(*STOPPED), at=minute(60)))
    assert svg.attrib["role"] == "img"
    assert svg[0].text == "Trend since the start at 10:30"
    assert svg[1].text == (
        "Blood pressure first 138/84, highest 202/112 at 27 min, last 202/112. Heart rate last 99. SpO₂ last 95 %."
        " 25.0 of 40.0 mg given. Every value stands in the table."
    )
    assert svg.attrib["aria-labelledby"].split() == [svg[0].attrib["id"], svg[1].attrib["id"]]


def test_the_dose_area_ends_at_what_was_delivered() -> None:
    """12 min and 13 min at 2.5 mL/min of 0.4 mg/mL: 12 mg before the pause, 25 mg at the stop."""
    trend = chart(story(*STOPPED), at=minute(60))
    outline = corners(of_class(trend, "dose")[0].get("d"))
    assert outline[0][1] == outline[-1][1] == 370
    assert mg_at(trend, outline[-2][1]) == 25
    assert of_class(trend, "dose-value")[0].text == "25.0 mg"


def test_a_pause_is_flat_and_marked() -> None:
    trend = chart(story(*STOPPED), at=minute(60))
    tops = corners(of_class(trend, "dose")[0].get("d"))[1:-1]
    assert [mg_at(trend, y) for _x, y in tops] == [0, 12, 12, 25]
    pause = of_class(trend, "dose-paused")[0]
    assert (Fraction(pause.get("x1")), Fraction(pause.get("x2"))) == (tops[1][0], tops[2][0])


def test_every_corner_of_the_area_is_the_fold_itself() -> None:
    events = story(*STOPPED, (40.0, "vitals", pressure(150, 90)))
    state = replay(events, minute(60))
    line = series.dose_line(state, minute(60))
    assert len(line) > 2
    for dose in line:
        assert dose.given_ug == delivered_ug(state, dose.at)


def test_limits_stand_at_their_height_with_their_words() -> None:
    trend = chart(story(*STOPPED), at=minute(60))
    # The band reaches from 212 up to 22 and stands for 30 to 220 mmHg: the highest pressure was 202.
    for value, tier in ((160, "advisory"), (180, "urgent"), (200, "emergency")):
        line = of_class(trend, f"limit limit--{tier}")[0]
        assert Fraction(line.get("y1")) == round((212 - Fraction(value - 30, 190) * 190) * 10) / Fraction(10)
    words = [mark.text for mark in of_class(trend, "limit-word")]
    assert words == [
        "≥ 200/120 emergency", "≥ 180/110 urgent", "≥ 160/100 advisory",
        "< 94 advisory", "< 92 urgent", "< 90 emergency",
    ]  # fmt: skip


def test_limits_follow_the_pinned_policy() -> None:
    own = Sourced(170, "clinic decision", Confidence.PROPOSAL)
    policy = changed(default_policy(), {"alarms.advisory.sbp_mmhg": own}, name="policy")
    texts = [mark.text for mark in of_class(chart(story(*STOPPED), at=minute(60), policy=policy), "limit-word")]
    assert "≥ 170/100 advisory" in texts


def test_a_planted_limit_at_the_wrong_height_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = limits.pressure_limits

    def lower(state: InfusionState, policy: Policy) -> tuple[limits.Limit, ...]:
        return tuple(limits.Limit(each.value - 10, each.tier, each.text) for each in real(state, policy))

    monkeypatch.setattr("slowdrip.clinic.chart.trend.pressure_limits", lower)
    with pytest.raises(AssertionError):
        test_limits_stand_at_their_height_with_their_words()


def test_a_planted_dose_that_ignores_pauses_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def straight(state: InfusionState, at: datetime) -> tuple[series.Dose, ...]:
        drip = state.drip
        assert drip.started_at is not None
        return (series.Dose(drip.started_at, Fraction(0)), series.Dose(minute(28), Fraction(28_000)))

    monkeypatch.setattr(series, "dose_line", straight)
    with pytest.raises(AssertionError):
        test_the_dose_area_ends_at_what_was_delivered()


def test_a_crossing_pressure_carries_the_mark_of_its_tier_and_one_before_the_start_none() -> None:
    trend = chart(story((-5.0, "vitals", pressure(190, 100)), *STOPPED), at=minute(60))
    assert [len(of_class(trend, f"over over--{tier}")) for tier in ("advisory", "urgent", "emergency")] == [1, 1, 1]
    assert [row.tier for row in trend.rows][:1] == [""]


def test_now_and_what_is_still_ordered_are_drawn_while_it_runs() -> None:
    events = story((0.0, "started", {"rate_ul_per_h": 150_000}))
    trend = chart(events, at=minute(10))
    plan = corners(of_class(trend, "dose-plan")[0].get("points"))
    assert [mg_at(trend, y) for _x, y in plan] == [10, 40]
    assert plan[0][0] == Fraction(of_class(trend, "now")[0].get("x1"))
    assert len(of_class(trend, "later")) == 3


def test_after_the_ending_there_is_no_now_and_the_order_shows_as_it_would_have_run() -> None:
    events = story(*STOPPED, (90.0, "discharged", {}))
    trend = chart(events, at=minute(600))
    assert not of_class(trend, "now")
    plan = corners(of_class(trend, "dose-plan")[0].get("points"))
    assert [mg_at(trend, y) for _x, y in plan] == [0, 40]


def test_before_the_start_the_axis_shows_the_clock() -> None:
    trend = chart(story((-5.0, "vitals", pressure(138, 84))), at=minute(-2))
    assert "10:25" in [mark.text for mark in of_class(trend, "axis-mid")]
    assert trend.title == "Trend before the drip"
    assert "No drug was given yet." in trend.description


def test_a_drip_of_which_nothing_is_known_is_drawn_too() -> None:
    trend = trend_of([], replay([], START), default_policy(), at=START, zone=ZONE, policy_version=1)
    assert drawn(trend) is not None
    assert trend.rows == []


def test_a_visit_left_open_for_days_keeps_few_labels() -> None:
    long_axis = axis(START, START, START + timedelta(days=9))
    assert len(long_axis.ticks) <= 14
    assert long_axis.x(START + timedelta(days=99)) == long_axis.x(long_axis.at(long_axis.to_min))


def test_the_table_has_every_value_with_the_dose_of_its_moment() -> None:
    trend = chart(story(*STOPPED), at=minute(60))
    assert [(row.clock, row.minute, row.bp, row.hr, row.spo2, row.given_mg, row.tier) for row in trend.rows] == [
        ("10:25", "-5", "138/84", "72", "98", "0.0", ""),
        ("10:50", "20", "166/102", "90", "96", "17.0", "advisory"),
        ("10:55", "25", "182/110", "94", "95", "22.0", "urgent"),
        ("10:57", "27", "202/112", "99", "95", "24.0", "emergency"),
    ]


def test_words_of_limits_never_meet() -> None:
    heights = apart([Fraction(258), Fraction(264), Fraction(270)])
    assert [later - earlier for earlier, later in pairwise(heights)] == [12, 12]


def test_a_running_pause_lasts_until_now() -> None:
    events = story((0.0, "started", {"rate_ul_per_h": 150_000}), (12.0, "paused", {}))
    state = replay(events, minute(20))
    assert pauses(state.drip, minute(20)) == ((minute(12), minute(20)),)
    assert series.dose_line(state, minute(20))[-1].given_ug == 12_000


def test_places_are_written_with_one_decimal_at_most() -> None:
    places = (Fraction(7, 2), Fraction(-1, 10), 12, Fraction(1, 3))
    assert [shown(value) for value in places] == ["3.5", "-0.1", "12", "0.3"]
    assert in_mg(Fraction(39_999)) == "39.9"

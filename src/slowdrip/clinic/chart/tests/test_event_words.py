"""Every kind of event is said in one plain line: in the units people read, without a code, without an id."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slowdrip.clinic.chart.words import events as event_lines
from slowdrip.clinic.chart.words.choices import CHOICES
from slowdrip.clinic.chart.words.events import SAID, alarm_steps, event_words
from slowdrip.clinic.chart.words.kinds import drip
from slowdrip.clinic.chart.words.names import CODES
from slowdrip.science.infusion import KINDS, Event
from slowdrip.science.infusion.tests.payloads import broken, valid

NEW_YORK = ZoneInfo("America/New_York")
AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
NAMES = {"ana": "Nia Okafor RN", "ben": "Dr Paul Reyes", "cem": "Sam Lindqvist RN"}


def event(kind: str, payload: Mapping[str, Any], *, minutes: int = 0, id: str = "e1") -> Event:
    at = AT + timedelta(minutes=minutes)
    return Event(id=id, kind=kind, payload=payload, occurred_at=at, recorded_at=at, by="ana")


def said(kind: str, **payload: Any) -> str:
    return event_words(event(kind, payload), NAMES, NEW_YORK)


def raw_codes(kind: str) -> set[str]:
    """The codes of this kind that nobody should read: those with an underscore, the units of storage, its own code."""
    fields = KINDS[kind].fields
    codes = {code for one in fields for code in (*one.choices, one.name)}
    return {code for code in codes | {kind} if "_" in code} | {"µL", "None", "Decimal", "{", "ana", "ben", "cem"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_words_without_codes(kind: str) -> None:
    rng = Random(kind)
    for _ in range(40):
        payload = valid(KINDS[kind], rng)
        line = event_words(event(kind, payload), NAMES, NEW_YORK)
        assert line.strip() == line
        assert len(line) > 3
        assert not [code for code in raw_codes(kind) if re.search(rf"(?<!\w){re.escape(code)}(?!\w)", line)], line


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_damaged_event_is_still_said(kind: str) -> None:
    rng = Random(kind)
    for _ in range(40):
        assert event_words(event(kind, broken(KINDS[kind], rng)), NAMES, NEW_YORK)


def test_the_table_of_words_has_exactly_the_kinds_of_the_catalogue() -> None:
    assert set(SAID) == set(KINDS)


def test_every_choice_of_every_field_has_its_own_words() -> None:
    missing = [
        (one.name, code)
        for kind in KINDS.values()
        for one in kind.fields
        for code in one.choices
        if code not in CHOICES.get(one.name, {}) and code not in CODES and one.name != "tier"
    ]
    assert missing == []


def test_a_planted_rate_in_microlitres_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = {**SAID, "started": lambda told: f"Started at {told.whole('rate_ul_per_h')} µL/h"}
    monkeypatch.setattr(event_lines, "SAID", planted)
    with pytest.raises(AssertionError):
        test_every_kind_has_words_without_codes("started")


def test_a_planted_raw_code_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_lines, "SAID", {**SAID, "paused": lambda told: f"Pump paused: {told.text('reason')}"})
    with pytest.raises(AssertionError):
        test_every_kind_has_words_without_codes("paused")


def test_the_pump_is_said_in_millilitres() -> None:
    assert said("started", rate_ul_per_h=150_000) == "Started at 150 mL/h"
    assert said("rate_changed", rate_ul_per_h=75_500, reason="nausea") == "Rate changed to 75.5 mL/h: nausea"
    assert said("resumed", rate_ul_per_h=150_000) == "Pump resumed at 150 mL/h"
    assert said("paused", reason="bathroom") == "Pump paused: bathroom"
    assert said("paused") == "Pump paused"
    assert said("pump_shows", rate_ul_per_h=150_000, vtbi_ul=100_000) == "Pump shows 150 mL/h, VTBI 100 mL"


def test_vital_signs_are_one_line() -> None:
    payload = {"sbp_mmhg": 184, "dbp_mmhg": 112, "arm": "left", "posture": "sitting"}
    line = said("vitals", **payload, hr_per_min=96, spo2_pct=97, oxygen="air")
    assert line == "BP 184/112 left arm, sitting · HR 96 · SpO₂ 97 % room air"
    assert said("vitals", spo2_pct=91, oxygen="supplemental", oxygen_l_per_min="2.50") == "SpO₂ 91 % 2.5 L/min oxygen"
    assert said("vitals", temp_decicelsius=368) == "36.8 °C"


def test_the_order_is_said_with_its_figures() -> None:
    figures = {"dose_ug": 40_000, "total_volume_ul": 100_000, "rate_ul_per_h": 150_000, "vtbi_ul": 100_000}
    line = said("order_attached", order_id="o", order_version=1, **figures, duration_s=2400, draw_volume_ul=800)
    assert line == "Order in force: 40 mg in 100 mL at 150 mL/h · 40 min · VTBI 100 mL · draw 0.8 mL"


def test_drug_is_said_with_strength_lot_and_second_person() -> None:
    vial = {"product": "Ketamine", "lot": "24K081", "expires_on": "2027-06-30", "vial_ug_per_ml": 50_000}
    line = said("drawn_up", **vial, container="bag", draw_volume_ul=800, label="bag-1", second_person="cem")
    assert line.startswith(
        "Drawn up: 0.8 mL of Ketamine into a bag, vial read as 50 mg/mL · lot 24K081, expires 30 Jun 2027"
    )
    assert line.endswith("second person Sam Lindqvist RN")
    assert said("wasted", volume_ul=9_200, container="vial", witness="cem") == (
        "Wasted 9.2 mL from the vial · witness Sam Lindqvist RN"
    )


def test_times_are_local_and_name_another_day() -> None:
    line = said("precheck", fasting_solid_since="2026-03-10T00:30:00+00:00")
    assert line == "Asked before the drip: last solid food 09 Mar 20:30"
    assert said("alarm_acknowledged", alarm_id="a", silent_until="2026-03-10T14:05:00+00:00").endswith("until 10:05")


def test_a_person_nobody_knows_is_not_shown_as_an_id() -> None:
    assert "0199" not in said("wasted", volume_ul=1, container="bag", witness="0199-id")


def test_what_was_not_answered_is_not_said_as_no() -> None:
    assert "escort" not in said("precheck", medicines="confirmed")
    assert "phone" not in said("left_unseen")
    assert "not reached" in said("left_unseen", reached_by_phone=False)


def test_an_alarm_is_said_with_its_rule_and_numbers() -> None:
    inputs = {
        "reading_1_systolic_mmhg": 182, "reading_1_diastolic_mmhg": 110,
        "reading_2_systolic_mmhg": 184, "reading_2_diastolic_mmhg": 112,
        "limit_systolic_mmhg": 180, "limit_diastolic_mmhg": 110, "limit_confirming_readings": 2,
    }  # fmt: skip
    line = said("alarm_raised", rule="blood_pressure", tier="urgent", trigger="x", inputs=inputs, policy_version="1")
    assert line == (
        "Urgent alarm: Blood pressure 184/112, 2 readings in a row"
        " · rule: Systolic ≥ 180 or diastolic ≥ 110 mmHg in 2 readings in a row"
    )


def test_the_life_of_an_alarm_is_told_in_order() -> None:
    raised = event("alarm_raised", {"rule": "overdue_check", "tier": "urgent", "inputs": {"channels": "bp"}}, id="a")
    seen = event("alarm_acknowledged", {"alarm_id": "a"}, minutes=1, id="b")
    called = event("alarm_escalated", {"alarm_id": "a", "level": 1, "to_role": "prescriber"}, minutes=2, id="c")
    other = event("alarm_resolved", {"alarm_id": "z", "reason": "treated"}, minutes=3, id="d")
    steps = alarm_steps("a", [called, other, seen, raised], names=NAMES, zone=NEW_YORK)
    assert [re.sub(r" .*", "", step) for step in steps] == ["10:00", "10:01", "10:02"]
    assert steps[2] == "10:02 Alarm not answered, now calling: Prescriber · Nia Okafor RN"


def test_a_kind_of_another_version_shows_its_code_as_words() -> None:
    assert event_words(event("from_tomorrow", {}), NAMES, NEW_YORK) == "From tomorrow"


def test_every_file_of_words_has_a_name_per_kind() -> None:
    assert drip.SAID["started"] is drip.started

"""The alarms of charted numbers and symptoms in words, from what the real rules store with the real policy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string

from slowdrip.clinic.chart.alarms import alarm_lines
from slowdrip.clinic.chart.cards import Number, loud_first, tiers_of
from slowdrip.clinic.chart.words.alarms import alarm_short, alarm_words, measured
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion.events import Event
from slowdrip.science.infusion.state import Alarm
from slowdrip.science.rules.adapters import policy_measured
from slowdrip.science.rules.adapters.alarms import raised_payload
from slowdrip.science.rules.adapters.policy_measured import symptom_limits
from slowdrip.science.rules.alarm import AlarmRaise
from slowdrip.science.rules.measured import MeasuredReading, symptom
from slowdrip.science.rules.tests.measures import BY_NAME
from slowdrip.science.rules.tests.visit import Clock, check, event, started

ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)


def as_stored(raised: AlarmRaise) -> Alarm:
    inputs = raised_payload(raised, policy_version="1")["inputs"]
    assert isinstance(inputs, dict)
    return Alarm(
        rule=raised.rule, tier=str(raised.tier), trigger=raised.trigger, inputs=inputs, policy_version="1", raised_at=AT
    )


def alarm_of(name: str, *values: tuple[float, int]) -> Alarm:
    """The alarm that these readings raise, each that many minutes after half past two."""
    readings = [MeasuredReading(id=f"r{at}", at=AT + timedelta(minutes=at), value=value) for at, value in values]
    limits = getattr(policy_measured, f"{name}_limits")(default_policy())
    return as_stored(replace(BY_NAME[name], limits=limits).decide(*readings).raise_[-1])


@pytest.mark.parametrize(
    ("name", "values", "what", "short", "rule"),
    [
        ("heart_rate_high", [(0, 112)], "Heart rate 112 /min", "HR 112 /min", "Heart rate ≥ 110 /min in one reading"),
        (
            "heart_rate_high",
            [(0, 122), (6, 126)],
            "Heart rate 126 /min, high for 6 minutes",
            "HR 126 /min",
            "Heart rate ≥ 120 /min for at least 5 minutes, in every reading",
        ),
        ("heart_rate_low", [(0, 44)], "Heart rate 44 /min", "HR 44 /min", "Heart rate < 50 /min in one reading"),
        (
            "heart_rate_low",
            [(0, 0)],
            "No heart beat: heart rate 0",
            "HR 0 /min",
            "A heart rate of 0 in one charted reading",
        ),
        ("oxygen_saturation", [(0, 88)], "SpO₂ 88 %", "SpO₂ 88 %", "SpO₂ < 90 % in one reading"),
        (
            "respiratory_rate",
            [(0, 7)],
            "Respiratory rate 7 /min",
            "Resp. 7 /min",
            "Respiratory rate < 8 /min in one reading",
        ),
        ("sedation", [(0, 3)], "Sedation, MOAA/S 3", "MOAA/S 3", "Sedation, MOAA/S ≤ 3 in one reading"),
    ],
)
def test_a_charted_number_says_what_it_is_and_by_which_rule(
    name: str, values: list[tuple[float, int]], what: str, short: str, rule: str
) -> None:
    alarm = alarm_of(name, *values)
    words = alarm_words(alarm, ZONE)
    assert (words.what, alarm_short(alarm), words.rule) == (what, short, rule)
    assert words.do
    assert words.source.startswith("policy version 1; engineering default")
    assert words.confidence == "proposal"
    assert words.inputs[0].label == "Reading 1"
    assert words.inputs[0].value.endswith("at 10:30")


def test_two_readings_show_the_minutes_between() -> None:
    told = [
        (each.label, each.value) for each in alarm_words(alarm_of("heart_rate_high", (0, 122), (6, 126)), ZONE).inputs
    ]
    assert told == [
        ("Reading 1", "122 /min at 10:30"),
        ("Reading 2", "126 /min at 10:36"),
        ("Between the readings", "6 minutes"),
    ]


def test_a_symptom_says_what_how_bad_and_what_to_do() -> None:
    one = symptom.Occurrence(id="s1", symptom="chest_pain", at=AT, grade="severe")
    limits = symptom_limits(default_policy())
    alarm = as_stored(symptom.decide((one,), (), infusion_id=uuid4(), limits=limits).raise_[0])
    words = alarm_words(alarm, ZONE)
    assert (words.what, alarm_short(alarm)) == ("Chest pain, severe", "Chest pain")
    assert words.rule.startswith("An emergency as soon as it is charted: Chest pain, Neurological deficit")
    assert words.do.startswith("Go to the chair now. Stop the pump")
    assert [(each.label, each.value) for each in words.inputs] == [("Began", "10:30")]


@pytest.mark.parametrize("rule", [*measured.MEASURES, "emergency_symptom"])
def test_an_alarm_that_kept_nothing_still_says_something(rule: str) -> None:
    words = alarm_words(Alarm(rule=rule, tier="emergency"), ZONE)
    assert words.what
    assert words.rule
    assert alarm_short(Alarm(rule=rule, tier="emergency"))


def test_no_page_names_a_drug_or_a_dose() -> None:
    """Drugs and doses are the clinic's standing orders; a planted one is found."""
    named = ("mg", "naloxone", "flumazenil", "labetalol", "midazolam", "epinephrine", "reverse")
    texts = [alarm_words(Alarm(rule=rule, tier=tier), ZONE).do.lower() for rule, tier in DO_KEYS]
    assert not [(name, text) for name in named for text in texts if name in text.split()]


DO_KEYS = [
    (rule, tier) for rule in (*measured.MEASURES, "emergency_symptom") for tier in ("advisory", "urgent", "emergency")
]


def test_the_tile_of_a_number_shows_its_loudest_tier() -> None:
    drip = Clock([*started(), *check(5, hr_per_min=112, spo2_pct=89, rr_per_min=9, sbp_mmhg=165)])
    drip.tick(5)
    assert tiers_of(loud_first(drip.state(5))) == {
        "bp": "advisory",
        "hr_per_min": "advisory",
        "spo2_pct": "emergency",
        "rr_per_min": "advisory",
    }


def test_each_number_on_the_chair_carries_its_own_tier() -> None:
    loud = {name: Number(1, None, "", tier) for name, tier in (("hr", "advisory"), ("spo2", "emergency"))}
    chair = {"rr": Number(9, None, "", "advisory"), "moaas": Number(3, None, "", "urgent")}
    html = render_to_string("chart/parts/vitals.html", {"card": {**loud, "bp": Number(120, 80)}, "chair": chair})
    tiles = [part.partition('"')[0] for part in html.split('class="vital')[1:] if part.startswith((" ", '"'))]
    assert [tile.strip() for tile in tiles if tile] == [
        "vital--huge",
        "vital--advisory",
        "vital--emergency",
        "vital--advisory",
        "vital--urgent",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        event("vitals", 5, {"spo2_pct": 89}),
        event("moaas", 5, {"score": 1}),
        event("symptom_started", 5, {"symptom": "seizure"}),
    ],
    ids=["saturation", "sedation", "symptom"],
)
def test_an_open_alarm_on_a_voided_entry_says_so_and_offers_the_reason_that_ends_it(entry: Event) -> None:
    drip = Clock([*started(), entry])
    drip.tick(5)
    (true,) = alarm_lines(drip.state(5), zone=ZONE)
    assert "voided" not in true.alarm.do
    drip.void(entry)
    (line,) = alarm_lines(drip.state(6), zone=ZONE)
    assert "voided" in line.alarm.do
    assert "entered_by_mistake" in [each.code for each in line.reasons]

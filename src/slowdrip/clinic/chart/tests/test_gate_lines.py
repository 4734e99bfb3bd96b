"""Open gates say what to do next: one line per deed, each with the way to it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from slowdrip.cli.demo.walk import Visit, arrive
from slowdrip.clinic.chart import fixes
from slowdrip.clinic.chart.gates import gates_of, why
from slowdrip.clinic.chart.offers import STEPS
from slowdrip.clinic.chart.words.gates import GATES
from slowdrip.clinic.infusion.actions import check_in
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.science.rules.outcome import because
from tests.cast import DAY
from tests.drips import House

ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def visit(house: House) -> Visit:
    return house.book()


def test_what_one_form_answers_stands_in_one_line(house: House, visit: Visit) -> None:
    check_in(house.cast.nurse.acting, visit.infusion.pk, chair_id=house.chairs[0], at=DAY)
    found = gates_of(visit.infusion, state_now(visit.infusion.pk), at=DAY, slug="harbor", zone=ZONE)
    by_action = {line.action: line for line in found.open}
    assert by_action["Pre-check"].gates >= 6
    assert by_action["Pre-check"].url.endswith("/enter/precheck/")
    assert found.all == len(found.met) + sum(line.gates for line in found.open)
    assert not found.passed


def test_a_gate_that_was_opened_moves_to_those_that_are_met(house: House, visit: Visit) -> None:
    arrive(visit, chair_id=house.chairs[0])
    found = gates_of(visit.infusion, state_now(visit.infusion.pk), at=DAY, slug="harbor", zone=ZONE)
    assert {"Identity", "Consent", "Pre-check"}.isdisjoint(line.action for line in found.open)
    assert "Identity confirmed" in {line.name for line in found.met}


def test_every_gate_has_a_way_to_open_it_but_time() -> None:
    assert set(GATES) - set(fixes.BY_GATE) == {"time"}
    assert {*fixes.BY_GATE.values(), *fixes.LEAVING.values()} <= {*fixes.WORDS, *STEPS}


def test_what_is_not_measured_is_listed_once_and_other_reasons_follow() -> None:
    told = why(
        [
            because("not_measured", channel="hr"),
            because("no_pulse_pressure"),
            because("not_measured", channel="spo2"),
            because("not_measured", channel="hr"),
        ],
        ZONE,
    )
    assert told == "not measured yet: HR, SpO₂; systolic is not above diastolic: measure again."


def test_times_in_reasons_are_the_clinics() -> None:
    at = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
    told = why([because("too_early", min_after_end_min=60, earliest_at=at)], ZONE)
    assert "11:00" in told

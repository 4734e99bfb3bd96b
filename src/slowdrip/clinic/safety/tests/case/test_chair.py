"""Suicidality charted at the chair is a sign, and an undisposed one keeps "discharged" shut; other endings pass."""

from typing import Any

import pytest

from slowdrip.cli.demo.leaving import complete, discharge, recover
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.chart.fixes import fix_of
from slowdrip.clinic.chart.words.gates import gate_words, reason_words
from slowdrip.clinic.infusion import actions as drip
from slowdrip.clinic.infusion import gating
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety import actions, chair
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.safety.tests.case.told import settled, signed, state
from slowdrip.science.rules.outcome import because
from tests.drips import House

pytestmark = pytest.mark.django_db


def leaving(visit: Visit) -> Any:
    """The gates that are shut when everything else is done."""
    with pytest.raises(Refused) as why:
        discharge(visit)
    return why.value.params["gates"]


@pytest.mark.parametrize(
    ("answer", "urgency", "height", "code"),
    [
        ("item_2", "review", 2, "chart.suicidality_before"),
        ("item_3", "urgent", 3, "chart.suicidality_before"),
        ("item_5", "urgent", None, "chart.suicidality_before.item_5"),
        ("declined", "review", None, "chart.suicidality_before.declined"),
    ],
)
def test_a_positive_before_the_drip_is_a_sign(
    running: Visit, answer: str, urgency: str, height: int | None, code: str
) -> None:
    running.chart((1, "precheck", {"suicidality_asked": True, "suicidality_before": answer}))
    (sign,) = state(RiskCase.objects.get()).signs
    assert (sign.urgency, sign.height, sign.code, sign.source) == (urgency, height, code, "chair")


def test_a_drip_without_thoughts_opens_nothing_and_ends_as_ever(running: Visit) -> None:
    complete(running)
    recover(running)
    discharge(running)
    assert running.state().ending is not None
    assert not RiskCase.objects.exists()


def held_back(house: House, visit: Visit) -> None:
    """A positive answer of before keeps the door shut until a case says where it ends; the drip goes on meanwhile."""
    visit.chart((1, "precheck", {"suicidality_asked": True, "suicidality_before": "item_2"}))
    case = RiskCase.objects.get()
    complete(visit)
    recover(visit)
    assert leaving(visit) == ["risk_case"]
    settled(house, case, 99, tier="low")
    discharge(visit)
    assert visit.state().ending is not None
    assert state(case).is_open


def test_an_undisposed_positive_keeps_the_door_shut(running: Visit, rostered: House) -> None:
    held_back(rostered, running)


def test_planted_without_the_gate_the_open_door_is_noticed(
    running: Visit, rostered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gating, "_discharge_gates", [])
    with pytest.raises(pytest.fail.Exception):
        held_back(rostered, running)


def test_an_emergency_ends_the_visit_all_the_same(running: Visit, rostered: House) -> None:
    signed(rostered)
    nurse, told = running.team.nurse.acting(), {"reason": "says that she will do it", "destination": "Harbor ED"}
    drip.end_otherwise(nurse, running.infusion.pk, "transferred_ems", told, at=running.at(50))
    assert running.state().ending is not None
    assert state(RiskCase.objects.get()).is_open


def test_a_case_never_stops_a_drip(running: Visit, rostered: House) -> None:
    signed(rostered)
    actions.screen(
        rostered.cast.nurse.acting, RiskCase.objects.get().pk, "asq", outcome="acute_positive", at=running.at(2)
    )
    assert running.state().phase.value == "running"
    assert running.state().ending is None


def test_the_gate_has_words_and_a_key_to_the_cases(running: Visit, rostered: House) -> None:
    signed(rostered)
    gate = chair.discharge_gate(running.infusion, running.at(5))
    assert gate is not None
    fix = fix_of(gate, running.infusion, slug="harbor", leaving=True)
    assert (fix.action, fix.url) == ("Cases", "/harbor/cases/")
    zone = zone_of(rostered.cast.harbor.pk)
    assert gate_words(chair.GATE) == "Suicide risk"
    assert "no disposition" in reason_words(because(chair.UNDISPOSED), zone)


def test_words_to_read_alone_hold_nobody_back(running: Visit, rostered: House) -> None:
    signed(rostered, own_words=True, source="own_words", code="phq9.own_words", urgency="review", height=None)
    assert chair.discharge_gate(running.infusion, running.at(5)) is None

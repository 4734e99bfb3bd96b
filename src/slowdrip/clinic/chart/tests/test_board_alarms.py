"""A card names more than its loudest alarm: a late check does not hide a silent monitor."""

import re

import pytest
from django.urls import reverse

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.chart import cards
from slowdrip.clinic.chart.board import board
from slowdrip.clinic.chart.cards import Card
from tests.drips import House
from tests.fixtures import ClientAs

HIGH = {"sbp_mmhg": 165, "dbp_mmhg": 90}
FAST = {"hr_per_min": 112}
LOW = {"spo2_pct": 93}
SLOW = {"rr_per_min": 9}


def the_card(house: House, visit: Visit, minute: float) -> Card:
    (found,) = board(house.team.nurse.acting(), at=visit.at(minute)).cards
    return found


def shown(client_as: ClientAs, house: House, name: str = "chart:board") -> str:
    page = client_as(house.cast.nurse).get(reverse(name, kwargs={"clinic": "harbor"})).content.decode()
    return re.sub(r"\s+", " ", page)


@pytest.mark.parametrize(
    ("vitals", "named", "unnamed"),
    [
        (HIGH, 1, 0),
        ({**HIGH, **FAST}, 2, 0),
        ({**HIGH, **FAST, **LOW}, 3, 0),
        ({**HIGH, **FAST, **LOW, **SLOW}, 3, 1),
    ],
)
def test_up_to_three_quiet_alarms_are_named_and_the_rest_is_counted(
    house: House, running: Visit, vitals: dict[str, int], named: int, unnamed: int
) -> None:
    check(running, 5, **vitals)
    card = the_card(house, running, 6)
    assert card.alarm is not None
    assert {one.tier for one in (card.alarm, *card.others)} == {"advisory"}
    assert (1 + len(card.also), card.unnamed) == (named, unnamed)


def every_named_alarm_is_on_the_page(house: House, visit: Visit, client_as: ClientAs) -> None:
    check(visit, 5, **HIGH, **FAST, **LOW, **SLOW)
    card = the_card(house, visit, 6)
    page = shown(client_as, house)
    assert card.alarm is not None
    words = [card.alarm.short, *(one.short for one in card.others[:2])]
    assert f"{' · '.join(words)} · +1" in page


def test_the_words_stand_one_after_the_other(house: House, running: Visit, client_as: ClientAs) -> None:
    every_named_alarm_is_on_the_page(house, running, client_as)
    assert "· +3" in shown(client_as, house, "chart:board_compact")


def test_under_an_urgent_alarm_two_more_are_named_small(house: House, running: Visit, client_as: ClientAs) -> None:
    check(running, 5, sbp_mmhg=184, dbp_mmhg=104)
    check(running, 8, sbp_mmhg=188, dbp_mmhg=106, **FAST, **LOW, **SLOW)
    card = the_card(house, running, 9)
    assert card.alarm is not None
    assert card.alarm.tier == "urgent"
    small = re.search(r'<span class="chair__also">(.*?)</span>', shown(client_as, house))
    assert small is not None
    assert small.group(1) == f"{' · '.join(one.short for one in card.also)} · +{card.unnamed}"
    assert len(card.also) == 2


def test_a_lone_alarm_has_nothing_beside_it(house: House, running: Visit, client_as: ClientAs) -> None:
    check(running, 5, sbp_mmhg=205, dbp_mmhg=100)
    page = shown(client_as, house)
    assert "chair__also" not in page
    assert "· +" not in page


def test_who_may_not_chart_has_no_key_to_answer_it(house: House, running: Visit, client_as: ClientAs) -> None:
    check(running, 5, sbp_mmhg=205, dbp_mmhg=100)
    page = client_as(house.cast.desk).get("/harbor/").content.decode()
    assert "I am on it" not in page
    assert "I am on it" in shown(client_as, house)


def test_planted_fault_a_card_that_names_one_alarm_alone_is_noticed(
    house: House, running: Visit, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "ALSO_NAMED", 0)
    with pytest.raises(AssertionError):
        every_named_alarm_is_on_the_page(house, running, client_as)


def test_a_quiet_alarm_has_no_key_that_would_be_refused(house: House, running: Visit, client_as: ClientAs) -> None:
    check(running, 5, **HIGH)
    chair = reverse("chart:chair", kwargs={"clinic": "harbor", "infusion": running.infusion.pk})
    page = client_as(house.cast.nurse).get(chair).content.decode()
    assert 'class="alarm alarm--advisory"' in page
    assert "I am on it" not in page

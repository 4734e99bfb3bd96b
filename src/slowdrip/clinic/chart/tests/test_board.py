"""Nothing under way is missing on the board: two visits in one chair, none at all, an alarm that outlived its visit."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from slowdrip.cli.demo.stories import as_planned
from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.chart import board as board_module
from slowdrip.clinic.chart.board import Board, board
from slowdrip.clinic.chart.cards import Card
from slowdrip.clinic.chart.record.signatures import signatures_of, signed_lines
from slowdrip.clinic.infusion import actions, clock
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.models import Chair, Infusion, InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.lease import beat
from slowdrip.clinic.record.steps import Proof
from tests.drips import House
from tests.fixtures import ClientAs


def seen(house: House, visit: Visit, minute: float) -> Board:
    return board(house.team.nurse.acting(), at=visit.at(minute))


def page(client_as: ClientAs, house: House, name: str = "chart:board") -> str:
    answer = client_as(house.cast.nurse).get(reverse(name, kwargs={"clinic": "harbor"}))
    assert answer.status_code == 200
    return str(answer.content.decode())


def two_in_a_chair(house: House, running: Visit) -> Visit:
    """Discharged, the chair given away, and then the discharge is voided."""
    nurse = house.team.nurse.acting()
    as_planned(running)
    other = house.book(start=running.start + timedelta(hours=3))
    actions.check_in(nurse, other.infusion.pk, chair_id=house.chairs[0], at=running.at(130))
    ending = InfusionEvent.objects.get(infusion=running.infusion, kind="discharged")
    proof = Proof(nurse, "pin", running.at(140))
    actions.void_event(nurse, ending.pk, reason="still here", at=running.at(140), proof=proof)
    return other


def every_visit_under_way_is_shown(house: House, visit: Visit) -> None:
    shown = {card.infusion.pk for card in seen(house, visit, 150).cards}
    assert shown == set(StateRow.objects.filter(active=True).values_list("infusion_id", flat=True))


def test_two_visits_in_one_chair_are_both_shown(house: House, running: Visit, client_as: ClientAs) -> None:
    other = two_in_a_chair(house, running)
    place = seen(house, running, 150).places[0]
    assert [card.infusion.pk for card in place.cards] == [running.infusion.pk, other.infusion.pk]
    every_visit_under_way_is_shown(house, running)
    html = page(client_as, house)
    assert html.count("2 visits in this chair") == 2


def test_planted_fault_a_card_per_chair_hides_a_visit(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_in_a_chair(house, running)
    real = board_module._cards_in
    monkeypatch.setattr(board_module, "_cards_in", lambda chair, cards: real(chair, cards)[-1:])
    with pytest.raises(AssertionError):
        every_visit_under_way_is_shown(house, running)


def test_a_visit_under_way_in_no_chair_is_shown(house: House, running: Visit, client_as: ClientAs) -> None:
    Infusion.objects.filter(id=running.infusion.pk).update(chair=None)
    found = seen(house, running, 5)
    assert [card.infusion.pk for card in found.chairless] == [running.infusion.pk]
    assert "Under way without a chair" in page(client_as, house)


def test_a_visit_in_a_chair_that_was_put_away_is_shown(house: House, running: Visit) -> None:
    Chair.objects.filter(id=house.chairs[0]).update(in_use=False)
    assert len(seen(house, running, 5).chairless) == 1
    every_visit_under_way_is_shown(house, running)


def taken_while_it_calls(house: House, running: Visit) -> None:
    check(running, 5, sbp_mmhg=210, dbp_mmhg=122)
    check(running, 7, sbp_mmhg=212, dbp_mmhg=124)
    nurse = house.team.nurse.acting()
    actions.end_otherwise(nurse, running.infusion.pk, "transferred_ems", {"reason": "pressure"}, at=running.at(9))


def an_open_alarm_is_on_the_board(house: House, running: Visit, minute: float) -> None:
    calling = StateRow.objects.filter(open_alarms__gt=0).values_list("infusion_id", flat=True)
    shown = {card.infusion.pk for card in seen(house, running, minute).cards if card.alarm}
    assert set(calling) <= shown


def test_an_alarm_outlives_its_visit_on_the_board_until_it_is_resolved(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    taken_while_it_calls(house, running)
    found = seen(house, running, 10)
    an_open_alarm_is_on_the_board(house, running, 10)
    assert ([card.infusion.pk for card in found.calling], found.loudest) == ([running.infusion.pk], "emergency")
    assert found.places[0].cards == ()
    assert "The visit has ended, its alarm has not" in page(client_as, house)
    assert "Ended" in page(client_as, house, "chart:board_compact")
    for alarm_id in running.state().open_alarms:
        actions.resolve(house.team.nurse.acting(), running.infusion.pk, alarm_id, reason="treated", at=running.at(20))
    assert seen(house, running, 21).calling == []


def test_planted_fault_a_board_of_visits_under_way_alone_hides_an_alarm(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_while_it_calls(house, running)
    real = board_module.running_cards

    def under_way_alone(actor: Acting, *, at: datetime) -> list[Card]:
        return [card for card in real(actor, at=at) if card.phase != "ended"]

    monkeypatch.setattr(board_module, "running_cards", under_way_alone)
    with pytest.raises(AssertionError):
        an_open_alarm_is_on_the_board(house, running, 10)


def test_the_clock_still_calls_for_a_visit_that_ended(house: House, running: Visit) -> None:
    taken_while_it_calls(house, running)
    escalated = InfusionEvent.objects.filter(infusion=running.infusion, kind="alarm_escalated")
    before = escalated.count()
    clock.tick(house.cast.harbor.pk, "one", at=running.at(30))
    assert escalated.count() > before


def test_a_drip_that_cannot_be_watched_is_loud_on_board_and_chair(
    house: House, running: Visit, client_as: ClientAs
) -> None:
    assert "Not watched" not in page(client_as, house)
    beat(house.cast.harbor.pk, "clock", "one", at=running.at(1), failing=[running.infusion.pk])
    html = page(client_as, house)
    assert "Not watched" in html
    assert "Watching of chair 1 failed." in html
    chair = reverse("chart:chair", kwargs={"clinic": "harbor", "infusion": running.infusion.pk})
    assert "Watching of this drip failed." in client_as(house.cast.nurse).get(chair).content.decode()


def test_a_voided_signature_is_struck_through_with_its_reason(house: House, running: Visit) -> None:
    two_in_a_chair(house, running)
    infusion = Infusion.objects.get(id=running.infusion.pk)
    lines = signed_lines(signatures_of(infusion, running.state()), zone=zone_of(infusion.clinic_id))
    assert [(line.meaning, line.void) for line in lines if line.void] == [("discharged", "still here")]

"""Recovery is judged by before, worst and now."""

from slowdrip.clinic.chart.compare import NOTHING, compared
from slowdrip.clinic.chart.lately import gathered
from slowdrip.clinic.chart.tests.drips import Visit
from slowdrip.clinic.chart.timeline import Entry
from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.queries import state_now


def test_the_worst_of_a_sign_is_its_highest_or_lowest_since_the_start(day: Visit) -> None:
    events, state = events_of(day.infusion.pk), state_now(day.infusion.pk)
    found = {each.name: each for each in compared(state, events)}
    spo2 = [one.payload["spo2_pct"] for one in events if one.kind == "vitals" and one.occurred_at >= day.at(0)]
    assert found["BP"].before == "138/84"
    assert found["SpO₂"].worst == str(min(spo2))
    assert found["SpO₂"].now == str(spo2[-1])
    assert found["HR"].before == "72"


def test_a_score_that_was_not_asked_again_shows_a_dash_and_not_its_old_number(day: Visit) -> None:
    events = [one for one in events_of(day.infusion.pk) if one.kind != "moaas" or one.occurred_at < day.at(0)]
    found = {each.name: each for each in compared(state_now(day.infusion.pk), events)}
    assert (found["MOAA/S"].before, found["MOAA/S"].now) == ("5", NOTHING)


def test_nothing_is_compared_before_a_start(prepared: Visit) -> None:
    assert compared(state_now(prepared.infusion.pk), events_of(prepared.infusion.pk)) == []


def line(number: int, what: str, *, undo_url: str = "") -> Entry:
    return Entry(id=str(number), at="", clock=f"14:0{number}", what=what, by="Slowdrip", undo_url=undo_url)


def test_the_same_line_said_again_and_again_stands_once() -> None:
    told = gathered([line(4, "calling"), line(3, "calling"), line(2, "calling"), line(1, "started")])
    assert [each.what for each in told] == ["calling (3 times since 14:02)", "started"]


def test_what_can_be_voided_always_stands_alone() -> None:
    told = gathered([line(2, "nausea", undo_url="/x"), line(1, "nausea", undo_url="/y")])
    assert len(told) == 2

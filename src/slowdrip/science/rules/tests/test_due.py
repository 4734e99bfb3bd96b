"""The due clock at its boundaries."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slowdrip.science.rules.alarm import RepeatRequest
from slowdrip.science.rules.due import DueInputs, DueItem, DueStatus, Recheck, due_items
from slowdrip.science.rules.schedule import PhaseStart
from slowdrip.science.rules.tests import checks
from slowdrip.science.rules.tests.cases import SCHEDULE, WATCHED, after

RUNNING = (PhaseStart("running", after(0)),)
PAUSED = (*RUNNING, PhaseStart("paused", after(20)))
RECOVERY = (*RUNNING, PhaseStart("recovery", after(40)))


def charted(minute: float, *channels: str) -> dict[str, datetime]:
    return dict.fromkeys(channels or WATCHED, after(minute))


def due_of(inputs: DueInputs, channel: str) -> DueItem:
    return next(item for item in due_items(inputs, SCHEDULE) if channel in item.channels)


def test_nothing_is_due_before_the_start() -> None:
    assert due_items(DueInputs(phases=(), last_at=charted(-5)), SCHEDULE) == ()


def test_a_phase_without_a_schedule_asks_for_nothing() -> None:
    assert due_items(DueInputs(phases=(*RECOVERY, PhaseStart("ended", after(90))), last_at={}), SCHEDULE) == ()


def test_the_first_check_counts_from_the_start_though_vitals_were_taken_before() -> None:
    assert due_of(DueInputs(phases=RUNNING, last_at=charted(-10)), "bp").due_at == after(5)


@pytest.mark.parametrize(("last", "due_at"), [(4, 9), (14, 19), (14.9, 19.9), (15, 25), (16, 26)])
def test_the_interval_is_the_one_in_force_when_it_was_last_charted(last: float, due_at: float) -> None:
    assert due_of(DueInputs(phases=RUNNING, last_at=charted(last)), "bp").due_at == after(due_at)


def test_channels_with_one_due_time_are_one_item_and_others_are_not() -> None:
    items = due_items(DueInputs(phases=RUNNING, last_at=charted(16) | charted(18, "bp")), SCHEDULE)
    assert [(item.channels, item.due_at) for item in items] == [
        (("dissociation",), after(25)),
        (("hr", "spo2"), after(26)),
        (("bp",), after(28)),
    ]


def test_a_pause_keeps_the_running_interval() -> None:
    assert due_of(DueInputs(phases=PAUSED, last_at=charted(18)), "bp").due_at == after(28)


def test_a_pause_in_the_first_minutes_does_not_restart_them() -> None:
    early = (*RUNNING, PhaseStart("paused", after(4)), PhaseStart("running", after(14)))
    assert due_of(DueInputs(phases=early, last_at=charted(16)), "bp").due_at == after(26)


@pytest.mark.parametrize(("last", "due_at"), [(31, 41), (39, 49), (40, 55), (42, 57)])
def test_recovery_does_not_put_off_a_check_that_was_due_earlier(last: float, due_at: float) -> None:
    assert due_of(DueInputs(phases=RECOVERY, last_at=charted(last)), "bp").due_at == after(due_at)


@pytest.mark.parametrize(
    ("minute", "status"),
    [
        (4.99, DueStatus.COMING),
        (5, DueStatus.DUE),
        (6.99, DueStatus.DUE),
        (7, DueStatus.OVERDUE),
        (7.01, DueStatus.OVERDUE),
    ],
)
def test_a_check_is_due_at_its_time_and_overdue_when_its_grace_has_passed(minute: float, status: DueStatus) -> None:
    assert due_of(DueInputs(phases=RUNNING, last_at={}), "bp").status(after(minute)) is status


def test_a_reason_why_it_was_not_measured_puts_it_off_one_interval() -> None:
    inputs = DueInputs(phases=RUNNING, last_at=charted(2), deferred_at={"bp": after(9)})
    assert (due_of(inputs, "bp").due_at, due_of(inputs, "hr").due_at) == (after(14), after(7))


def test_a_repeat_is_due_without_grace() -> None:
    repeat = RepeatRequest(
        trigger="e1",
        because="urgent_reading",
        asked_at=after(3),
        from_at=after(5),
        due_at=after(8),
    )
    items = due_items(DueInputs(phases=RUNNING, last_at=charted(3), repeats=(repeat,)), SCHEDULE)
    item = next(item for item in items if item.kind == "repeat")
    assert (item.key, item.channels, item.due_at, item.overdue_at) == ("repeat:e1", ("bp",), after(8), after(8))


@pytest.mark.parametrize(("measured", "open_"), [(16.9, True), (17, False), (18, False)])
def test_a_medication_recheck_wants_a_measurement_near_its_time(measured: float, open_: bool) -> None:
    recheck = Recheck(trigger="m1", channels=("bp", "hr"), not_before=after(17), due_at=after(20))
    inputs = DueInputs(phases=RUNNING, last_at=charted(measured), rechecks=(recheck,))
    kinds = [item.kind for item in due_items(inputs, SCHEDULE)]
    assert ("medication_recheck" in kinds) is open_


def test_a_recheck_waits_for_every_channel() -> None:
    recheck = Recheck(trigger="m1", channels=("bp", "hr"), not_before=after(17), due_at=after(20))
    inputs = DueInputs(phases=RUNNING, last_at=charted(19, "bp"), rechecks=(recheck,))
    assert "medication_recheck" in [item.kind for item in due_items(inputs, SCHEDULE)]


minutes = some.integers(0, 90)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    some.dictionaries(some.sampled_from([*WATCHED, "dissociation"]), minutes),
    minutes,
    some.integers(0, 120),
    some.sampled_from(["running", "paused", "recovery"]),
)
def test_nothing_that_a_phase_asks_for_is_ever_forgotten(
    last: dict[str, int],
    phase_at: int,
    later: int,
    phase: str,
) -> None:
    at = max([phase_at, *last.values()]) + later
    marks = RUNNING if phase == "running" else (*RUNNING, PhaseStart(phase, after(phase_at)))
    inputs = DueInputs(phases=marks, last_at={channel: after(minute) for channel, minute in last.items()})
    checks.check_an_unmeasured_channel_becomes_overdue(inputs, after(at))


@settings(derandomize=True, max_examples=100, deadline=None)
@given(minutes, some.integers(1, 40))
def test_charting_later_never_makes_a_check_due_earlier(last: int, later: int) -> None:
    one = due_of(DueInputs(phases=RUNNING, last_at=charted(last)), "bp").due_at
    other = due_of(DueInputs(phases=RUNNING, last_at=charted(last + later)), "bp").due_at
    assert other >= one - timedelta(0)

"""Whom a missed deadline calls, when, and how often."""

from dataclasses import replace
from datetime import datetime, timedelta

from slowdrip.science.rules.risk_case import (
    CaseState,
    Disposal,
    Event,
    OwnerWhy,
    Step,
    Tier,
    Urgency,
    What,
    may_dispose,
    replay,
)
from slowdrip.science.rules.risk_case.closing import NOT_ACTED, SCREEN_DEMANDED
from slowdrip.science.rules.risk_case.events import (
    Acted,
    Closed,
    Disposed,
    Escalated,
    OwnerNamed,
    Payload,
    PlanMade,
    Reminded,
    Screened,
    Signalled,
    TextRead,
)
from slowdrip.science.rules.risk_case.fold import step
from slowdrip.science.rules.risk_case.ladder import due_calls, next_look
from slowdrip.science.rules.risk_case.tests.histories import LIMITS, START
from slowdrip.science.rules.risk_case.waiting import Duty, deadlines, late, next_deadline


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def case(*told: tuple[float, Payload]) -> CaseState:
    return replay([Event(f"e{number:02}", each, after(at), after(at), "nia") for number, (at, each) in enumerate(told)])


def sign(urgency: Urgency = Urgency.URGENT) -> Signalled:
    return Signalled(source="answer", code="phq9.item9", urgency=urgency, height=2)


def called(state: CaseState, at: float, duty: Duty | None = None) -> list[Step]:
    found = due_calls(state, LIMITS, after(at))
    return [call.step for call in found if duty in (None, call.deadline.duty)]


def looked(state: CaseState, at: float) -> CaseState:
    """The state after a look of the clock."""
    for call in due_calls(state, LIMITS, after(at)):
        told: Payload = (
            Reminded(deadline=call.deadline.key, step=call.step)
            if call.is_reminder
            else Escalated(deadline=call.deadline.key, step=call.step, number=call.number)
        )
        state = step(state, Event(call.name, told, after(at), after(at), "system"))
    return state


def test_an_urgent_sign_is_told_at_once_reminded_of_and_then_calls_one_after_the_other() -> None:
    state = case((0, sign()))
    assert called(state, 0) == [Step.TOLD]
    state = looked(state, 0)
    assert called(state, 9) == []
    assert called(state, 10) == [Step.SOON]
    state = looked(state, 10)
    for minute, who in ((15, Step.OWNER), (25, Step.FIRST), (35, Step.BACKUP), (45, Step.EVERYONE)):
        assert called(state, minute - 0.1) == []
        assert called(state, minute) == [who]
        state = looked(state, minute)
    assert called(state, 45 + 59.9, Duty.SCREEN) == []
    assert called(state, 45 + 60, Duty.SCREEN) == [Step.EVERYONE]


def test_a_sign_to_review_calls_everyone_again_each_day_and_a_high_tier_each_hour() -> None:
    review = looked(case((0, sign(Urgency.REVIEW))), 7 * 24 * 60)
    assert called(review, 8 * 24 * 60 - 1, Duty.SCREEN) == []
    assert called(review, 8 * 24 * 60, Duty.SCREEN) == [Step.EVERYONE]
    high = looked(case((0, sign()), (5, Screened(tool="asq", tier=Tier.HIGH))), 24 * 60)
    assert called(high, 25 * 60 - 1, Duty.ACT) == []
    assert called(high, 25 * 60, Duty.ACT) == [Step.EVERYONE]


def test_after_a_clock_that_was_set_back_everyone_is_called_again_at_once_and_then_each_hour() -> None:
    state = looked(case((0, sign())), 60 * 24 * 60)
    assert called(state, 100, Duty.SCREEN) == [Step.EVERYONE]
    again = looked(state, 100)
    assert called(again, 159, Duty.SCREEN) == []
    assert called(again, 160, Duty.SCREEN) == [Step.EVERYONE]


def test_a_step_that_would_reach_nobody_else_is_left_out_and_the_next_one_comes_in_its_place() -> None:
    state, steps = case((0, sign())), (Step.OWNER, Step.BACKUP, Step.EVERYONE)
    found = [[call.step for call in due_calls(state, LIMITS, after(at), steps=steps)] for at in (15, 25, 35)]
    assert [each[-1] for each in found] == [Step.OWNER, Step.BACKUP, Step.EVERYONE]


def test_a_lower_screen_takes_no_duty_to_act_away() -> None:
    high, low = Screened(tool="asq", tier=Tier.HIGH), Screened(tool="asq", tier=Tier.LOW)
    state = case((0, sign()), (5, high), (10, low))
    assert [one.due_at for one in deadlines(state, LIMITS) if one.duty is Duty.ACT] == [after(65)]
    assert NOT_ACTED in may_dispose(state)
    planned = case((0, sign()), (5, high), (10, low), (12, PlanMade(plan="p")))
    assert NOT_ACTED in may_dispose(planned)
    acted = case((0, sign()), (5, high), (10, low), (12, Acted(what=What.CONTACT_REACHED)))
    assert may_dispose(acted) == ()


def test_where_no_screen_was_possible_it_stays_asked_for_and_only_other_hands_end_the_case() -> None:
    tried = Screened(tool="clinician", tier=Tier.UNDETERMINED)
    state = case((0, sign()), (5, tried), (10, Acted(what=What.EMERGENCY)))
    assert {one.duty for one in deadlines(state, LIMITS)} == {Duty.SCREEN, Duty.SETTLE}
    assert may_dispose(state, Disposal.NO_CONCERN) == may_dispose(state) == (SCREEN_DEMANDED,)
    assert may_dispose(state, Disposal.EMERGENCY_CARE) == ()
    done = (Disposed(disposal=Disposal.EMERGENCY_CARE), Closed(signed_by="dana", signature="s"))
    ended = case((0, sign()), (5, tried), (10, Acted(what=What.EMERGENCY)), (11, done[0]), (12, done[1]))
    assert not ended.is_open
    again = case((0, sign()), (5, tried), (6, sign()), (10, Acted(what=What.EMERGENCY)), (11, done[0]))
    assert again.disposition is None


def test_a_screen_in_time_ends_the_calls_and_a_new_sign_begins_them_again() -> None:
    screened = looked(case((0, sign()), (5, Screened(tool="asq", tier=Tier.NONE))), 5)
    assert called(screened, 60) == []
    again = case((0, sign()), (5, Screened(tool="asq", tier=Tier.NONE)), (30, sign()))
    assert called(again, 31) == [Step.TOLD]


def test_a_jump_of_the_clock_calls_each_step_once_and_no_more() -> None:
    state, month = case((0, sign())), 45 + 30 * 24 * 60
    assert called(state, month, Duty.SCREEN) == [Step.OWNER, Step.FIRST, Step.BACKUP, Step.EVERYONE]
    assert called(looked(state, month), month + 1) == []


def wrote() -> Signalled:
    return Signalled(source="own_words", code="phq9.own_words", urgency=Urgency.REVIEW, own_words=True)


def written(state: CaseState, at: float, told: Payload) -> CaseState:
    """The state after something came and the clock looked."""
    return looked(step(state, Event(f"w{at}", told, after(at), after(at), "ada")), at)


def test_words_are_told_at_once_reminded_of_before_a_day_is_over_and_then_call() -> None:
    state = case((0, wrote()))
    assert called(state, 0) == [Step.TOLD]
    state = looked(state, 0)
    assert called(state, 24 * 60 - 6) == []
    assert called(state, 24 * 60 - 5, Duty.READ) == [Step.SOON]
    assert called(looked(state, 24 * 60 - 5), 24 * 60, Duty.READ) == [Step.OWNER]


def test_words_join_those_that_wait_and_are_told_anew_once_all_are_read_or_half_a_day_is_over() -> None:
    state = written(written(looked(case((0, wrote())), 0), 20, wrote()), 40, wrote())
    assert [call.step for call in state.calls] == [Step.TOLD]
    assert len([one for one in deadlines(state, LIMITS) if one.duty is Duty.READ]) == 3
    for number, name in enumerate(("e00", "w20")):
        state = written(state, 50 + number, TextRead(sign=name))
    assert [call.step for call in state.calls] == [Step.TOLD]
    assert len(written(state, 60, wrote()).calls) == 1
    late = written(state, 12 * 60 + 1, wrote())
    assert [call.step for call in late.calls] == [Step.TOLD, Step.TOLD]
    read = written(state, 55, TextRead(sign="w40"))
    assert [call.deadline for call in written(read, 56, wrote()).calls] == ["read:e00", "read:w56"]


def test_words_beside_a_sign_that_waits_for_its_screen_are_told_with_it() -> None:
    state = written(looked(case((0, sign())), 0), 1, wrote())
    assert [call.deadline for call in state.calls] == ["screen:e00"]
    state = written(state, 5, Screened(tool="asq", tier=Tier.NONE))
    assert [call.deadline for call in state.calls] == ["screen:e00"]
    assert [call.step for call in written(written(state, 6, TextRead(sign="w1")), 7, wrote()).calls] == 2 * [Step.TOLD]


def test_words_beside_a_sign_that_nobody_can_screen_now_are_told_for_themselves() -> None:
    state = looked(case((0, sign(Urgency.REVIEW))), 0)
    state = written(state, 190, Screened(tool="clinician", tier=Tier.UNDETERMINED))
    before = len([call for call in state.calls if call.step is Step.TOLD])
    told = [call.deadline for call in written(state, 360, wrote()).calls if call.step is Step.TOLD]
    assert told[before:] == ["read:w360"]


def test_words_are_told_to_whoever_answers_by_then() -> None:
    told = Reminded(deadline="read:e00", step=Step.TOLD, to=("day",))
    state = step(case((0, wrote())), Event("t", told, after(0), after(0), "system"))
    state = step(state, Event("o", OwnerNamed(owner="night", why=OwnerWhy.NAMED), after(5), after(5), "nia"))
    assert "read:w10" in [call.deadline.key for call in due_calls(came(state, 10, wrote()), LIMITS, after(10))]


def came(state: CaseState, at: float, told: Payload) -> CaseState:
    return step(state, Event(f"w{at}", told, after(at), after(at), "ada"))


def test_a_second_sign_while_the_first_is_called_about_joins_its_round_and_a_later_one_begins_anew() -> None:
    joined = case((0, sign()), (20, sign()))
    assert len([one for one in deadlines(joined, LIMITS) if one.duty is Duty.SCREEN]) == 1
    later = case((0, sign()), (600, sign()))
    screens = [one for one in deadlines(later, LIMITS) if one.duty is Duty.SCREEN]
    assert [one.due_at for one in screens] == [after(15), after(615)]


def test_a_sign_after_everyone_was_called_begins_a_round_of_its_own_whatever_the_clock_says() -> None:
    jumped = looked(case((0, sign())), 5 * 24 * 60)
    back = step(jumped, Event("late", sign(), jumped.as_of or START, after(20), "nia"))
    assert [one.due_at for one in deadlines(back, LIMITS) if one.duty is Duty.SCREEN] == [after(15), after(35)]


def test_a_sign_to_review_beside_an_urgent_one_calls_for_itself_only_when_that_one_is_screened_later() -> None:
    beside = case((0, sign(Urgency.REVIEW)), (10, sign()))
    assert [one.due_at for one in deadlines(beside, LIMITS) if one.duty is Duty.SCREEN] == [after(25)]
    far = case((0, sign(Urgency.REVIEW)), (230, sign()))
    assert [one.due_at for one in deadlines(far, LIMITS) if one.duty is Duty.SCREEN] == [after(240), after(245)]


def test_after_a_screen_that_says_high_somebody_acts_within_the_hour_whoever_screens_again() -> None:
    high = Screened(tool="asq", tier=Tier.HIGH, outcome="acute_positive")
    state = case((0, sign()), (5, high), (40, high), (50, Acted(what=What.CONTACT_TRIED)))
    assert [one.due_at for one in deadlines(state, LIMITS) if one.duty is Duty.ACT] == [after(65)]
    acted = case((0, sign()), (5, high), (50, Acted(what=What.EMERGENCY)))
    assert [one.duty for one in deadlines(acted, LIMITS)] == [Duty.SETTLE]


def test_a_screen_without_an_outcome_is_met_as_fast_as_high() -> None:
    open_one = case((0, sign()), (5, Screened(tool="asq", tier=Tier.UNDETERMINED)))
    due = next_deadline(open_one, LIMITS)
    assert due is not None
    assert (due.duty, due.due_at) == (Duty.ACT, after(65))


def test_a_case_where_all_is_done_and_nobody_decides_is_late_after_a_day() -> None:
    state = case((0, sign()), (5, Screened(tool="asq", tier=Tier.NONE)))
    assert late(state, LIMITS, after(5 + 24 * 60 - 1)) == ()
    assert [one.duty for one in late(state, LIMITS, after(5 + 24 * 60))] == [Duty.SETTLE]


def test_the_next_look_is_when_the_next_call_falls_due() -> None:
    state = case((0, sign()))
    assert next_look(state, LIMITS) == after(0)
    assert next_look(looked(state, 0), LIMITS) == after(10)
    assert next_look(looked(looked(state, 0), 10), LIMITS) == after(15)


def test_a_sign_written_by_a_clock_that_ran_ahead_is_overdue_as_soon_as_the_clock_is_right() -> None:
    ahead = case((3 * 24 * 60, sign()))
    assert Step.EVERYONE in called(ahead, 0)
    assert late(ahead, LIMITS, after(0))


def test_of_two_clocks_the_earlier_one_counts() -> None:
    one = Event("e", sign(), after(3 * 24 * 60), after(0), "nia")
    assert late(replay([one]), LIMITS, after(15))
    assert not late(replay([replace(one, recorded_at=after(3 * 24 * 60 + 5))]), LIMITS, after(3 * 24 * 60 + 1))

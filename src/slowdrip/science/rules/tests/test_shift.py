"""The parts of a shift, each at its boundary, and who holds what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from slowdrip.science.rules import shift
from slowdrip.science.rules.handing import hand_over_reason, take_over_reason
from slowdrip.science.rules.shift import (
    ClosingSeen,
    Held,
    MonitorSeen,
    OpeningSeen,
    Part,
    SoundSeen,
    TaskSeen,
    closing_parts,
    missing_reasons,
    opening_parts,
    unheld,
)
from slowdrip.science.rules.staffing import Credential
from slowdrip.science.rules.tests.cases import HOUSE, HOUSE_LIMITS, TODAY

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
MORNING = NOON.replace(hour=0)
BEDSIDE = MonitorSeen("Bedside 1", "v1", "1", False, NOON - timedelta(seconds=5))
SEEN = OpeningSeen(
    house=HOUSE,
    limits=HOUSE_LIMITS,
    monitors=(BEDSIDE,),
    sound=SoundSeen(NOON, True),
    at=NOON,
    since=MORNING,
    silent_after_s=60,
)
LEFT = ClosingSeen(visits=(), alarms=(), tasks=(), monitors=(), unsent=0)


def wrong(seen: OpeningSeen) -> dict[str, list[str]]:
    return {part.code: [one.code for one in part.reasons] for part in opening_parts(seen) if not part.whole}


def test_a_house_that_is_ready_is_whole_in_all_five_parts() -> None:
    assert [part.code for part in opening_parts(SEEN)] == ["staff", "credentials", "kit", "monitors", "sound"]
    assert wrong(SEEN) == {}


def hides_nothing() -> None:
    unchecked = replace(HOUSE, rescue_kit_checked_on=TODAY - timedelta(days=1))
    assert wrong(replace(SEEN, house=unchecked)) == {"kit": ["rescue_kit_not_checked_today"]}
    assert wrong(replace(SEEN, house=replace(HOUSE, rescue_kit_checked_on=None))) == {"kit": ["rescue_kit_not_checked"]}
    assert wrong(replace(SEEN, house=replace(HOUSE, rescue_kit_complete=False))) == {"kit": ["rescue_kit_incomplete"]}


def test_an_unchecked_kit_is_never_hidden() -> None:
    hides_nothing()


def test_planted_fault_an_opening_that_hides_an_unchecked_kit_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = shift.opening_parts
    monkeypatch.setitem(globals(), "opening_parts", lambda seen: [one for one in real(seen) if one.code != "kit"])
    with pytest.raises(AssertionError):
        hides_nothing()


def test_an_empty_house_says_so() -> None:
    empty = replace(HOUSE, acls_clinician=None, second_person=None, in_building=frozenset())
    found = wrong(replace(SEEN, house=empty))
    assert found == {"staff": ["acls_clinician_not_named", "second_person_not_named", "too_few_people"]}


@pytest.mark.parametrize(
    ("days", "reasons", "notes"),
    [
        (-1, ["credential_ran_out"], []),
        (0, [], ["credential_ends_soon"]),
        (30, [], ["credential_ends_soon"]),
        (31, [], []),
    ],
)
def test_a_credential_that_ran_out_is_a_reason_and_one_that_ends_within_thirty_days_a_note(
    days: int, reasons: list[str], notes: list[str]
) -> None:
    person = sorted(HOUSE.in_building)[0]
    house = replace(HOUSE, credentials=(Credential("licence", person, TODAY + timedelta(days=days)),))
    part = shift.credentials_part(house)
    assert ([one.code for one in part.reasons], [one.code for one in part.notes]) == (reasons, notes)


def test_who_is_not_here_and_what_was_renewed_say_nothing() -> None:
    person, past = sorted(HOUSE.in_building)[0], TODAY - timedelta(days=9)
    renewed = (Credential("acls", person, past), Credential("acls", person, TODAY + timedelta(days=300)))
    away = Credential("acls", "somebody_at_home", past)
    assert shift.credentials_part(replace(HOUSE, credentials=(*renewed, away))) == Part("credentials")


@pytest.mark.parametrize(
    ("heard_at", "code"),
    [
        (NOON - timedelta(seconds=60), None),
        (NOON - timedelta(seconds=61), "monitor_silent"),
        (MORNING - timedelta(seconds=1), "monitor_not_heard_today"),
        (None, "monitor_not_heard_today"),
    ],
)
def test_a_monitor_at_a_patient_is_silent_when_its_silence_would_call(
    heard_at: datetime | None, code: str | None
) -> None:
    found = wrong(replace(SEEN, monitors=(replace(BEDSIDE, heard_at=heard_at),)))
    assert found == ({"monitors": [code]} if code else {})


def test_a_free_monitor_has_to_have_spoken_today_and_no_monitor_is_no_fault() -> None:
    free = replace(BEDSIDE, visit="", chair="", heard_at=MORNING)
    assert wrong(replace(SEEN, monitors=(free,))) == {}
    assert wrong(replace(SEEN, monitors=(replace(free, heard_at=MORNING - timedelta(seconds=1)),))) != {}
    none = next(part for part in opening_parts(replace(SEEN, monitors=())) if part.code == "monitors")
    assert (none.whole, [one.code for one in none.notes]) == (True, ["no_monitors"])


def test_the_sound_has_to_be_heard() -> None:
    assert wrong(replace(SEEN, sound=None)) == {"sound": ["sound_not_tested"]}
    assert wrong(replace(SEEN, sound=SoundSeen(NOON, False))) == {"sound": ["sound_not_heard"]}


def test_every_part_that_is_not_whole_needs_its_yes() -> None:
    parts = opening_parts(replace(SEEN, sound=None, house=replace(HOUSE, rescue_kit_complete=False)))
    assert missing_reasons(parts, {}) == ("kit", "sound")
    assert missing_reasons(parts, {"kit": "oxygen is on its way"}) == ("sound",)
    assert missing_reasons(parts, {"kit": "a", "sound": "b"}) == ()


def test_a_close_lists_what_is_left() -> None:
    tasks = (TaskSeen("t1", "call_back"), TaskSeen("t2", "call_back"), TaskSeen("t3", "residual_not_wasted"))
    over = replace(BEDSIDE, visit_over=True)
    alarms = (shift.AlarmSeen("v1", "1", "blood_pressure", "urgent"),)
    parts = closing_parts(replace(LEFT, alarms=alarms, tasks=tasks, monitors=(over, BEDSIDE), unsent=2))
    assert {part.code: len(part.reasons) for part in parts} == dict.fromkeys(shift.CLOSING, 1)
    found = {part.code: part for part in parts}
    assert found["tasks"].reasons[0].params == {"kind": "call_back", "count": 2, "tasks": ("t1", "t2")}
    assert [one.code for one in found["paired"].notes] == ["monitor_at_patient"]
    assert all(part.whole for part in closing_parts(LEFT))


def test_a_screen_that_does_not_say_what_waits_on_it_is_pointed_out() -> None:
    part = closing_parts(replace(LEFT, unsent=None))[-1]
    assert (part.whole, [one.code for one in part.notes]) == (True, ["unsent_not_told"])


def test_a_visit_is_held_only_by_somebody_who_stays() -> None:
    ann, nobody = Held("v1", "1", "ann"), Held("v2", "2", "")
    assert unheld([ann], stays={"ann"}) == ()
    assert unheld([ann], stays={"ben"}) == (ann,)
    assert unheld([ann, nobody], stays={"ann", ""}) == (nobody,)


@pytest.mark.parametrize(
    ("holder", "giver", "taker", "code"),
    [
        ("ann", "ann", "ben", None),
        ("ann", "ann", "ann", "handed_to_oneself"),
        ("ann", "ben", "ben", "handed_over_by_another"),
        ("", "ann", "ben", "chair_without_nurse"),
    ],
)
def test_only_the_holder_hands_over_and_only_to_another(holder: str, giver: str, taker: str, code: str | None) -> None:
    found = hand_over_reason(holder=holder, giver=giver, taker=taker)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("holder", "taker", "told", "code"),
    [
        ("ann", "ben", "called away", None),
        ("ann", "ben", "  ", "take_over_needs_reason"),
        ("ann", "ann", "why not", "chair_held_already"),
        ("", "ben", "", None),
    ],
)
def test_taking_a_chair_from_somebody_needs_a_reason(holder: str, taker: str, told: str, code: str | None) -> None:
    found = take_over_reason(holder=holder, taker=taker, told=told)
    assert (found.code if found else None) == code

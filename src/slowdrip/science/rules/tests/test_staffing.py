"""Who must be in the building, to the day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from slowdrip.science.rules.staffing import (
    Credential,
    House,
    acls_gate,
    credential_reason,
    expiring,
    house_gates,
    rescue_kit_gate,
    second_person_gate,
)
from slowdrip.science.rules.tests.cases import HOUSE, HOUSE_LIMITS, TODAY


def codes(house: House) -> list[str]:
    return [reason.code for gate in house_gates(house, HOUSE_LIMITS) for reason in gate.reasons]


def test_a_full_house_is_open() -> None:
    assert codes(HOUSE) == []


@pytest.mark.parametrize(("days", "code"), [(-1, "credential_expired"), (0, None), (1, None)])
def test_a_credential_is_valid_on_its_last_day(days: int, code: str | None) -> None:
    held = (Credential("acls", "ann", TODAY + timedelta(days=days)),)
    found = credential_reason("ann", "acls", credentials=held, on=TODAY)
    assert (found.code if found else None) == code


def test_a_renewed_credential_counts_though_the_old_one_expired() -> None:
    held = (Credential("acls", "ann", date(2020, 1, 1)), Credential("acls", "ann", date(2030, 1, 1)))
    assert credential_reason("ann", "acls", credentials=held, on=TODAY) is None


def test_a_credential_without_a_date_is_not_known_to_be_valid() -> None:
    found = credential_reason("ann", "acls", credentials=(Credential("acls", "ann", None),), on=TODAY)
    assert found is not None
    assert found.code == "credential_without_expiry"


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (29, 1), (30, 1), (31, 0)])
def test_what_ends_soon_is_told_in_time(days: int, count: int) -> None:
    held = (Credential("acls", "ann", TODAY + timedelta(days=days)),)
    assert len(expiring(held, on=TODAY, within_days=30)) == count


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"acls_clinician": None}, "acls_clinician_not_named"),
        ({"in_building": frozenset({"ben", "cid"})}, "not_in_building"),
        ({"credentials": HOUSE.credentials[1:]}, "credential_missing"),
        ({"second_person": None}, "second_person_not_named"),
        ({"second_person": "ann"}, "second_person_is_acls_clinician"),
        ({"second_person": "eve"}, "not_in_building"),
        ({"credentials": HOUSE.credentials[:1]}, "credential_missing"),
        ({"in_building": frozenset({"ann"})}, "too_few_people"),
        ({"rescue_kit_checked_on": None}, "rescue_kit_not_checked"),
        ({"rescue_kit_checked_on": TODAY - timedelta(days=1)}, "rescue_kit_not_checked_today"),
        ({"rescue_kit_checked_on": TODAY + timedelta(days=1)}, "rescue_kit_not_checked_today"),
        ({"rescue_kit_complete": False}, "rescue_kit_incomplete"),
    ],
)
def test_each_missing_thing_shuts_the_house_and_is_named(change: dict[str, Any], code: str) -> None:
    assert code in codes(replace(HOUSE, **change))


@pytest.mark.parametrize(
    ("people", "enough"),
    [({"ann"}, False), ({"ann", "ben"}, True), ({"ann", "ben", "cid"}, True)],
)
def test_enough_people_are_in_the_building(people: set[str], enough: bool) -> None:
    gate = second_person_gate(replace(HOUSE, in_building=frozenset(people)), HOUSE_LIMITS)
    assert ("too_few_people" not in [reason.code for reason in gate.reasons]) is enough


def test_a_policy_may_ask_for_less() -> None:
    lenient = replace(HOUSE_LIMITS, acls_required=False, rescue_kit_today=False, second_person_credential="")
    bare = replace(HOUSE, acls_clinician=None, rescue_kit_checked_on=None, credentials=())
    assert all(gate.passed for gate in house_gates(bare, lenient))
    assert not acls_gate(bare, HOUSE_LIMITS).passed
    assert not rescue_kit_gate(bare, HOUSE_LIMITS).passed

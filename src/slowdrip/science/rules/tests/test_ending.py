"""Which endings a phase offers, and when the patient may sign."""

import pytest

from slowdrip.science.infusion.events import ENDINGS as KNOWN
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.rules.ending import ENDINGS, endings_in, may_patient_sign, patient_signs_again_at
from slowdrip.science.rules.tests.cases import after

DAY = 24 * 60


def test_every_phase_is_answered_and_every_ending_is_a_known_event() -> None:
    assert set(ENDINGS) == {phase.value for phase in Phase}
    assert {each for offered in ENDINGS.values() for each in offered} == set(KNOWN)


@pytest.mark.parametrize("phase", [each.value for each in Phase if each is not Phase.RECOVERY])
def test_discharge_is_offered_in_recovery_only(phase: str) -> None:
    assert "discharged" not in endings_in(phase)
    assert "discharged" in endings_in("recovery")


@pytest.mark.parametrize("phase", ["checked_in", "preparing", "ready", "running", "paused", "recovery"])
def test_an_ambulance_can_come_at_any_time(phase: str) -> None:
    assert "transferred_ems" in endings_in(phase)


@pytest.mark.parametrize("phase", ["running", "paused", "recovery"])
def test_a_started_drip_cannot_be_not_started(phase: str) -> None:
    assert "not_started" not in endings_in(phase)


def test_an_unknown_phase_offers_nothing() -> None:
    assert endings_in("elsewhere") == ()


@pytest.mark.parametrize(
    ("minute", "allowed"),
    [
        (-1, True),
        (0, False),
        (1, False),
        (40, False),
        (40 + DAY - 1, False),
        (40 + DAY, True),
        (41 + DAY, True),
    ],
)
def test_the_patient_signs_nothing_from_the_start_until_a_day_after_the_end(minute: int, allowed: bool) -> None:
    assert may_patient_sign(after(0), after(40), at=after(minute), hours=24) is allowed


def test_while_it_runs_there_is_no_time_to_sign_again() -> None:
    assert not may_patient_sign(after(0), None, at=after(10 * DAY), hours=24)
    assert patient_signs_again_at(None, hours=24) is None


def test_without_a_start_the_patient_may_sign() -> None:
    assert may_patient_sign(None, None, at=after(0), hours=24)

"""What readings of the cuff teach: a band of this patient's own pressure, or a reason why not."""

from dataclasses import replace

import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Learned, Reading, Subject, learned
from slowdrip.science.pharmacology.twin.tests.cast import RENEE, USUAL

KNOWN = replace(RENEE, hr_bpm=72.0)
AT = (0.0, 20.0, 40.0, 120.0)
HIGH = (Reading(10.0, 165.0), Reading(20.0, 175.0), Reading(30.0, 180.0))
FLAT = (Reading(10.0, 138.0), Reading(20.0, 139.0), Reading(30.0, 138.0))


def own(readings: tuple[Reading, ...]) -> Learned:
    found = learned(default_set(), KNOWN, USUAL, readings, AT)
    assert isinstance(found, Learned)
    return found


def test_a_strong_and_a_flat_response_are_told_apart() -> None:
    strong, flat = own(HIGH), own(FLAT)
    assert strong.readings == 3
    assert strong.sbp_mmhg.low[2] > flat.sbp_mmhg.high[2]
    assert 165 < strong.sbp_mmhg.middle[2] < 195
    assert 134 < flat.sbp_mmhg.middle[2] < 146


def test_more_readings_make_the_band_narrower() -> None:
    one, three = own(FLAT[:1]).sbp_mmhg, own(FLAT).sbp_mmhg
    assert three.high[2] - three.low[2] < one.high[2] - one.low[2]


def test_the_same_readings_give_the_same_band() -> None:
    assert own(HIGH) == own(HIGH)


@pytest.mark.parametrize(
    ("subject", "readings", "code"),
    [
        (KNOWN, (), "no_readings"),
        (KNOWN, (Reading(-5.0, 150.0),), "no_readings"),
        (replace(KNOWN, before=None), HIGH, "baseline_missing"),
        (replace(KNOWN, hr_bpm=None), HIGH, "baseline_missing"),
        (replace(KNOWN, weight_kg=None), HIGH, "weight_missing"),
        (replace(KNOWN, weight_kg=151.0), HIGH, "weight_above_range"),
    ],
)
def test_without_what_it_needs_nothing_is_learned(subject: Subject, readings: tuple[Reading, ...], code: str) -> None:
    found = learned(default_set(), subject, USUAL, readings, AT)
    assert isinstance(found, NoPrediction)
    assert found.code == code


def test_draws_that_cannot_be_trusted_are_no_update(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsure(subject: updating.Subject, *_args: object, **_more: object) -> updating.NoUpdate:
        return updating.NoUpdate("weights_not_reliable", {"k_hat": 0.9}, updating.before(subject, draws=50))

    monkeypatch.setattr(updating, "updated", unsure)
    assert learned(default_set(), KNOWN, USUAL, HIGH, AT) == NoPrediction("no_individual_update", {"k_hat": 0.9})

"""What earlier visits teach about the next: the person, never the visit, and bands that still hold what they say."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import default_set
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.linear import Floats
from slowdrip.science.pharmacology.models import NoPrediction, Person
from slowdrip.science.pharmacology.twin import Aspect, Learned, Reading, Remembered, Visit, learned, remembered
from slowdrip.science.pharmacology.twin.earlier import person_of
from slowdrip.science.pharmacology.twin.expected import baseline_of
from slowdrip.science.pharmacology.twin.tests.cast import SEVENTY, USUAL
from slowdrip.science.pharmacology.updating import Again, Belief, Level, Observation, Plan, Signal, Visits, simulated

MODELS = default_set()
PERSON = replace(SEVENTY, seed=0, hr_bpm=72.0)
AT = (5.0, 10.0, 20.0, 40.0, 60.0, 80.0)
STRONG = tuple(Reading(*each) for each in zip(AT, (128.0, 139.0, 158.0, 172.0, 150.0, 135.0), strict=True))
FEW, MANY = 40, 150
LEAST, MOST = 0.85, 0.95
CHANGED = 1.5
HIGHEST_MMHG = 80.0
"""A rise above this is left as it is where others are made 1.5 times as large: it would leave what can be read."""


def own(known: Remembered | None, readings: tuple[Reading, ...] = ()) -> Learned:
    found = learned(MODELS, PERSON, USUAL, readings, AT, known=known)
    assert isinstance(found, Learned)
    return found


def after(*visits: tuple[Reading, ...]) -> Remembered | None:
    return remembered(MODELS, [Visit(PERSON, USUAL, readings) for readings in visits])


def test_a_strong_response_is_expected_again_before_the_next_start() -> None:
    known = after(STRONG)
    again = own(known)
    usual = own(None, (Reading(0.0, 122.0),))
    assert (again.visits, again.earlier_readings, again.readings) == (1, 6, 0)
    assert again.sbp_mmhg.middle[3] > usual.sbp_mmhg.middle[3] + 8


def test_two_visits_teach_more_than_one_and_readings_of_today_more_than_none() -> None:
    one, two = own(after(STRONG)), own(after(STRONG, STRONG))
    assert two.sureness.of(Aspect.SIZE) > one.sureness.of(Aspect.SIZE) > 0.2
    assert own(after(STRONG), STRONG[:3]).sureness.of(Aspect.SIZE) > one.sureness.of(Aspect.SIZE)


def test_earlier_visits_do_not_tell_clearance_either() -> None:
    assert abs(own(after(STRONG, STRONG, STRONG), STRONG).sureness.of(Aspect.CLEARANCE)) <= 0.05


def test_what_differed_at_a_visit_is_not_remembered() -> None:
    """Nothing of that visit's own pressure before the start, and nothing of how far the model was off that day."""
    sure = own(after(STRONG, STRONG)).sureness
    assert [sure.of(each) for each in (Aspect.BASELINE, Aspect.FIRST_MINUTES, Aspect.AFTER_STOP)] == [0.0] * 3


@pytest.mark.parametrize("readings", [(), (Reading(-5.0, 150.0),)])
def test_a_visit_without_readings_teaches_nothing(readings: tuple[Reading, ...]) -> None:
    assert after(readings) is None
    known = after(STRONG, readings)
    assert known is not None
    assert known.visits == 1


def test_a_visit_without_a_pressure_before_the_start_teaches_nothing() -> None:
    assert remembered(MODELS, [Visit(replace(PERSON, before=None), USUAL, STRONG)]) is None


def test_without_visits_and_readings_there_is_no_own_line() -> None:
    assert learned(MODELS, PERSON, USUAL, (), AT) == NoPrediction("no_readings", {})


def series(people: int, *, also: tuple[str, ...] = (), factor: float = 1.0) -> list[Visits]:
    """Some visits of the same people at the chair's settings, one after the other.

    With a factor the rise of every other person is that much larger from the second visit on: no longer people of the
    model, which holds a person for one and the same at each visit.
    """
    truth = updating.Subject(MODELS, Person(70.0, 40.0), baseline_of(PERSON))
    read = tuple((Signal.SBP_MMHG, minute) for minute in AT)
    plan = Plan(USUAL.regimen, read, frozenset({Signal.SBP_CHANGE_MMHG}), np.array(AT))
    first = simulated(truth, plan, visits=people, seed=20, misfit=True)
    back = Again(others(truth, first, factor), also)
    later = (simulated(truth, plan, visits=people, seed=seed, misfit=True, again=back) for seed in (21, 22, 23))
    return [first, *later]


def others(truth: updating.Subject, visits: Visits, factor: float) -> Visits:
    """These people, every other one with a rise of another size, but for the few whose pressure nobody could have."""
    highest = visits.truth[Signal.SBP_CHANGE_MMHG].max(axis=1)
    every_other = (np.arange(len(highest)) % 2 == 0) & (highest < HIGHEST_MMHG)
    changed = visits.people.copy()
    changed[every_other, updating.prior_of(truth).names.index("hemodynamics.e_max_map")] += np.log(factor)
    return replace(visits, people=changed)


def told_of(visits: list[Visits]) -> Iterator[tuple[tuple[Observation, ...], ...]]:
    """The readings of each person, visit by visit."""
    return zip(*(each.readings for each in visits), strict=True)


def as_readings(taken: tuple[Observation, ...]) -> tuple[Reading, ...]:
    return tuple(Reading(each.t_min, each.value) for each in taken)


def held(people: int, used: int, *, earlier: int = 1, also: tuple[str, ...] = (), factor: float = 1.0) -> float:
    """How often the next visit's band held a charted reading that it had not seen, after so many of that visit."""
    visits = series(people, also=also, factor=factor)
    inside: list[Floats] = []
    for told in told_of(visits[: earlier + 1]):
        *before, today = map(as_readings, told)
        found = learned(MODELS, PERSON, USUAL, today[:used], AT, known=after(*before))
        if isinstance(found, Learned):
            read = np.array([each.sbp_mmhg for each in today])
            hits = (read >= np.array(found.sbp_mmhg.low)) & (read <= np.array(found.sbp_mmhg.high))
            inside.append(hits[used:].astype(np.float64))
    assert len(inside) >= 0.95 * people
    return float(np.mean(inside))


def line_inside(people: int, *, earlier: int = 1, factor: float = 1.0) -> Floats:
    """Whether the 90 % band of the true rise at the next visit held it before that visit's first reading, for each.

    No cuff comes in here: its error is wide, and would hide a belief that is too sure of the person.
    """
    visits, rise = series(people, factor=factor), Signal.SBP_CHANGE_MMHG
    made = person_of(MODELS, PERSON)
    assert not isinstance(made, NoPrediction)
    inside: list[Floats] = []
    for told, truth in zip(told_of(visits[:earlier]), visits[earlier].truth[rise], strict=True):
        known = after(*map(as_readings, told))
        start = updating.before(made, belief=None if known is None else known.before(made))
        band = updating.bands(start, USUAL.regimen, AT, frozenset({rise}))[rise]
        assert not isinstance(band, NoPrediction)
        inside.append(((truth >= band.at(0.05)) & (truth <= band.at(0.95))).astype(np.float64))
    return np.array(inside)


def test_the_next_visits_band_holds_readings_about_as_often_as_it_says() -> None:
    assert 0.82 <= held(FEW, 2) <= 0.97


def test_the_next_visits_band_holds_the_true_rise_about_as_often_as_it_says() -> None:
    assert 0.85 <= float(line_inside(FEW, earlier=3).mean()) <= 0.97


def test_the_next_visit_is_known_less_surely_than_the_one_it_was_learned_from() -> None:
    """The rise at a visit is the person's times the visit's, and the visit's is drawn anew."""
    known = after(STRONG, STRONG, STRONG)
    assert known is not None
    made = person_of(MODELS, PERSON)
    assert not isinstance(made, NoPrediction)
    assert sd_of_rise(known.before(made)) > 1.1 * sd_of_rise(known.belief)


def sd_of_rise(belief: Belief) -> float:
    """The SD of the logarithm of the size of the rise at one visit."""
    both = np.array([name.endswith("hemodynamics.e_max_map") for name in belief.names], dtype=np.float64)
    assert both.sum() == 2
    return float(np.sqrt(both @ belief.covariance @ both))


def test_planted_fault_a_visit_carried_on_as_if_it_were_the_person_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a term for what differs between visits the band of the next one is too narrow."""
    monkeypatch.setattr(updating, "next_visit", overconfident)
    with pytest.raises(AssertionError):
        test_the_next_visit_is_known_less_surely_than_the_one_it_was_learned_from()


def test_planted_fault_a_belief_too_sure_of_the_person_is_caught_by_coverage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its band holds the true rise in about 74 of 100, where it says 90; readings would hide it behind the cuff."""
    monkeypatch.setattr(updating, "next_visit", overconfident)
    with pytest.raises(AssertionError, match=r"0\.85 <= 0\.7"):
        test_the_next_visits_band_holds_the_true_rise_about_as_often_as_it_says()


def overconfident(subject: updating.Subject, person: Belief) -> Belief:
    """All that was believed at the end of the last visit, but for the pressure before this one's start."""
    fresh = updating.prior_of(subject)
    kept = np.array([not name.startswith("baseline.") for name in fresh.names])
    mean = np.where(kept, person.mean, fresh.mean)
    covariance = np.where(np.outer(kept, kept), person.covariance, np.diag(np.diag(fresh.covariance)))
    return Belief(fresh.names, (Level.PERSON,) * len(fresh.names), mean, covariance)


@pytest.mark.long
@pytest.mark.parametrize("used", [0, 2, 4])
@pytest.mark.parametrize("earlier", [1, 3])
@pytest.mark.parametrize("also", [(), ("misfit.",)], ids=["own", "off in the same way"])
def test_the_next_visits_band_holds_85_to_95_percent(used: int, earlier: int, also: tuple[str, ...]) -> None:
    """Also when the model is off in the same way at each visit of a person, which the belief does not assume."""
    assert LEAST <= held(MANY, used, earlier=earlier, also=also) <= MOST


@pytest.mark.long
@pytest.mark.parametrize("used", [0, 2, 4])
@pytest.mark.parametrize("earlier", [1, 3])
def test_readings_of_people_who_changed_between_visits_are_held_too(used: int, earlier: int) -> None:
    """Half of them have a rise 1.5 times as large from the second visit on, which the belief does not assume."""
    assert LEAST <= held(MANY, used, earlier=earlier, factor=CHANGED) <= MOST


@pytest.mark.long
@pytest.mark.parametrize(("earlier", "least"), [(1, 0.78), (3, 0.84)])
def test_the_true_rise_of_people_who_changed_is_held_less_often_than_the_band_says(earlier: int, least: float) -> None:
    """That is what docs/explanation/updating.md says of them: a band is not wide enough for another person."""
    changed = line_inside(MANY, earlier=earlier, factor=CHANGED)[::2]
    assert least <= changed.mean() <= 0.9


def test_the_same_visits_are_remembered_in_the_same_way() -> None:
    one, other = after(STRONG), after(STRONG)
    assert one is not None
    assert other is not None
    assert np.array_equal(one.belief.mean, other.belief.mean)

"""The newest word about risk is also what was said at the chair: a no there ends a silence, a yes begins one."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.safety import silence
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.safety.tests.case.test_hearing import answered, asked, missed, the_case
from slowdrip.clinic.safety.tests.case.told import after, settled
from slowdrip.clinic.safety.tests.test_board import another
from tests.drips import House

pytestmark = pytest.mark.django_db


def charted(visit: Visit, minute: float, answer: str, kind: str = "precheck") -> None:
    told = {"suicidality_asked": True, "suicidality_before": answer} if kind == "precheck" else {"answer": answer}
    visit.chart((minute, kind, told))


def word_of(house: House) -> silence.LastWord | None:
    return silence.last_word(house.cast.harbor.pk, house.patient_id)


def a_no_at_the_chair_is_heard(house: House, visit: Visit) -> None:
    """An old yes, a no at the chair, and a form that stays empty: nobody is silent."""
    answered(house, {"q9": "1"}, -600)
    charted(visit, 1, "none")
    missed(house, asked(house, -100, opens=30, closes=60), 61)
    assert [sign.code for sign in the_case().signs] == ["phq9.item9"]


def test_a_no_at_the_chair_after_an_old_yes_makes_an_empty_form_no_silence(rostered: House, running: Visit) -> None:
    a_no_at_the_chair_is_heard(rostered, running)


def test_planted_a_silence_that_does_not_read_the_chair_is_noticed(
    rostered: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_told: object) -> Iterator[tuple[object, silence.LastWord]]:
        yield from ()

    monkeypatch.setattr(silence, "_charted", none)
    with pytest.raises(AssertionError):
        a_no_at_the_chair_is_heard(rostered, running)


@pytest.mark.parametrize(
    ("answer", "silent"), [("item_1", True), ("item_5", True), ("declined", True), ("none", False)]
)
def test_a_yes_at_the_chair_after_a_no_makes_an_empty_form_a_silence(
    rostered: House, running: Visit, answer: str, silent: bool
) -> None:
    answered(rostered, {"q9": "0"}, -600)
    charted(running, 1, answer, "suicidality_after")
    missed(rostered, asked(rostered, 10, opens=30, closes=60), 61)
    found = RiskCase.objects.exists() and "silence" in {sign.code for sign in the_case().signs}
    assert found == silent


def test_the_newest_of_answer_screen_and_chair_counts(rostered: House, running: Visit) -> None:
    charted(running, 1, "item_2")
    assert word_of(rostered) == silence.LastWord(running.at(1), is_positive=True)
    answered(rostered, {"q9": "0"}, 120)
    assert word_of(rostered) == silence.LastWord(after(120), is_positive=False)
    settled(rostered, RiskCase.objects.get(), 130, tier="moderate")
    assert word_of(rostered) == silence.LastWord(after(130), is_positive=True)


def test_a_no_at_the_chair_takes_no_grave_screen_back(rostered: House, running: Visit) -> None:
    charted(running, 1, "item_2")
    settled(rostered, RiskCase.objects.get(), 10, tier="moderate")
    charted(running, 60, "none", "suicidality_after")
    assert word_of(rostered) == silence.LastWord(after(10), is_positive=True)
    settled(rostered, RiskCase.objects.get(), 70)
    charted(running, 80, "none", "suicidality_after")
    assert word_of(rostered) == silence.LastWord(running.at(80), is_positive=False)


def test_a_precheck_that_says_nothing_of_it_is_no_word_and_one_that_was_voided_neither(
    rostered: House, running: Visit
) -> None:
    before = word_of(rostered)
    charted(running, 1, "item_2")
    row = InfusionEvent.objects.filter(kind="precheck", payload__contains="item_2").get()
    with act(rostered.cast.system, at=after(3)) as tx:
        tx.void(row, reason="another patient")
    assert word_of(rostered) == before


def test_many_patients_cost_no_more_queries_than_one(rostered: House, running: Visit) -> None:
    charted(running, 1, "none")
    others = [another(rostered, number, at=after(-600)).patient_id for number in range(5)]
    counts = []
    for patients in ([rostered.patient_id], [rostered.patient_id, *others]):
        with CaptureQueriesContext(connection) as asked_for:
            silence.last_words(rostered.cast.harbor.pk, patients)
        counts.append(len(asked_for))
    assert counts[0] == counts[1] <= 4

"""The bladder screen: blood alone or enough symptoms, whatever is missing; and what persists."""

from collections.abc import Callable, Mapping

import pytest

from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.rules.adverse.bladder import SYMPTOMS, Screened, Verdict, judge, persists

N, P, OPEN = Verdict.NEGATIVE, Verdict.POSITIVE, Verdict.OPEN


def answers(told: str) -> dict[str, int | None]:
    """One mark per symptom in the order of the form; `-` is not known."""
    return {name: None if mark == "-" else int(mark) for name, mark in zip(SYMPTOMS, told.split(), strict=True)}


def test_the_symptoms_are_those_of_the_form() -> None:
    assert [item.name for item in scale("bladder").items] == list(SYMPTOMS)


@pytest.mark.parametrize(
    ("told", "verdict", "codes"),
    [
        ("0 0 0 0 0 0", N, ()),
        ("0 3 0 0 0 0", N, ()),
        ("0 0 0 0 1 0", P, ("blood",)),
        ("1 0 0 2 0 0", P, ("symptoms",)),
        ("1 0 0 0 4 0", P, ("blood", "symptoms")),
        ("- - - - 1 -", P, ("blood",)),
        ("1 1 - - - -", P, ("symptoms",)),
        ("0 3 0 0 - 0", OPEN, ()),
        ("0 0 0 0 - 0", OPEN, ()),
        ("- 0 0 0 0 0", N, ()),
        ("- - 0 0 0 0", OPEN, ()),
        ("- 1 0 0 0 0", OPEN, ()),
        ("- - - - - -", OPEN, ()),
    ],
)
def test_bounds_decide(told: str, verdict: Verdict, codes: tuple[str, ...]) -> None:
    screened = judge(answers(told), at_least=2)
    assert (screened.verdict, screened.codes) == (verdict, codes)


def turned_by_gaps(rule: Callable[..., Screened]) -> list[str]:
    """The screens that a rule calls settled although the gaps could turn them, or open although they cannot."""
    found = []
    for place in range(3**6):
        told = " ".join(("0", "1", "-")[place // 3**power % 3] for power in range(6))
        said = rule(answers(told), at_least=2).verdict
        ends = {rule(answers(told.replace("-", one)), at_least=2).verdict for one in "01"}
        if ends != ({N, P} if said is OPEN else {said}):
            found.append(told)
    return found


def test_no_way_to_fill_the_gaps_turns_a_verdict() -> None:
    assert turned_by_gaps(judge) == []


def test_a_rule_that_takes_a_gap_for_no_would_be_found() -> None:
    """Planted fault: a symptom that was not answered counts as "not at all"."""

    def careless(told: Mapping[str, int | None], *, at_least: int) -> Screened:
        return judge({name: told.get(name) or 0 for name in SYMPTOMS}, at_least=at_least)

    assert "0 0 0 0 - 0" in turned_by_gaps(careless)


def test_screens_in_a_row_persist_and_one_that_says_nothing_breaks_no_row() -> None:
    assert persists([P, P, N], screens=2)
    assert persists([P, OPEN, P], screens=2)
    assert not persists([P, N, P], screens=2)
    assert not persists([N, P, P], screens=2)
    assert not persists([P, OPEN], screens=2)

"""What an answer may be: a number the scale has, or one of three reasons why there is none."""

from decimal import Decimal
from typing import Any

import pytest

from slowdrip.knowledge.scales import load_scale, scale
from slowdrip.knowledge.scales.catalogue import scale_file
from slowdrip.science.scales import Absent, BadAnswers, Fired, Status, problems, score, score_total

PHQ9 = scale("phq9")


def nine(*last: Any) -> dict[str, Any]:
    """Answers to PHQ-9: zeros, then the ones given for the last items."""
    values = [0] * (9 - len(last)) + list(last)
    return {f"q{place}": each for place, each in enumerate(values, start=1)}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (4, "out_of_range"),
        (-1, "out_of_range"),
        (Decimal("1.5"), "out_of_range"),
        (Decimal("NaN"), "out_of_range"),
        (1.0, "not_a_number"),
        (True, "not_a_number"),
        ("2", "not_a_number"),
        (None, "not_a_number"),
        (Absent.NOT_APPLICABLE, "always_applies"),
    ],
)
def test_what_the_scale_does_not_have_is_refused(answer: Any, code: str) -> None:
    with pytest.raises(BadAnswers) as refused:
        score(PHQ9, nine(answer))
    assert refused.value.codes == (code,)


def test_an_unknown_item_is_refused_and_every_problem_is_told() -> None:
    with pytest.raises(BadAnswers) as refused:
        score(PHQ9, {"q1": 7, "q10": 1})
    assert {(each.item, each.code) for each in refused.value.problems} == {
        ("q1", "out_of_range"),
        ("q10", "unknown_item"),
    }


def test_a_form_can_ask_without_scoring() -> None:
    (found,) = problems(PHQ9, {"q9": 4})
    assert (found.item, found.code, dict(found.params)) == (
        "q9",
        "out_of_range",
        {"low": "0", "high": "3", "step": "1"},
    )


def test_missing_refused_not_assessed_and_zero_are_four_things() -> None:
    by_answer = {each: score(PHQ9, nine(each)) for each in (0, Absent.MISSING, Absent.REFUSED)}
    assert [by_answer[each].triggers["item9"].fired for each in by_answer] == [
        Fired.CLEAR,
        Fired.UNANSWERED,
        Fired.REFUSED,
    ]
    assert [by_answer[each].scores["total"].value for each in by_answer] == [0, None, None]
    assert by_answer[Absent.REFUSED].refused == ("q9",)
    assert "q9" not in by_answer[Absent.REFUSED].missing
    rated = score(scale("cgi_s"), {"q1": 0})
    assert (rated.not_assessed, rated.scores["total"].value) == (("q1",), None)


def test_an_absent_key_is_a_missing_answer() -> None:
    assert score(PHQ9, {}) == score(PHQ9, dict.fromkeys(nine(), Absent.MISSING))


def test_an_item_that_applies_after_all_cannot_be_marked_away() -> None:
    with pytest.raises(BadAnswers) as refused:
        score(scale("asq"), {"q1": 1, "q5": Absent.NOT_APPLICABLE})
    assert refused.value.codes == ("always_applies",)
    with pytest.raises(BadAnswers):
        score(scale("qids_sr16"), {"q6": Absent.NOT_APPLICABLE, "q7": Absent.NOT_APPLICABLE})


def test_a_typed_total_alone_leaves_the_risk_item_unanswered() -> None:
    found = score_total(PHQ9, 14)
    assert found.scores["total"].value == 14
    assert found.scores["total"].band == "moderate"
    assert found.triggers["item9"].fired is Fired.UNANSWERED


def a_total_says_what_the_others_cannot_make_up(name: str, total: int, fires: list[str]) -> None:
    found = score_total(scale(name), total)
    assert [each.name for each in found.fired if each.fired is Fired.FIRES] == fires


@pytest.mark.parametrize(
    ("name", "total", "fires"),
    [
        ("phq9", 24, []),
        ("phq9", 25, ["item9"]),
        ("phq9", 27, ["item9"]),
        ("madrs", 55, []),
        ("madrs", 56, ["item10"]),
        ("madrs", 58, ["item10", "item10_high"]),
        ("hamd17", 52, ["item3"]),
        ("bdi2", 60, []),
        ("bdi2", 61, ["item9"]),
        ("qids_sr16", 24, []),
        ("qids_sr16", 25, ["item12"]),
        ("qids_sr16", 26, ["item12", "item12_high"]),
    ],
)
def test_a_total_so_high_that_the_others_cannot_make_it_up_fires(name: str, total: int, fires: list[str]) -> None:
    a_total_says_what_the_others_cannot_make_up(name, total, fires)


def test_the_answers_beside_a_total_lower_what_the_others_can_make_up() -> None:
    assert score_total(PHQ9, 23, answers={"q1": 0}).triggers["item9"].fired is Fired.FIRES
    assert score_total(PHQ9, 23, answers={"q1": 2}).triggers["item9"].fired is Fired.UNANSWERED
    assert score_total(PHQ9, 25, answers={"q9": Absent.REFUSED}).triggers["item9"].fired is Fired.FIRES
    assert score_total(PHQ9, 0).triggers["item9"].fired is Fired.UNANSWERED
    assert score_total(PHQ9, 24, answers={"q9": 0}).triggers["item9"].fired is Fired.CLEAR


def test_a_total_agrees_with_every_set_of_answers_that_adds_up_to_it() -> None:
    """Where it fires, each set of answers with this total fires; where it does not, one of them does not."""
    for total in range(28):
        sets = [(rest, total - rest) for rest in range(25) if 0 <= total - rest <= 3]
        fires = score_total(PHQ9, total).triggers["item9"].fired is Fired.FIRES
        assert fires == all(ninth >= 1 for _rest, ninth in sets)


def test_a_typed_total_with_the_risk_item_beside_it() -> None:
    found = score_total(scale("madrs"), 6, answers={"q10": 4})
    assert found.scores["total"].band == "absent"
    assert [each.name for each in found.fired] == ["item10", "item10_high"]


def test_a_total_that_the_answers_cannot_add_up_to_stays_and_is_told() -> None:
    found = score_total(PHQ9, 3, answers=nine(1, 2, 3))
    assert found.scores["total"].value == 3
    assert found.contradictions == ("total_differs",)
    assert score_total(PHQ9, 6, answers=nine(1, 2, 3)).contradictions == ()


@pytest.mark.parametrize("total", [28, -1, Decimal("12.5"), 12.0, True, Absent.MISSING, Decimal("Infinity")])
def test_a_total_that_the_scale_does_not_have_is_refused(total: Any) -> None:
    with pytest.raises(BadAnswers):
        score_total(PHQ9, total)


def test_what_is_made_from_a_total_is_made_from_the_typed_one() -> None:
    assert score_total(scale("promis_depression_8a"), 24).scores["t_score"].shown == Decimal("62.1")
    assert score_total(scale("whodas12"), 16).scores["percent"].shown == Decimal("33.3")


def test_half_points_are_taken_where_the_scale_has_them() -> None:
    assert score_total(scale("ymrs"), Decimal("12.5")).scores["total"].shown == Decimal("12.5")
    with pytest.raises(BadAnswers):
        score_total(scale("ymrs"), Decimal("12.3"))


def test_a_scale_without_totals_takes_none() -> None:
    with pytest.raises(BadAnswers) as refused:
        score_total(scale("asq"), 1)
    assert refused.value.codes == ("total_not_taken",)
    with pytest.raises(BadAnswers) as refused:
        score_total(PHQ9, 1, of="sum")
    assert refused.value.codes == ("unknown_score",)


def test_a_result_carries_version_coding_language_and_hash() -> None:
    stamp = score(PHQ9, nine(0), language="en").stamp
    assert (stamp.scale, stamp.version, stamp.coding, stamp.language, stamp.scorer) == (
        "phq9",
        "PHQ-9",
        "0-3",
        "en",
        "1",
    )
    assert stamp.content_sha256 == PHQ9.content_sha256


def test_a_complete_result_is_complete_only_without_contradiction() -> None:
    asq = scale("asq")
    assert score(asq, {"q1": 0, "q2": 0, "q3": 0, "q4": 0}).is_complete
    assert not score(asq, {"q1": 0, "q2": 0, "q3": 0, "q4": 0, "q5": 1}).is_complete
    assert not score(asq, {"q1": 1}).is_complete


def test_psqi_by_the_other_reading_of_six_hours() -> None:
    """BioPsyKit puts exactly six hours one step worse; its published row comes out with its own steps."""
    ours = "steps = { from = [0, 300, 360, 420], to = [3, 2, 1, 0] }"
    assert ours in scale_file("psqi")
    theirs = scale_file("psqi").replace(ours, "steps = { from = [0, 301, 361, 421], to = [3, 2, 1, 0] }")
    row = dict(zip([each.name for each in scale("psqi").items], (1380, 20, 420, 360, 1, 1, 1), strict=False))
    rest = dict.fromkeys(("q5d", "q5e", "q5f", "q5g", "q5h", "q5i", "q5j", "q7", "q9"), 0)
    answers = {**row, **rest, "q6": 1, "q8": 1}
    assert score(scale("psqi"), answers).scores["total"].value == 6
    found = score(load_scale(theirs, name="psqi"), answers)
    assert [found.scores[f"c{place}"].value for place in range(1, 8)] == [1, 1, 2, 1, 1, 0, 1]
    assert found.scores["total"].value == 7
    assert found.scores["total"].status is Status.COMPLETE

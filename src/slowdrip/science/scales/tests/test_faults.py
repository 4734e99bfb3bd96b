"""Breaks one rule of the scorer at a time; the check that guards it must fail."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from slowdrip.knowledge.scales import scale
from slowdrip.knowledge.types.scales import Item, Stray
from slowdrip.science.scales import (
    answers,
    arithmetic,
    cells,
    changing,
    course,
    implied,
    judging,
    prorating,
    results,
    scoring,
    spans,
)
from slowdrip.science.scales.cells import Cell, Standing
from slowdrip.science.scales.offering import Offer
from slowdrip.science.scales.results import Fired
from slowdrip.science.scales.spans import Span, exactly
from slowdrip.science.scales.tests import properties, test_answers, test_course, test_worsening
from slowdrip.science.scales.tests.telling import told, told_of_change

Check = Callable[[], None]


def examples(name: str) -> Check:
    """The examples of one scale come out."""

    def check() -> None:
        one = scale(name)
        for example in one.examples:
            assert told(one, example) == dict(example.expects)
        for change in one.changes:
            assert told_of_change(one, change) == dict(change.expects)

    return check


def often(holds: properties.Property) -> Check:
    """A property holds of many random answers."""

    def check() -> None:
        for seed in range(200):
            holds(Random(seed))

    return check


def as_zero(item: Item, standing: Standing, /, *, may_not_apply: bool) -> Cell:
    return Cell(item, Standing.ANSWERED, exactly(0), exactly(0))


def by_float(each: Any, rule: Any, before: Fraction, now: Fraction) -> bool:
    return float(before - now) >= float(each.value) / 100 * float(before - Fraction(rule.low))


def from_zero(rule: Any, before: Fraction) -> Fraction:
    return before


def unreversed(item: Item, value: Fraction) -> Fraction:
    return value


def naive_sum(rule: Any, parts: Any) -> Span:
    return spans.total(each.span for each in parts)


def half_even(value: Fraction, places: int) -> Decimal:
    return Decimal(str(round(float(value), places)))


def never_drops(cell: Cell) -> bool:
    return False


def first_item_counts(item: Item, answer: Any) -> Cell:
    return cells._answered(item, Fraction(0) if isinstance(answer, answers.Absent) else answer)


def printed_anyway(found: Any) -> results.Status:
    return results.Status.COMPLETE


def never_contradicts(item: Item, answer: Any) -> Cell:
    return cells.not_applicable(item) if item.stray is Stray.CONTRADICTION else first_item_counts(item, answer)


def by_the_total(rule: Any, items: Any, known: Any) -> Fired:
    return Fired.FIRES if known.scores["total"].span.low >= 5 else Fired.CLEAR


def refused_is_clear(rule: Any, items: Any, known: Any) -> Fired:
    return Fired.FIRES if judging.holds(rule.when, known) else Fired.CLEAR


def moves(kind: Any, name: str, rows: Any, **given: Any) -> Any:
    return course.pinned_baseline(kind, name, rows, first_infusion_at=given["first_infusion_at"])


def only_crossing(each: Any, rule: Any, before: Any, now: Span) -> bool:
    return before is not None and before.high < each.value <= now.low


def never_open(each: Any, rule: Any, before: Any, now: Span) -> None:
    return None


def says_nothing(*_: Any) -> str:
    return ""


def all_on(one: Any, permissions: Any = ()) -> Offer:
    return Offer.NUMBERED


def half_goes_up() -> None:
    """4 points in 8 answers make 4.5 in 9, and that is 5."""
    given = {f"q{n}": int(n in (1, 2, 3, 9)) for n in (1, 2, 3, 4, 5, 6, 7, 9)}
    made = prorating.prorated(scale("phq9"), given, "total")
    assert isinstance(made, prorating.Prorated)
    assert made.value == 5


FAULTS: dict[str, tuple[Any, str, Any, Check]] = {
    "a missing item counts as 0": (cells, "_open", as_zero, examples("phq9")),
    "a missing item counts as 0, against the bounds": (
        cells,
        "_open",
        as_zero,
        often(properties.bounds_hold_every_completion),
    ),
    "response by float": (changing, "is_met", by_float, properties.every_line_that_is_met_exactly_is_met),
    "response counted from 0": (changing, "room_to_improve", from_zero, examples("bprs18")),
    "response counted from 0, of any score": (
        changing,
        "room_to_improve",
        from_zero,
        often(properties.half_of_what_lies_above_the_floor),
    ),
    "a reversed item unreversed": (cells, "points_of", unreversed, examples("dast10")),
    "groups added up instead of their highest": (arithmetic, "_by_rule", naive_sum, examples("qids_sr16")),
    "a half rounded to even": (prorating, "rounded", half_even, half_goes_up),
    "a dropped item stays in the maximum": (Cell, "drops_out", property(never_drops), examples("wsas")),
    "a band for an incomplete form": (
        scoring,
        "_status",
        printed_anyway,
        often(properties.a_missing_answer_leaves_no_score),
    ),
    "an answer to what nobody asked is dropped": (cells, "_stray", never_contradicts, examples("asq")),
    "risk read off the total": (judging, "_fired", by_the_total, examples("phq9")),
    "a refused risk item is a no": (
        judging,
        "_fired",
        refused_is_clear,
        test_answers.test_missing_refused_not_assessed_and_zero_are_four_things,
    ),
    "a risk item completed by arithmetic": (prorating, "_refusal", says_nothing, examples("phq9")),
    "the baseline moves": (
        test_course,
        "pinned_baseline",
        moves,
        test_course.test_a_pinned_baseline_is_not_moved_by_what_comes_in_late,
    ),
    "unlike scores compared": (
        changing,
        "_why_not",
        says_nothing,
        test_course.test_thirty_two_and_forty_are_never_compared,
    ),
    "only crossing the line is a rise": (
        changing,
        "worsened",
        only_crossing,
        lambda: test_worsening.test_any_rise_that_ends_at_twelve_or_more_is_a_task(13, 15, Fired.FIRES),
    ),
    "a rise is called by its worst end": (
        changing,
        "worsened",
        lambda each, rule, before, now: now.high >= each.value,
        often(properties.a_task_of_getting_worse_holds_in_every_completion),
    ),
    "no baseline, no task": (
        changing,
        "worsened",
        only_crossing,
        lambda: test_worsening.test_twelve_without_a_baseline_is_a_task(32, Fired.FIRES),
    ),
    "a certain rise is open": (
        changing,
        "worsened",
        never_open,
        test_worsening.test_a_certain_rise_is_not_silent_because_one_item_was_not_assessed,
    ),
    "an unanswered rise is no task": (
        results.Label,
        "fired",
        property(lambda label: Fired.FIRES if label.met else Fired.CLEAR),
        lambda: test_worsening.test_a_possible_rise_is_open_and_a_task(0),
    ),
    "a refusal of what nobody had to ask is dropped": (
        cells,
        "replace",
        lambda cell, **_: cell,
        examples("bss"),
    ),
    "a total says nothing about its items": (
        scoring,
        "raised",
        lambda rule, value, cells, others: dict(cells),
        lambda: test_answers.a_total_says_what_the_others_cannot_make_up("phq9", 25, ["item9"]),
    ),
    "a total of 24 is taken for thoughts": (
        implied,
        "total",
        lambda parts: exactly(spans.total(parts).high - 1),
        lambda: test_answers.a_total_says_what_the_others_cannot_make_up("phq9", 24, []),
    ),
    "words of a copy pass as the owner's": (
        test_course,
        "offer",
        lambda one, permissions=(): Offer.WITH_TEXT,
        lambda: test_course.test_words_read_in_a_copy_are_offered_with_a_warning("pcl5"),
    ),
    "a pack is on without permission": (
        test_course,
        "offer",
        all_on,
        test_course.test_what_needs_permission_is_off_until_it_is_recorded,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, what, wrong, check = FAULTS[name]
    check()
    monkeypatch.setattr(where, what, wrong)
    with pytest.raises(AssertionError):
        check()

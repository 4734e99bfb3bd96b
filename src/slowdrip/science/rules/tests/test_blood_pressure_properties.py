"""What the blood-pressure alarm does whatever is charted, in whatever order."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as some

from slowdrip.science.rules.blood_pressure import BpReading
from slowdrip.science.rules.tests import checks
from slowdrip.science.rules.tests.cases import decided, reading

pressures = some.tuples(
    some.sampled_from([90, 130, 159, 165, 180, 190, 200, 230]),
    some.sampled_from([70, 95, 105, 112, 121]),
)


@some.composite
def histories(draw: some.DrawFn) -> tuple[BpReading, ...]:
    line = draw(some.lists(pressures, max_size=9))
    return tuple(reading(*each, minute=3 * number) for number, each in enumerate(line))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(histories())
def test_a_confirmed_excursion_always_leaves_an_alarm_open(line: Sequence[BpReading]) -> None:
    checks.check_every_confirmed_excursion_calls(line)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(histories())
def test_an_unconfirmed_excursion_never_calls(line: Sequence[BpReading]) -> None:
    checks.check_one_excursion_only_asks(line)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(histories())
def test_what_is_stored_is_not_raised_again(line: Sequence[BpReading]) -> None:
    checks.check_deciding_again_changes_nothing(line)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(histories().flatmap(lambda line: some.tuples(some.just(line), some.permutations(line))))
def test_the_order_of_arrival_does_not_matter(both: tuple[Sequence[BpReading], Sequence[BpReading]]) -> None:
    line, shuffled = both
    assert decided(*line) == decided(*shuffled)

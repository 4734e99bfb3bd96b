"""An order beside others: numbers, one sentence, a series, norketamine; it suggests nothing and writes nothing."""

import re

import pytest
from django.test import Client

from slowdrip.cli.demo import walk
from slowdrip.clinic.twin.comparing import cases_of
from slowdrip.clinic.twin.tests.signing import page_of
from slowdrip.clinic.twin.tests.test_panel import written


def url(visit: walk.Visit, asked: str = "") -> str:
    return f"/harbor/orders/{visit.order.pk}/predictions/{asked}"


def test_an_order_is_compared_with_the_usual_an_hour_and_other_weights(running: walk.Visit) -> None:
    names = [str(each.name) for each in cases_of(running.order)]
    assert names[0] == "this order"
    assert "this dose in 60 min" in names
    assert "by ideal weight" in names
    assert "by adjusted weight" in names
    assert "by actual weight" not in names, "the order itself is by actual weight"


def test_the_page_says_in_one_sentence_what_the_chart_says(nurse: Client, running: walk.Visit) -> None:
    seen = page_of(nurse, url(running))
    assert re.search(
        r"With this order plasma ketamine is highest at minute 40, typically 2\d\d ng/mL in the artery", seen
    )
    assert "twin-case" in seen
    assert "Ketamine itself does not accumulate." in seen
    assert "0.002 ng/mL" in seen
    assert "S-norketamine in the vein, ± 40 %" in seen
    assert "/harbor/predictions/models/otto2021/" in seen


def test_it_never_suggests_and_never_doses_to_dissociation(nurse: Client, running: walk.Visit) -> None:
    seen = page_of(nurse, url(running)).lower()
    assert "none of these is a suggestion, and dissociation is no target" in seen
    for words in ("recommend", "optimal", "target dose", "best dose"):
        assert words not in seen


def test_a_typed_dose_stands_beside_the_order_and_is_stored_nowhere(nurse: Client, running: walk.Visit) -> None:
    page_of(nurse, url(running))
    before = written()
    seen = page_of(nurse, url(running, "?mg_per_kg=0.75&minutes=45"))
    assert "as typed" in seen
    assert written() == before


def test_a_typed_dose_outside_the_model_has_no_numbers(nurse: Client, running: walk.Visit) -> None:
    seen = page_of(nurse, url(running, "?mg_per_kg=2.5&minutes=120"))
    assert "No prediction, because the dose is above what kamp2020 holds for (0 to 2 mg/kg)." in seen


@pytest.mark.parametrize(
    "asked", ["?mg_per_kg=0.75", "?minutes=45", "?mg_per_kg=abc&minutes=45", "?mg_per_kg=9&minutes=45"]
)
def test_half_or_wrong_numbers_are_asked_for_again(nurse: Client, running: walk.Visit, asked: str) -> None:
    seen = page_of(nurse, url(running, asked))
    assert "field__error" in seen
    assert "as typed" not in seen


def test_while_it_is_off_the_page_says_so(nurse: Client, off: walk.Visit) -> None:
    seen = page_of(nurse, url(off))
    assert "Predictions are off" in seen
    assert "twin-case" not in seen

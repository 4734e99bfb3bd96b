"""What predictions are for, the models they rest on, and the line of the record."""

import pytest
from django.test import Client

from slowdrip.cli.demo import walk
from slowdrip.clinic.chart.record import record_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.twin.tests.signing import page_of, signed_on
from slowdrip.knowledge.models import model_names
from tests.cast import DAY
from tests.drips import House


def test_the_page_says_what_it_is_for_and_whether_it_is_on(nurse: Client, running: walk.Visit) -> None:
    seen = page_of(nurse, "/harbor/predictions/")
    assert "Predictions are on in this clinic" in seen
    for words in ("It never gives a dose", "never reaches a pump", "No authority has reviewed it"):
        assert words in seen


def test_the_page_says_so_when_it_is_off(nurse: Client, off: walk.Visit) -> None:
    assert "Predictions are off in this clinic." in page_of(nurse, "/harbor/predictions/")


@pytest.mark.parametrize("name", model_names())
def test_each_model_has_its_card_with_hash_and_trust(nurse: Client, off: walk.Visit, name: str) -> None:
    seen = page_of(nurse, f"/harbor/predictions/models/{name}/")
    assert "SHA-256" in seen
    assert "How sure" in seen


def test_a_model_that_is_not_there_is_not_found(nurse: Client, off: walk.Visit) -> None:
    assert nurse.get("/harbor/predictions/models/nobody/").status_code == 404


def test_the_record_says_it_also_after_predictions_were_switched_off(running: walk.Visit, house: House) -> None:
    signed_on(house, at=DAY, value="no")
    infusion = Infusion.objects.select_related("patient", "chair", "order", "policy").get(pk=running.infusion.pk)
    assert record_of(infusion, at=DAY).said


def test_the_record_is_silent_when_they_were_off(off: walk.Visit) -> None:
    infusion = Infusion.objects.select_related("patient", "chair", "order", "policy").get(pk=off.infusion.pk)
    assert record_of(infusion, at=DAY).said == []

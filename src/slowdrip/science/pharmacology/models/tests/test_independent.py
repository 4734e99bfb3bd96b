"""Every kinetic model, file and engine together, against its equations written a second time for an ODE solver."""

from dataclasses import replace

import numpy as np
import pytest

from slowdrip.knowledge.models import load_model, model_names, model_text, models
from slowdrip.knowledge.types.models import Kind, ModelSet
from slowdrip.science.pharmacology.models.tests.cases import alone, answered
from slowdrip.science.pharmacology.models.tests.papers import PAPERS, by_hand

TIMES = np.array([5, 10, 20, 30, 40, 60, 80, 110, 120, 230, 480], dtype=float)


def test_every_kinetic_model_is_written_a_second_time() -> None:
    assert set(PAPERS) == {name for name in model_names() if models()[name].kind is Kind.KINETICS}


def check(name: str, models_of: ModelSet) -> None:
    answer = answered(models_of, TIMES)
    for readout, expected in by_hand(PAPERS[name], TIMES).items():
        found = answer.conc_ng_per_ml[0, answer.names.index(readout)]
        np.testing.assert_allclose(found, expected, rtol=2e-5)


@pytest.mark.parametrize("name", PAPERS)
def test_a_model_is_what_its_equations_say(name: str) -> None:
    check(name, alone(name))


def test_planted_fault_a_number_misread_in_a_file_is_noticed() -> None:
    misread = load_model(model_text("simons2022").replace("value = 2.63", "value = 2.36"), name="simons2022")
    with pytest.raises(AssertionError):
        check("simons2022", replace(alone("simons2022"), kinetics=misread))

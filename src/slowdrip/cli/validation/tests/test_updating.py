"""The gates of updating: each has a figure and each figure a gate, and planted faults move them."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from slowdrip.cli.validation.measures import chair, narrowing, truths
from slowdrip.cli.validation.measures.heavy import Held, Narrowed
from slowdrip.cli.validation.measures.updating import SAMPLES, SEED, measured
from slowdrip.cli.validation.writing import BANDS
from slowdrip.knowledge.types.models import ModelSet
from slowdrip.knowledge.validation import gates
from slowdrip.science.pharmacology.linear import InputRefused
from slowdrip.science.pharmacology.updating import Posterior, Signal, prior_of, update
from slowdrip.science.pharmacology.updating.cut import Cut

CUFFS = tuple((Signal.SBP_MMHG, t_min) for t_min in chair.CUFFS_MIN)
FEW = 40


def test_every_heavy_gate_has_a_figure_and_every_figure_a_gate() -> None:
    found = measured(1)
    assert set(found.figures) == {each.name for each in gates() if each.heavy}
    assert {name.partition("_")[0] for name in found.inside} == set(BANDS)


def test_the_worst_time_is_not_the_mean_of_all() -> None:
    held = Held(np.array([5.0, 10.0, 20.0]), np.array([0.9, 0.6, 0.9]))
    assert held.overall_percent == pytest.approx(80.0)
    assert (held.worst_percent, held.worst_min) == (60.0, 10.0)


def at_the_chair() -> dict[str, Held]:
    return chair.held({"own": truths.own}, FEW, SEED)


def test_the_chairs_bands_hold_the_next_cuffs_about_as_often_as_they_say() -> None:
    found = at_the_chair()
    assert list(found) == ["reading_own", "next_own"]
    assert found["reading_own"].t_min.tolist() == list(chair.CUFFS_MIN)
    assert found["next_own"].t_min.tolist() == list(chair.CUFFS_MIN[chair.TAUGHT :])
    assert all(80 <= each.overall_percent <= 98 for each in found.values())


def test_a_band_at_the_chair_without_the_error_of_the_cuff_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_true(models: ModelSet, known: Posterior, *, seed: int) -> Posterior:
        return known

    for place in ("learned", "picture"):
        # By its full name: the package's `learned` is the function of the module.
        monkeypatch.setattr(import_module(f"slowdrip.science.pharmacology.twin.{place}"), "as_read", as_true)
    assert not any(each.overall_percent >= 80 for each in at_the_chair().values())


def narrowed() -> dict[str, Narrowed]:
    return narrowing.narrowed(CUFFS, SAMPLES, visits=4, seed=SEED)


def test_the_cut_gives_clearance_its_prior_back_and_without_it_pressures_teach_it() -> None:
    found = narrowed()
    assert found["cl"].cut == pytest.approx(1.0, abs=0.001)
    assert found["cl"].lowest_uncut <= found["cl"].uncut < 0.995
    assert found["hemodynamics.e_max_map"].cut < 0.9
    assert found["misfit.level"].all_told < 0.9
    assert found["olofsen2022.scale_cadss"].uncut == pytest.approx(1.0, abs=0.001)


def test_an_update_that_forgets_the_cut_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(learned: object, prior: object) -> Cut:
        size = len(prior_of(truths.own()).names)
        return Cut(np.eye(size), np.zeros(size))

    monkeypatch.setattr(update, "cut_of", nothing)
    assert narrowed()["cl"].cut != pytest.approx(1.0, abs=0.001)


def test_a_visit_whose_truth_has_no_baseline_is_no_visit_at_the_chair() -> None:
    with pytest.raises(InputRefused, match="baseline_missing"):
        chair.held({"own": lambda: replace(truths.own(), baseline=None)}, 1, SEED)

"""Trust: every number counts, the covariates that apply and the constants too, and the weakest is named."""

import pytest

from slowdrip.clinic.twin import trust
from slowdrip.clinic.twin.trust import Counted, applies, constants_used, trust_of, trust_of_plasma, weakest
from slowdrip.knowledge.models import default_set
from slowdrip.knowledge.types.sourced import Confidence

YOUNG, OLD = 40.0, 75.0


def names(age_years: float | None) -> set[str]:
    return {each.name for each in default_set().kinetics.covariates if applies(each, age_years)}


def test_the_covariates_of_weight_apply_to_everybody_that_of_age_above_60_and_that_of_women_to_nobody() -> None:
    assert names(YOUNG) == {"volume_by_weight", "clearance_by_weight"}
    assert names(OLD) == names(None) == {"volume_by_weight", "clearance_by_weight", "clearance_by_age"}


def test_the_constants_of_the_enantiomers_and_of_a_mole_count() -> None:
    assert {each.meaning for each in constants_used()} == {
        "share of S-ketamine in the racemate",
        "clearance of R-ketamine over that of S-ketamine",
        "molar mass of ketamine base",
    }


def test_a_constant_that_is_a_proposal_makes_plasma_a_proposal_and_is_named() -> None:
    found = trust_of_plasma(YOUNG)
    assert (found.typical, found.typical_by) == ("proposal", "clearance of R-ketamine over that of S-ketamine")


def test_without_constants_plasma_rests_on_where_it_is_read_and_above_60_on_the_rule_of_age(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: constants are not counted. Then a weaker covariate and the readout are the weakest, each in its turn."""
    monkeypatch.setattr(trust, "constants_used", list)
    young, old = trust_of_plasma(YOUNG), trust_of_plasma(OLD)
    assert young.typical == "derived"
    assert "sites of the pooled studies are mixed" in young.typical_by
    assert (old.typical, old.typical_by) == ("proposal", "change of liver flow for each year above the age")
    with pytest.raises(AssertionError):
        test_a_constant_that_is_a_proposal_makes_plasma_a_proposal_and_is_named()


@pytest.mark.parametrize("curve", ["map", "dissociation"])
def test_an_effect_is_no_surer_than_the_kinetics_it_follows(curve: str) -> None:
    assert trust_of(curve, YOUNG).typical == "proposal"
    assert trust_of(curve, YOUNG).band == "proposal"


def test_the_first_of_the_weakest_is_named() -> None:
    weak = Counted(Confidence.PROPOSAL, "one")
    assert weakest([Counted(Confidence.PUBLISHED, "sure"), weak, Counted(Confidence.PROPOSAL, "two")]) is weak

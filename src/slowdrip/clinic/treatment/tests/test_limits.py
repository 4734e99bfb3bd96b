"""The limits of the order arithmetic: every number of them is the policy's, and a changed number changes the order."""

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.actions import change_value, sign_policy
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.treatment.limits import dose_limits
from slowdrip.clinic.treatment.proposals import Proposal, preview
from slowdrip.clinic.treatment.shown import limits_shown
from slowdrip.clinic.treatment.tests.ordering import proof_of, typed
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.pharmacology.dosing import WeightBasis
from tests.cast import DAY, Cast

POLICY = default_policy()
MOVED: dict[str, tuple[str, str, Any]] = {
    "volume_step_ul": ("dose_tiers", "pump_volume_step_ul", 500),
    "rate_step_ul_per_h": ("dose_tiers", "pump_rate_step_ul_per_h", 1000),
    "line_loss_reason_above_pct": ("dose_tiers", "line_loss_reason_above_percent", Decimal(1)),
    "line_loss_impossible_above_pct": ("dose_tiers", "line_loss_impossible_above_percent", Decimal(30)),
    "tenfold_from_ratio": ("dose_tiers", "tenfold_from_ratio", Decimal(6)),
    "thousandfold_from_ratio": ("dose_tiers", "thousandfold_from_ratio", Decimal(300)),
    "pound_ratio_tolerance_pct": ("weight", "pound_ratio_tolerance_percent", Decimal(3)),
}


def decide(house: Cast, key: str, value: str) -> None:
    """The director changes one value of the policy and signs."""
    director = house.director
    base = PolicyVersion.objects.filter(clinic=house.harbor).order_by("-number")[0]
    version = change_value(director.acting, base.pk, key, value, reason="Our pumps", at=DAY)
    sign_policy(director.acting, version.pk, proof_of(director), at=DAY)


def shown(house: Cast, patient: Patient, **changes: str) -> Proposal:
    return preview(house.nurse.acting, patient.pk, typed(**changes), at=DAY)


def codes(proposal: Proposal) -> list[str]:
    return [each.finding.code for each in proposal.noticed]


@pytest.mark.parametrize("name", MOVED)
def test_every_number_that_a_clinic_may_set_reaches_the_arithmetic(name: str) -> None:
    section, key, value = MOVED[name]
    old = getattr(POLICY, section)
    policy = replace(POLICY, **{section: replace(old, **{key: replace(getattr(old, key), value=value)})})
    before, after = dose_limits(POLICY, default_catalogue()), dose_limits(policy, default_catalogue())
    changed = [each.name for each in fields(before) if getattr(before, each.name) != getattr(after, each.name)]
    assert (changed, getattr(after, name)) == ([name], value)


def test_the_default_keeps_the_numbers_it_had() -> None:
    limits = dose_limits(POLICY, default_catalogue())
    assert [getattr(limits, name) for name in MOVED] == [100, 100, 5, 20, 8, 500, 10]
    assert limits.weight_bases_allowed == frozenset(WeightBasis)


def test_a_basis_that_the_policy_leaves_out_is_refused(house: Cast, ben: Patient) -> None:
    ideal = {"weight_basis": "ideal", "weight_basis_reason": "Very heavy"}
    assert "basis_not_allowed" not in codes(shown(house, ben, **ideal))
    decide(house, "weight.dosing_bases", "actual, adjusted")
    assert "basis_not_allowed" in codes(shown(house, ben, **ideal))
    assert "basis_not_allowed" not in codes(shown(house, ben))


@pytest.mark.parametrize("ratio", ["2", "8", "10"])
def test_ten_times_the_usual_dose_is_a_slip_whatever_ratio_a_clinic_may_choose(
    house: Cast, ben: Patient, ratio: str
) -> None:
    if ratio != "8":
        decide(house, "dose_tiers.tenfold_from_ratio", ratio)
    assert "tenfold_high" in codes(shown(house, ben, dose_mg_per_kg="5"))


@pytest.mark.parametrize(("dose", "slip"), [("2.999", False), ("3", True), ("3.001", True)])
def test_a_slip_counts_from_the_ratio_of_the_policy(house: Cast, ben: Patient, dose: str, slip: bool) -> None:
    decide(house, "dose_tiers.tenfold_from_ratio", "6")
    assert ("tenfold_high" in codes(shown(house, ben, dose_mg_per_kg=dose, duration_min="60"))) is slip


def test_a_pump_with_coarse_steps_gives_a_rate_it_takes(house: Cast, ben: Patient) -> None:
    usual = shown(house, ben, duration_min="47", volume_ml="100")
    decide(house, "dose_tiers.pump_rate_step_ul_per_h", "1000")
    coarse = shown(house, ben, duration_min="47", volume_ml="100")
    assert usual.figures is not None
    assert coarse.figures is not None
    assert usual.figures.rate_ul_per_h == 127_700
    assert coarse.figures.rate_ul_per_h == 128_000


def test_the_order_page_lists_the_limits_with_their_source() -> None:
    rows = {str(row["name"]): row for row in limits_shown(POLICY)}
    assert rows["Slip of the point, from"]["value"] == "8 ×"
    assert rows["Step of pump rates"]["value"] == "100 µL/h"
    assert all(row["source"] and row["confidence"] for row in rows.values())

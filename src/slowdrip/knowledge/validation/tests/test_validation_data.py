"""Targets and data: strict when read, nothing unverified among them, every kinetic model with a row of its own."""

from decimal import Decimal

import pytest

from slowdrip.knowledge.models import models
from slowdrip.knowledge.types.models import Kind
from slowdrip.knowledge.types.sourced import Confidence
from slowdrip.knowledge.types.validation import Judged
from slowdrip.knowledge.validation import ValidationDataError, gates, load_gates, load_series, series, solver_rows

GATE = """schema_version = 1
[gates.one]
title = "One"
unit = "%"
high = 5
class = "independent"
source = "a paper"
confidence = "published"
plot = "golden"
"""
SERIES = """schema_version = 1
[series.one]
model = "none"
analyte = "ketamine"
site = "arterial"
unit = "ng/mL"
regimen = "0.5 mg/kg"
t_min = [5, 10]
values = [1.5, 2]
source = "a paper"
confidence = "secondary"
"""


def test_nothing_unverified_is_a_target() -> None:
    assert all(gate.confidence is not Confidence.UNVERIFIED for gate in gates())
    assert all(each.confidence is not Confidence.UNVERIFIED for each in (*series().values(), *solver_rows()))


@pytest.mark.parametrize("content", [GATE, SERIES])
def test_planted_fault_an_unverified_number_as_a_target_is_refused(content: str) -> None:
    read = load_gates if content is GATE else load_series
    unsure = content.replace('"published"', '"unverified"').replace('"secondary"', '"unverified"')
    with pytest.raises(ValidationDataError) as refused:
        read(unsure, name="x.toml")
    assert refused.value.codes == ("unverified_in_force",)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("high = 5\n", "", "missing_interval"),
        ("high = 5\n", "high = 5\nlow = 6\n", "impossible_order"),
        ("high = 5\n", 'high = "5"\n', "wrong_type"),
        ('source = "a paper"\n', "", "missing_source"),
        ('"independent"', '"sure"', "unknown_choice"),
        ("high = 5\n", "high = 5\nhgih = 5\n", "unknown_key"),
        ("schema_version = 1", "schema_version = 2", "wrong_type"),
        ('confidence = "published"\n', "", "missing_confidence"),
    ],
)
def test_a_gate_that_is_not_whole_is_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(ValidationDataError) as refused:
        load_gates(GATE.replace(old, new), name="x.toml")
    assert code in refused.value.codes


@pytest.mark.parametrize(("old", "new"), [("[5, 10]", "[5]"), ("[1.5, 2]", "[1.5, nan]"), ("[1.5, 2]", "[]")])
def test_a_series_that_is_not_whole_is_refused(old: str, new: str) -> None:
    with pytest.raises(ValidationDataError):
        load_series(SERIES.replace(old, new), name="x.toml")


def test_a_gate_holds_its_ends_and_refuses_what_is_no_number() -> None:
    (gate,) = load_gates(GATE, name="x.toml")
    assert (gate.high, gate.judged) == (Decimal(5), Judged.INDEPENDENT)
    assert gate.passes(5.0)
    assert not gate.passes(5.01)
    assert not gate.passes(float("nan"))


def test_every_kinetic_model_has_rows_and_gates_for_each_of_them() -> None:
    kinetic = {name for name, each in models().items() if each.kind is Kind.KINETICS}
    assert {row.model for row in solver_rows()} == kinetic
    assert {f"solver_{row.name}" for row in solver_rows()} <= {gate.name for gate in gates()}


def test_a_target_that_was_used_to_calibrate_is_called_in_sample() -> None:
    calibrated = {"pressure_pooled", "heart_rate_pooled", "pressure_high_dose", "venous_otto_own", "venous_link_otto"}
    assert {gate.name for gate in gates() if gate.name in calibrated and gate.judged is Judged.IN_SAMPLE} == calibrated

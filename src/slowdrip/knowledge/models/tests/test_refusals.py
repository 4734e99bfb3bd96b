"""What the model loader refuses, each with its file and key: one planted fault at a time."""

import pytest

from slowdrip.knowledge.models import ModelError, checks, load_model, model_names, model_text, page
from slowdrip.knowledge.models.tests.authoring import edited, refusals, without

V1 = 'v1 = { value = 25, unit = "L",'

LOST = [
    ("value", "parameters.v1.value", "missing_value"),
    ("unit", "parameters.v1.unit", "missing_unit"),
    ("meaning", "parameters.v1.meaning", "missing_meaning"),
    ("source", "parameters.v1.source", "missing_source"),
    ("confidence", "parameters.v1.confidence", "missing_confidence"),
]
NUMBERS = [
    (V1, 'v1 = { value = 25, units = "L",', "parameters.v1.units", "unknown_key"),
    (V1, 'v1 = { value = 25, unit = "gallon",', "parameters.v1.unit", "unknown_unit"),
    (V1, 'v1 = { value = -25, unit = "L",', "parameters.v1", "out_of_range"),
    (V1, 'v1 = { value = 25000, unit = "L",', "parameters.v1", "out_of_range"),
    (V1, 'v1 = { value = "25", unit = "L",', "parameters.v1.value", "wrong_type"),
    (V1, 'v1 = { value = true, unit = "L",', "parameters.v1.value", "wrong_type"),
    (V1, 'v1 = { value = nan, unit = "L",', "parameters.v1.value", "wrong_type"),
    (V1, 'v1 = { value = 25, low = 26, high = 30, unit = "L",', "parameters.v1", "outside_interval"),
    (V1, 'v1 = { value = 25, low = 20, unit = "L",', "parameters.v1", "missing_interval"),
    (V1, 'v1 = { value = 25, unit = "L/h",', "kinetics.compartments.central.volume", "wrong_dimension"),
    ('source = "kamp"\nconfidence', 'source = "camp"\nconfidence', "population.source", "unknown_source"),
    ('clearance = "cl"', 'clearance = "clr"', "kinetics.clearance", "unknown_parameter"),
    ('volume = "v2"', 'volume = "v9"', "kinetics.compartments.fast.volume", "unknown_parameter"),
    ('end = "fast"', 'end = "fats"', "kinetics.flows.1", "unknown_compartment"),
    ('fast = { volume = "v2" }', "fast = {}", "kinetics.compartments.fast", "missing_volume"),
    ('site = "arterial", source', 'site = "capillary", source', "kinetics.readouts.ketamine.site", "unknown_choice"),
    ('site = "arterial", source', "source", "kinetics.readouts.ketamine.site", "missing_text"),
    ("weight = { low = 40, high = 150", "weight = { low = 150, high = 40", "validity.weight", "impossible_order"),
    ('high = 150, unit = "kg"', 'high = 150, unit = "mg/kg"', "validity.weight.unit", "wrong_dimension"),
    ("age = { low = 18, high = 86,", "years = { low = 18, high = 86,", "validity.age", "missing_text"),
    ('kind = "kinetics"', 'kind = "poetry"', "kind", "unknown_choice"),
    ("schema_version = 1", "schema_version = 2", "schema_version", "wrong_type"),
]


@pytest.mark.parametrize(("attribute", "key", "code"), LOST)
def test_a_number_that_lost_a_part_is_refused(attribute: str, key: str, code: str) -> None:
    assert (key, code) in refusals(without("kamp2020", "v1", attribute))


@pytest.mark.parametrize("name", model_names())
@pytest.mark.parametrize("attribute", ["unit", "source"])
def test_no_shipped_file_loads_with_a_unit_or_a_source_missing(name: str, attribute: str) -> None:
    text = model_text(name)
    start = text.index("[parameters]\n") + len("[parameters]\n")
    first = text[start : text.index(" = ", start)]
    assert (f"parameters.{first}.{attribute}", f"missing_{attribute}") in refusals(without(name, first, attribute))


@pytest.mark.parametrize(("old", "new", "key", "code"), NUMBERS)
def test_a_planted_fault_is_refused_at_its_key(old: str, new: str, key: str, code: str) -> None:
    assert (key, code) in refusals(edited("kamp2020", old, new))


@pytest.mark.parametrize(
    ("word", "code"), [("certain", "wrong_confidence"), ("unverified", "unverified_in_force"), ("published", "")]
)
def test_a_confidence_is_a_known_one_and_nothing_unverified_is_in_force(word: str, code: str) -> None:
    old = 'source = "table2", confidence = "secondary" }\nv2'
    found = refusals(edited("kamp2020", old, old.replace("secondary", word)))
    assert [each for _, each in found] == ([code] if code else [])


def test_an_engineering_default_may_not_call_itself_published() -> None:
    old = 'meaning = "largest effect, as a fraction of itself", source = "ours", confidence = '
    found = refusals(edited("olofsen2022", old + '"proposal"', old + '"published"'))
    assert found == [("parameters.e_max", "default_not_proposal")]


def test_a_parameter_that_nothing_uses_is_refused() -> None:
    line = 'v4 = { value = 25, unit = "L", meaning = "unused", source = "table2", confidence = "secondary" }\n'
    found = refusals(edited("kamp2020", "[parameters]\n", f"[parameters]\n{line}"))
    assert found == [("parameters.v4", "unused_parameter")]


def test_a_compartment_that_no_drug_reaches_is_refused() -> None:
    found = refusals(edited("kamp2020", "slow = { volume", 'far = { volume = "v2" }\nslow = { volume'))
    assert ("kinetics.compartments.far", "unreached_compartment") in found


def test_drug_that_cannot_leave_is_refused() -> None:
    text = edited("kamp2020", 'elimination = { sort = "loss", start = "central", by = "cl" }\n', "")
    assert ("kinetics.flows", "no_way_out") in refusals(text)


def test_an_unknown_section_is_refused_and_one_of_another_kind_too() -> None:
    assert ("doses", "unknown_key") in refusals(model_text("kamp2020") + "\n[doses]\nx = 1\n")
    assert ("curves", "wrong_part") in refusals(model_text("kamp2020") + "\n[curves]\n")


def test_spreads_that_cannot_vary_together_so_strongly_are_refused() -> None:
    found = refusals(edited("otto2021", "value = 0.02261", "value = 0.2261"))
    assert found == [("variability.healthy.covariances.0", "impossible_covariance")]


def test_a_link_that_makes_or_loses_drug_is_refused() -> None:
    assert refusals(edited("venous_link", "value = 0.40", "value = 0.41")) == [("link", "not_whole")]


def test_a_uniform_draw_without_its_ends_is_refused() -> None:
    text = edited("olofsen2022", 'value = 1.5, low = 1, high = 2, unit = "uniform"', 'value = 1.5, unit = "uniform"')
    assert refusals(text) == [("variability.population.between_subjects.gamma", "missing_interval")]


def test_a_spread_in_litres_is_refused() -> None:
    text = edited("kamp2020", 'cl = { value = 0.029, unit = "omega^2"', 'cl = { value = 0.129, unit = "L"')
    assert ("variability.healthy.between_subjects.cl", "wrong_dimension") in refusals(text)


def test_a_covariate_on_nothing_is_refused() -> None:
    text = edited("kamp2020", 'on = ["v1", "v2", "v3"]', 'on = ["v1", "v2", "vee"]')
    assert ("covariates.volume_by_weight.on", "unknown_parameter") in refusals(text)
    text = edited("kamp2020", 'on = ["v1", "v2", "v3"]', "on = []")
    assert ("covariates.volume_by_weight.on", "wrong_type") in refusals(text)


def test_a_factor_that_nobody_has_to_ask_for_is_refused() -> None:
    assert ("covariates.clearance_of_women.switch", "missing_text") in refusals(
        edited("kamp2020", 'switch = "female"\n', "")
    )


def test_broken_syntax_is_refused_as_an_author_can_understand() -> None:
    with pytest.raises(ModelError) as refused:
        load_model("kind = ", name="broken")
    assert refused.value.codes == ("not_readable",)


def test_without_the_rule_of_possible_numbers_a_negative_volume_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the refusal hangs on this rule and on nothing else."""
    text = edited("kamp2020", V1, V1.replace("25", "-25"))
    assert refusals(text)
    monkeypatch.setattr(page, "check_possible", lambda *given: None)
    assert refusals(text) == []


def test_without_the_rule_of_uses_a_volume_in_litres_per_hour_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the refusal hangs on this rule and on nothing else."""
    text = edited("kamp2020", V1, V1.replace('"L"', '"L/h"'))
    assert refusals(text)
    monkeypatch.setattr(checks, "_note_use", lambda *given: None)
    assert refusals(text) == []

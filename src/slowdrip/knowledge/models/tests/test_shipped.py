"""The shipped models: each says where its numbers come from, and none claims more than was read."""

from decimal import Decimal

import pytest

from slowdrip.knowledge.models import default_parent, default_set, load_model, model, model_names, model_text, models
from slowdrip.knowledge.types.model_parts import Site
from slowdrip.knowledge.types.models import Kind, Use
from slowdrip.knowledge.types.sourced import Confidence

KINETICS = {"kamp2020", "domino1984", "clements1981", "hijazi2003", "otto2021", "simons2022", "perez_ruixo2021"}


def test_every_model_of_the_plan_ships() -> None:
    assert {name for name in model_names() if model(name).kind is Kind.KINETICS} == KINETICS
    assert {"olofsen2022", "hemodynamics", "venous_link", "constants"} <= set(model_names())


def test_a_model_that_does_not_ship_is_no_model() -> None:
    with pytest.raises(KeyError):
        model("kamp2021")


@pytest.mark.parametrize("name", model_names())
def test_every_number_has_a_meaning_a_source_and_a_confidence(name: str) -> None:
    for key, each in model(name).parameters.items():
        assert each.meaning, key
        assert each.source.text, key
        assert each.confidence is not Confidence.UNVERIFIED, key


def test_the_default_parent_is_kamp_and_says_which_artery_or_vein() -> None:
    assert default_parent().name == "kamp2020"
    bodies = {name: model(name).kinetics for name in KINETICS}
    sites = {name: body.readouts[0].site for name, body in bodies.items() if body is not None}
    assert {name for name, site in sites.items() if site is Site.VENOUS} == {"otto2021", "perez_ruixo2021"}


def test_no_comparator_is_a_default() -> None:
    assert {name for name in KINETICS if model(name).use is Use.DEFAULT} == {"kamp2020"}
    assert {each.name for each in default_set().members} == {
        "kamp2020",
        "venous_link",
        "olofsen2022",
        "hemodynamics",
        "constants",
    }


def test_the_pressure_model_never_calls_itself_published() -> None:
    numbers = models()["hemodynamics"].parameters.values()
    assert {each.confidence for each in numbers} <= {Confidence.DERIVED, Confidence.PROPOSAL}


def test_healthy_and_clinic_spreads_stand_side_by_side() -> None:
    healthy, clinic = (model("kamp2020").variability_of(each) for each in ("healthy", "clinic"))
    assert {each.parameter: each.quantity.value for each in healthy.between_subjects} == {
        "cl": Decimal("0.029"),
        "v1": Decimal("0.057"),
        "q3": Decimal("0.026"),
    }
    assert {each.parameter: each.quantity.value for each in clinic.between_subjects} == {
        "cl": 27,
        "v1": 40,
        "q2": 30,
        "v2": 30,
    }
    assert clinic.between_occasions
    assert all(each.quantity.confidence is Confidence.PROPOSAL for each in clinic.between_occasions)


def test_hydroxynorketamine_is_shape_only_and_norketamine_has_its_band() -> None:
    simons, otto = model("simons2022").kinetics, model("otto2021").kinetics
    assert simons is not None
    assert otto is not None
    assert simons.readout("hydroxynorketamine").qualitative
    assert otto.readout("norketamine").band == "band_nk"
    assert model("otto2021").value("band_nk") == 40


@pytest.mark.parametrize("name", model_names())
def test_the_hash_hangs_on_what_is_said_and_on_nothing_else(name: str) -> None:
    text = model_text(name)
    own = model(name).content_sha256
    assert len(own) == 64
    assert load_model(f"# a comment\n\n{text}", name="copy").content_sha256 == own
    assert load_model(text.replace('title = "', 'title = "Another ', 1), name="copy").content_sha256 != own


def test_25_and_25_point_0_are_one_number() -> None:
    text = model_text("kamp2020")
    own = model("kamp2020").content_sha256
    assert load_model(text.replace("v1 = { value = 25,", "v1 = { value = 25.0,"), name="copy").content_sha256 == own
    assert load_model(text.replace("v1 = { value = 25,", "v1 = { value = 26,"), name="copy").content_sha256 != own


def test_every_hash_is_its_own() -> None:
    assert len({each.content_sha256 for each in models().values()}) == len(model_names())

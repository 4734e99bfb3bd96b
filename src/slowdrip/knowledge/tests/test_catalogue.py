"""The catalogue: three vials as labelled, and the same refusals as a policy."""

from importlib.resources import files

import pytest

from slowdrip.knowledge.catalogue import CatalogueError, default_catalogue, load_catalogue

TEXT = files("slowdrip.knowledge").joinpath("products.toml").read_text(encoding="utf-8")


def test_the_three_vials_hold_what_their_labels_say() -> None:
    vials = {each.name: (each.conc_ug_per_ml.value, each.volume_ul.value) for each in default_catalogue().products}
    assert vials == {
        "ketamine_10_mg_per_ml_20_ml": (10_000, 20_000),
        "ketamine_50_mg_per_ml_10_ml": (50_000, 10_000),
        "ketamine_100_mg_per_ml_5_ml": (100_000, 5_000),
    }


def test_only_the_strongest_vial_must_be_diluted() -> None:
    must = [each.name for each in default_catalogue().products if each.must_dilute.value]
    assert must == ["ketamine_100_mg_per_ml_5_ml"]
    parts = default_catalogue().product("ketamine_100_mg_per_ml_5_ml").diluent_parts_at_least
    assert parts is not None
    assert parts.value == 1


def test_strengths_are_of_the_base_and_the_director_confirms_it() -> None:
    assert {each.labelled_as.value for each in default_catalogue().products} == {"base"}
    assert all(each.labelled_as.needs_confirmation for each in default_catalogue().products)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("conc_ug_per_ml = { value = 50000", "conc_mg_per_ml = { value = 50", "wrong_unit"),
        ("conc_ug_per_ml = { value = 50000", "conc_ug_per_ml = { value = 50", "out_of_range"),
        ("must_dilute = { value = true", 'must_dilute = { value = "yes"', "wrong_type"),
        ('fluid = { value = "dextrose_5_percent_in_water"', 'fluid = { value = "water"', "unknown_choice"),
        ("schema_version = 1", "schema_version = 2", "wrong_type"),
        ("schema_version = 1", "schema_version = ", "not_readable"),
    ],
)
def test_a_bad_catalogue_is_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(TEXT.replace(old, new, 1), name="products.toml")
    assert refused.value.codes == (code,)

"""What is signed can be read back to the letter."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowdrip.clinic.treatment.documents import request_as_text, request_from_text
from slowdrip.clinic.treatment.limits import dose_limits
from slowdrip.clinic.treatment.reading import read
from slowdrip.clinic.treatment.retyped import retyped
from slowdrip.clinic.treatment.tests.ordering import USUAL, typed
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.pharmacology.dosing import (
    AddedTo,
    Diluent,
    EndOfLine,
    LabelledAs,
    MadeUpTo,
    OrderRequest,
    PrimeWith,
    Product,
    Sex,
    Weight,
    WeightBasis,
    WeightHow,
)

AMOUNTS = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal("9999"), places=4)
REQUESTS = st.builds(
    OrderRequest,
    dose_mg_per_kg=AMOUNTS,
    duration_min=AMOUNTS,
    weight=st.builds(Weight, AMOUNTS, st.sampled_from(WeightHow), st.integers(0, 500)),
    product=st.builds(Product, AMOUNTS, AMOUNTS, must_dilute=st.booleans(), labelled_as=st.sampled_from(LabelledAs)),
    preparation=st.one_of(st.builds(MadeUpTo, AMOUNTS), st.builds(AddedTo, AMOUNTS, AMOUNTS)),
    diluent=st.sampled_from(Diluent),
    weight_basis=st.sampled_from(WeightBasis),
    weight_basis_reason=st.text(max_size=30),
    height_cm=st.none() | AMOUNTS,
    sex=st.none() | st.sampled_from(Sex),
    line_prime_ml=AMOUNTS,
    prime_with=st.sampled_from(PrimeWith),
    end_of_line=st.sampled_from(EndOfLine),
)


@given(REQUESTS)
def test_a_request_survives_its_document(request_: OrderRequest) -> None:
    assert request_from_text(request_as_text(request_)) == request_


@pytest.mark.parametrize("changes", [{}, {"preparation": "added_to", "overfill_ml": "7"}, {"line_prime_ml": "12"}])
def test_an_order_retyped_asks_for_the_same(changes: dict[str, str]) -> None:
    first = typed(**changes)
    wanted, noticed = read(first, default_catalogue())
    assert (wanted is not None, noticed) == (True, ())
    assert wanted is not None
    made: Any = wanted.preparation
    document = {
        "product": {"name": wanted.product.name},
        "request": request_as_text(
            OrderRequest(
                dose_mg_per_kg=wanted.dose_mg_per_kg,
                duration_min=wanted.duration_min,
                weight=Weight(80, WeightHow.MEASURED, 0),
                product=Product(50, 10, must_dilute=False, labelled_as=LabelledAs.BASE),
                preparation=made,
                diluent=wanted.diluent,
                line_prime_ml=wanted.line_prime_ml,
            )
        ),
    }
    assert retyped(document) == first


def test_the_default_policy_gives_limits() -> None:
    limits = dose_limits(default_policy(), default_catalogue())
    assert (limits.second_clinician_above_mg_per_kg, limits.weight_age_max_h) == (Decimal(1), 168)
    assert sorted(map(int, limits.product_concs_mg_per_ml)) == [10, 50, 100]
    assert (limits.rate_max_ul_per_h, limits.dilution_min_ratio, USUAL.product) == (
        999_000,
        1,
        "ketamine_50_mg_per_ml_10_ml",
    )

"""What cannot be computed is refused with a code, the place, and what to do."""

from collections.abc import Callable
from math import inf, nan

import numpy as np
import pytest

from slowdrip.science.pharmacology.linear import (
    Bolus,
    EffectSite,
    Infusion,
    InputRefused,
    LinearSystem,
    Part,
    Readout,
    Regimen,
    Transfer,
    amounts,
    bands,
    concentration_of,
    concentrations,
    mammillary,
    stream,
    transit,
)
from slowdrip.science.pharmacology.linear.tests.systems import forty_minutes, kamp

OUT = Transfer("k", None, 0.1)
ARRAY = np.array([1.0, 2.0])
REFUSED: dict[str, tuple[Callable[[], object], str, str]] = {
    "an infusion without length": (lambda: Infusion(5.0, 5.0, 1.0, "k"), "ends_before_it_starts", "end_min"),
    "an infusion backwards": (lambda: Infusion(5.0, 4.0, 1.0, "k"), "ends_before_it_starts", "end_min"),
    "a negative rate": (lambda: Infusion(0.0, 4.0, -1.0, "k"), "negative", "rate_ug_per_min"),
    "a rate that is no number": (lambda: Infusion(0.0, 4.0, nan, "k"), "not_finite", "rate_ug_per_min"),
    "a start that is no number": (lambda: Infusion(nan, 4.0, 1.0, "k"), "not_finite", "start_min"),
    "an end at no time": (lambda: Infusion(0.0, inf, 1.0, "k"), "not_finite", "end_min"),
    "a yes as a time": (lambda: Bolus(True, 1.0, "k"), "not_a_number", "t_min"),
    "a negative bolus": (lambda: Bolus(0.0, -1.0, "k"), "negative", "amount_ug"),
    "one patient's bad amount": (lambda: Bolus(0.0, np.array([1.0, nan]), "k"), "not_finite", "amount_ug"),
    "one patient's negative amount": (lambda: Bolus(0.0, np.array([1.0, -2.0]), "k"), "negative", "amount_ug"),
    "half precision": (lambda: Bolus(0.0, ARRAY.astype(np.float32), "k"), "not_float64", "amount_ug"),
    "a table of amounts": (lambda: Bolus(0.0, np.ones((2, 2)), "k"), "not_one_per_patient", "amount_ug"),
    "no patients": (lambda: Bolus(0.0, np.ones(0), "k"), "not_one_per_patient", "amount_ug"),
    "a dose as text": (lambda: Bolus(0.0, "1", "k"), "not_a_number", "amount_ug"),  # type: ignore[arg-type]  # the mistake itself
    "a negative rate constant": (lambda: Transfer("k", None, -0.1), "negative", "k>excreted"),
    "a taken name": (lambda: Transfer("k", "excreted", 0.1), "name_taken", "excreted"),
    "a flow to itself": (lambda: Transfer("k", "k", 0.1), "transfer_to_itself", "k"),
    "an effect site without volume": (lambda: EffectSite("e", "k", 0.0, 0.1), "zero", "e.volume_l"),
    "a readout without a site": (lambda: concentration_of("k", volume_l=1.0, site=""), "site_missing", "k"),
    "a readout of nothing": (lambda: Readout("k", "venous", ()), "parts_missing", "k"),
    "a readout without volume": (lambda: concentration_of("k", volume_l=0.0, site="venous"), "zero", "k.volume_l"),
    "no compartments": (lambda: LinearSystem((), ()), "no_compartments", "transfers"),
    "a readout of the unknown": (
        lambda: LinearSystem((OUT,), (Readout("x", "venous", (Part("x", 1.0),)),)), "unknown_state", "x",
    ),
    "an effect site of the unknown": (
        lambda: LinearSystem((OUT,), (), (EffectSite("e", "x", 1.0, 0.1),)), "unknown_compartment", "x",
    ),
    "two states of one name": (
        lambda: LinearSystem((OUT,), (), (EffectSite("k", "k", 1.0, 0.1),)), "name_twice", "states.k",
    ),
    "two readouts of one name": (
        lambda: LinearSystem((OUT,), kamp_readouts() * 2), "name_twice", "readouts.k",
    ),
    "patients of two numbers": (
        lambda: Regimen(boluses=(Bolus(0.0, ARRAY, "k"), Bolus(0.0, np.ones(3), "k"))), "patients_differ", "regimen",
    ),
    "a volume too many": (
        lambda: mammillary("k", volumes_l=(1.0, 2.0), exchange_l_per_min=()), "volumes_and_exchanges_differ", "k",
    ),
    "an empty compartment": (
        lambda: mammillary("k", volumes_l=(1.0, 0.0), exchange_l_per_min=(1.0,)), "zero", "k.volumes_l[1]",
    ),
    "a transit without stages": (
        lambda: transit("k", "n", entry_per_min=0.1, stages=0, stage_per_min=0.1), "no_stages", "k>n",
    ),
    "a dose into the unknown": (
        lambda: concentrations(kamp(), forty_minutes("x"), [1.0]), "unknown_compartment", "into.x",
    ),
    "a time that is no number": (
        lambda: concentrations(kamp(), forty_minutes("ketamine"), [1.0, nan]), "not_finite", "t_min",
    ),
    "a table of times": (
        lambda: amounts(kamp(), forty_minutes("ketamine"), np.ones((2, 2))), "not_one_axis", "t_min",
    ),
    "parts of no patients": (
        lambda: stream(kamp(), forty_minutes("ketamine"), [1.0], most_patients=0), "no_patients", "most_patients",
    ),
    "a band of the unknown": (
        lambda: bands(kamp(), forty_minutes("ketamine"), [1.0], readout="x"), "unknown_readout", "x",
    ),
    "a share above one": (
        lambda: bands(kamp(), forty_minutes("ketamine"), [1.0], readout="ketamine", shares=(5.0,)),
        "share_outside_0_to_1", "shares",
    ),
}  # fmt: skip


def kamp_readouts() -> tuple[Readout, ...]:
    return (concentration_of("k", volume_l=1.0, site="venous"),)


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_and_the_fix_is_named(what: str) -> None:
    attempt, code, field = REFUSED[what]
    with pytest.raises(InputRefused) as refusal:
        attempt()
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert refusal.value.fix


def test_system_and_regimen_must_be_of_the_same_patients() -> None:
    with pytest.raises(InputRefused) as refusal:
        concentrations(kamp(), forty_minutes("ketamine", dose_ug=ARRAY).joined(many()), [1.0])
    assert refusal.value.code == "patients_differ"


def many() -> Regimen:
    return Regimen(boluses=(Bolus(0.0, np.ones(5), "ketamine"),))

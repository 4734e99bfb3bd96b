"""Random orders: the ordinary, the odd and those on the edge of a rounding."""

from decimal import Decimal
from random import Random

from slowdrip.science.pharmacology.dosing.request import (
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

POUND = Decimal("0.45359237")


def random_order(dice: Random) -> OrderRequest:
    """One order; about one in six cannot be carried out, so refusals are compared too."""
    return OrderRequest(
        dose_mg_per_kg=Decimal(dice.randint(1, 300)) / dice.choice((100, 100, 100, 1000)),
        duration_min=Decimal(dice.choice((20, 30, 40, 40, 45, 60, 90, 120, dice.randint(1, 300)))),
        weight=Weight(_kg(dice), WeightHow.MEASURED, age_h=dice.randint(0, 100)),
        product=_product(dice),
        preparation=_preparation(dice),
        diluent=dice.choice((Diluent.SODIUM_CHLORIDE_0_9, Diluent.GLUCOSE_5)),
        weight_basis=dice.choice((WeightBasis.ACTUAL, WeightBasis.ACTUAL, WeightBasis.IDEAL, WeightBasis.ADJUSTED)),
        weight_basis_reason="bmi",
        height_cm=Decimal(dice.randint(1524, 2100)) / 10,
        sex=dice.choice(tuple(Sex)),
        line_prime_ml=Decimal(dice.choice((0, 0, 2, 15, dice.randint(0, 250)))) / dice.choice((1, 10)),
        prime_with=dice.choice(tuple(PrimeWith)),
        end_of_line=dice.choice(tuple(EndOfLine)),
    )


def _kg(dice: Random) -> Decimal:
    if dice.random() < 0.3:
        return Decimal(dice.randint(900, 4000)) / 10 * POUND
    return Decimal(dice.randint(350, 2500)) / 10


def _product(dice: Random) -> Product:
    conc, vial = dice.choice(((10, 20), (50, 10), (100, 5), (50, 2)))
    salt = LabelledAs.HYDROCHLORIDE if dice.random() < 0.2 else LabelledAs.BASE
    return Product(Decimal(conc), Decimal(vial), must_dilute=conc == 100, labelled_as=salt)


def _preparation(dice: Random) -> MadeUpTo | AddedTo:
    volume = Decimal(dice.choice((20, 50, 50, 100, 100, 250, 500, dice.randint(5, 1000))))
    if dice.random() < 0.5:
        return MadeUpTo(volume)
    return AddedTo(volume, Decimal(dice.choice((0, 0, 5, 7, dice.randint(0, 40)))) / dice.choice((1, 4)))

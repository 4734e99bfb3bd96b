"""Order arithmetic that cannot make a tenfold error.

Start at `check`: it gives the figures of an order, everything there is to say about it, and what it needs before it may
be signed; `check_rate_change` does the same for a bag that runs already. `compute` and `change_rate` are the arithmetic
alone. All numbers in are Decimal or int; amounts out are µg of ketamine base, volumes µL, rates µL/h, as integers;
ratios are exact fractions. Codes and parameters come out, never sentences.
"""

from slowdrip.science.pharmacology.dosing.check import Checked, check
from slowdrip.science.pharmacology.dosing.figures import OrderFigures
from slowdrip.science.pharmacology.dosing.findings import Finding, Refusal, Tier
from slowdrip.science.pharmacology.dosing.limits import DoseLimits, LimitsRefused
from slowdrip.science.pharmacology.dosing.order import compute
from slowdrip.science.pharmacology.dosing.quantity import Parsed, Unit, parse_quantity, parse_quantity_or_zero
from slowdrip.science.pharmacology.dosing.rate_change import RateChecked, change_rate, check_rate_change
from slowdrip.science.pharmacology.dosing.rate_figures import NewRate, RateChange, RateFigures, RestOver
from slowdrip.science.pharmacology.dosing.request import (
    AddedTo,
    Diluent,
    EndOfLine,
    History,
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

__all__ = [
    "AddedTo",
    "Checked",
    "Diluent",
    "DoseLimits",
    "EndOfLine",
    "Finding",
    "History",
    "LabelledAs",
    "LimitsRefused",
    "MadeUpTo",
    "NewRate",
    "OrderFigures",
    "OrderRequest",
    "Parsed",
    "PrimeWith",
    "Product",
    "RateChange",
    "RateChecked",
    "RateFigures",
    "Refusal",
    "RestOver",
    "Sex",
    "Tier",
    "Unit",
    "Weight",
    "WeightBasis",
    "WeightHow",
    "change_rate",
    "check",
    "check_rate_change",
    "compute",
    "parse_quantity",
    "parse_quantity_or_zero",
]

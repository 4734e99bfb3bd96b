"""Are the typed numbers numbers at all? The first guard, so that nothing behind it can raise."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from slowdrip.science.pharmacology.dosing.findings import Finding, impossible
from slowdrip.science.pharmacology.dosing.request import (
    AddedTo,
    Diluent,
    EndOfLine,
    History,
    LabelledAs,
    MadeUpTo,
    OrderRequest,
    PrimeWith,
    Sex,
    WeightBasis,
    WeightHow,
)

LARGEST_POWER_OF_TEN = 9
MOST_DIGITS = 40
DECIMALS_OF_ML = 3


def field_findings(request: OrderRequest) -> tuple[Finding, ...]:
    """Every field that is not a usable number or choice: code, and the field's name in params."""
    return (*_amounts(request), *_choices(request))


def history_findings(history: History) -> tuple[Finding, ...]:
    """Every remembered value that is not a usable number."""
    values = {
        "last_weight_kg": history.last_weight_kg,
        "last_mg_per_kg": history.last_mg_per_kg,
        "last_dose_ug": history.last_dose_ug,
    }
    known = ((name, value) for name, value in values.items() if value is not None)
    return tuple(finding for name, value in known for finding in _positive(name, value))


def bad_fields(findings: tuple[Finding, ...]) -> frozenset[str]:
    """The names of the fields that these findings are about."""
    return frozenset(str(finding.params["field"]) for finding in findings)


def _amounts(request: OrderRequest) -> Iterator[Finding]:
    yield from _positive("dose_mg_per_kg", request.dose_mg_per_kg)
    yield from _positive("duration_min", request.duration_min)
    yield from _positive("weight_kg", request.weight.kg)
    yield from _age(request.weight.age_h)
    yield from _positive("product_conc_mg_per_ml", request.product.conc_mg_per_ml)
    yield from _volume("product_vial_ml", request.product.vial_ml)
    yield from _volume_or_zero("line_prime_ml", request.line_prime_ml)
    yield from _preparation(request.preparation)
    if request.height_cm is not None:
        yield from _positive("height_cm", request.height_cm)


def _choices(request: OrderRequest) -> Iterator[Finding]:
    yield from _choice("weight_how", request.weight.how, WeightHow)
    yield from _choice("product_labelled_as", request.product.labelled_as, LabelledAs)
    yield from _choice("diluent", request.diluent, Diluent)
    yield from _choice("weight_basis", request.weight_basis, WeightBasis)
    yield from _choice("prime_with", request.prime_with, PrimeWith)
    yield from _choice("end_of_line", request.end_of_line, EndOfLine)
    if request.sex is not None:
        yield from _choice("sex", request.sex, Sex)


def _preparation(preparation: object) -> Iterator[Finding]:
    match preparation:
        case MadeUpTo():
            yield from _volume("made_up_to_ml", preparation.volume_ml)
        case AddedTo():
            yield from _volume("bag_ml", preparation.bag_ml)
            yield from _volume_or_zero("overfill_ml", preparation.overfill_ml)
        case _:
            yield impossible("not_a_choice", field="preparation")


def _choice(name: str, value: object, choices: type[Enum]) -> Iterator[Finding]:
    if not isinstance(value, choices):
        yield impossible("not_a_choice", field=name)


def _age(age_h: object) -> Iterator[Finding]:
    if isinstance(age_h, bool) or not isinstance(age_h, int):
        yield impossible("not_a_number", field="weight_age_h")
    elif age_h < 0:
        yield impossible("in_the_future", field="weight_age_h", age_h=age_h)


def _positive(name: str, value: object) -> Iterator[Finding]:
    code = _fault_of(value)
    if code is None and value == 0:
        code = "not_positive"
    if code is not None:
        yield impossible(code, field=name)


def _volume(name: str, value: object) -> Iterator[Finding]:
    faults = tuple(_positive(name, value))
    yield from faults or _whole_microlitres(name, value)


def _volume_or_zero(name: str, value: object) -> Iterator[Finding]:
    code = _fault_of(value)
    if code is None:
        yield from _whole_microlitres(name, value)
    else:
        yield impossible(code, field=name)


def _whole_microlitres(name: str, value: object) -> Iterator[Finding]:
    if isinstance(value, Decimal) and value != round(value, DECIMALS_OF_ML):
        yield impossible("finer_than_microlitre", field=name)


def _fault_of(value: object) -> str | None:
    """Why this is no exact, finite, non-negative number of a human scale; None when it is one."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return "not_a_number"
    if isinstance(value, Decimal) and not value.is_finite():
        return "not_a_number"
    if value < 0:
        return "not_positive"
    return None if _of_human_scale(Decimal(value)) else "out_of_scale"


def _of_human_scale(value: Decimal) -> bool:
    # A huge exponent would make the exact arithmetic behind this guard run for ever.
    _, digits, exponent = value.as_tuple()
    small = len(digits) <= MOST_DIGITS and isinstance(exponent, int) and abs(exponent) <= MOST_DIGITS
    return small and (value == 0 or abs(value.adjusted()) <= LARGEST_POWER_OF_TEN)

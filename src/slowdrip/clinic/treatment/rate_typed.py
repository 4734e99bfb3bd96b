"""What a prescriber typed to change the rate of a bag that hangs, and the one meaning it has."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final

from slowdrip.science.pharmacology.dosing import Finding, NewRate, RestOver, Unit, parse_quantity
from slowdrip.science.pharmacology.dosing.findings import impossible

from .finding_fields import RATE, REST, TOTAL
from .reading import Noticed
from .typed import LONGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTyped:
    """The texts of the form; one of the first two says how fast, the third may say where to stop."""

    rate_ml_per_h: str = ""
    rest_min: str = ""
    total_mg: str = ""


@dataclass(frozen=True, slots=True)
class RateWanted:
    """How fast, and the lower total in mg if one is wanted."""

    asked: NewRate | RestOver
    total_mg: Decimal | None


RATE_NAMES: Final = tuple(each.name for each in fields(RateTyped))


def rate_typed_from(data: Mapping[str, Any]) -> RateTyped:
    """Gives the form's texts; a field that did not come counts as left empty."""
    return RateTyped(**{name: str(data.get(name, ""))[:LONGEST] for name in RATE_NAMES})


def read_rate(typed: RateTyped) -> tuple[RateWanted | None, tuple[Noticed, ...]]:
    """Gives what the form asks for, or None, with everything noticed while reading."""
    noticed: list[Noticed] = []
    total_mg = _amount(typed.total_mg, TOTAL, Unit.MG, noticed) if typed.total_mg.strip() else None
    asked = _asked(typed, noticed)
    has_total = total_mg is not None or not typed.total_mg.strip()
    return (RateWanted(asked, total_mg) if asked is not None and has_total else None), tuple(noticed)


def _asked(typed: RateTyped, noticed: list[Noticed]) -> NewRate | RestOver | None:
    rate, rest = typed.rate_ml_per_h.strip(), typed.rest_min.strip()
    if rate and rest:
        noticed.append(_at(REST, impossible("rate_and_time_both")))
        return None
    if not rate and not rest:
        noticed.append(_at(RATE, impossible("rate_missing")))
        return None
    if rate:
        ml_per_h = _amount(rate, RATE, Unit.ML_PER_H, noticed)
        return None if ml_per_h is None else NewRate(ml_per_h)
    minutes = _amount(rest, REST, Unit.MIN, noticed)
    return None if minutes is None else RestOver(minutes)


def _amount(text: str, name: str, unit: Unit, noticed: list[Noticed]) -> Decimal | None:
    parsed = parse_quantity(text, unit=unit)
    noticed.extend(_at(name, finding) for finding in parsed.findings)
    return parsed.value


def _at(name: str, finding: Finding) -> Noticed:
    return Noticed(finding, name)

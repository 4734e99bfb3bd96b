"""What a check says: a code, how serious it is, and the numbers behind it. Never a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

Number: TypeAlias = Decimal | int
Param: TypeAlias = Decimal | int | str

_PARAM_PLACES = 6


class Tier(IntEnum):
    """What an order needs before it may be signed; a higher tier includes the lower ones."""

    OK = 0
    NEEDS_REASON = 1
    NEEDS_SECOND_CLINICIAN_AND_REASON = 2
    IMPOSSIBLE = 3

    @property
    def code(self) -> str:
        """The lower-case name, for payloads and translations."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check noticed. `params` holds plain numbers (units in the names) and codes."""

    code: str
    severity: Tier
    params: Mapping[str, Param]


@dataclass(frozen=True, slots=True)
class Refusal:
    """No figures, because of these findings; each is `Tier.IMPOSSIBLE`."""

    findings: tuple[Finding, ...]


def found(code: str, severity: Tier, **params: Param | Fraction) -> Finding:
    """A finding; fractions become decimals of at most six places, because params are for showing."""
    plain = {name: plain_param(value) for name, value in params.items()}
    return Finding(code, severity, MappingProxyType(plain))


def impossible(code: str, **params: Param | Fraction) -> Finding:
    """A finding that no reason can lift."""
    return found(code, Tier.IMPOSSIBLE, **params)


def plain_param(value: Param | Fraction) -> Param:
    """The value as a plain number or code; a fraction is rounded half-even to six places."""
    if not isinstance(value, Fraction):
        return value
    whole, rest = divmod(abs(round(value * 10**_PARAM_PLACES)), 10**_PARAM_PLACES)
    # Built from text, because a decimal context would round or raise on very long numbers.
    text = f"{whole}.{rest:0{_PARAM_PLACES}d}".rstrip("0").removesuffix(".")
    return Decimal(f"-{text}" if value < 0 else text)


def worst(findings: Iterable[Finding]) -> Tier:
    """The highest tier among the findings; OK when there is none."""
    return max((finding.severity for finding in findings), default=Tier.OK)

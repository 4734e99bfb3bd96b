"""Which channel a row's identifier means, and its value in that channel's own unit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from typing import Final

from slowdrip.exchange.hl7.observations import Reason
from slowdrip.exchange.hl7.segments import part
from slowdrip.knowledge.codes import Channel, Code, MonitorCodes, Unit, default_codes

PARTITION: Final = 65536
MDIL: Final = re.compile(r"([0-9a-f]{4})-([0-9a-f]{4})", re.IGNORECASE | re.ASCII)
DIGITS: Final = re.compile(r"\d{1,10}", re.ASCII)
MAX_IDENTIFIER_CHARS: Final = 500
REMEMBERED: Final = 1024  # a monitor sends the same few identifiers every second
ANNOTATION: Final = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Coded:
    """An identifier as sent: its code, the name beside it, and the coding system both come from."""

    code: str
    name: str
    system: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The code tables, ready to be asked by number, by name and by channel."""

    codes: Mapping[int, Code]
    codes_by_name: Mapping[str, Code]
    units: Mapping[str, Unit]
    channels: Mapping[str, Channel]


@cache
def tables() -> Tables:
    """The tables that ship with Slowdrip."""
    return tables_of(default_codes())


def tables_of(codes: MonitorCodes) -> Tables:
    """Tables for asking, made from loaded ones."""
    return Tables(
        codes={each.number.value: each for each in codes.codes},
        codes_by_name={name: each for each in codes.codes for name in each.names},
        units={each.name: each for each in codes.units},
        channels={each.name: each for each in codes.channels},
    )


def coded(components: tuple[str, ...]) -> tuple[Coded, ...]:
    """The identifier of a coded field and, when there is one, its alternate."""
    pairs = [Coded(*(part(components, start + step) for step in range(3))) for start in (1, 4)]
    return tuple(each for each in pairs if each.code or each.name)


def channel_of(components: tuple[str, ...]) -> Channel | Reason:
    """The channel of an OBX-3; a first identifier that says nothing leaves the word to the alternate."""
    return _channel_of(components) if _is_short(components) else Reason.UNKNOWN_CODE


@lru_cache(maxsize=REMEMBERED)
def _channel_of(components: tuple[str, ...]) -> Channel | Reason:
    for identifier in coded(components):
        found = _code_of(identifier)
        if isinstance(found, Code):
            return tables().channels[found.channel.value]
        if found is not Reason.UNKNOWN_CODE:
            return found
    return Reason.UNKNOWN_CODE


def in_channel_unit(value: Decimal, unit: tuple[str, ...], channel: Channel) -> Decimal | Reason:
    """The value in the channel's unit, when the OBX-6 names one that the channel may have."""
    found = unit_of(unit, channel)
    if isinstance(found, Reason):
        return found
    converted = _converted(value, found)
    if not channel.low.value <= converted <= channel.high.value:
        return Reason.OUT_OF_PHYSICAL_RANGE
    return converted


def unit_of(components: tuple[str, ...], channel: Channel) -> Unit | Reason:
    """The unit of an OBX-6, when it is one of the channel's."""
    return _unit_of(components, channel) if _is_short(components) else Reason.UNKNOWN_UNIT


def _is_short(components: tuple[str, ...]) -> bool:
    return sum(map(len, components)) <= MAX_IDENTIFIER_CHARS


@lru_cache(maxsize=REMEMBERED)
def _unit_of(components: tuple[str, ...], channel: Channel) -> Unit | Reason:
    for identifier in coded(components):
        meant, mismatch = _units_of(identifier)
        if mismatch:
            return Reason.UNIT_MISMATCH
        allowed = [each for each in meant if each.canonical.value == channel.unit.value]
        if allowed:
            return allowed[0]
        if meant:
            return Reason.WRONG_UNIT
    return Reason.UNKNOWN_UNIT


def _code_of(identifier: Coded) -> Code | Reason:
    if identifier.system == "MDIL":
        return _mdil_code(identifier)
    if identifier.system not in ("MDC", ""):
        return Reason.UNKNOWN_CODE
    number, name = _number_and_name(identifier)
    by_number = tables().codes.get(int(number)) if DIGITS.fullmatch(number) else None
    by_name = tables().codes_by_name.get(name)
    if number and name:
        return _agreed(by_number, by_name)
    # A bare number without a coding system could be anybody's.
    found = by_name if name else by_number if identifier.system == "MDC" else None
    return found if found and found.names else Reason.UNKNOWN_CODE


def _number_and_name(identifier: Coded) -> tuple[str, str]:
    if identifier.code.startswith("MDC_") and not identifier.name:
        return "", identifier.code
    return identifier.code, identifier.name


def _agreed(by_number: Code | None, by_name: Code | None) -> Code | Reason:
    if by_number is None and by_name is None:
        return Reason.UNKNOWN_CODE
    return by_number if by_number and by_number is by_name else Reason.CODE_MISMATCH


def _mdil_code(identifier: Coded) -> Code | Reason:
    found = tables().codes.get(_mdil_number(identifier.code))
    if found is None or found.mdil_label is None:
        return Reason.UNKNOWN_CODE
    return found if found.mdil_label.value == identifier.name else Reason.CODE_MISMATCH


def _mdil_number(text: str) -> int:
    """The number behind Philips's hexadecimal spelling, or -1."""
    found = MDIL.fullmatch(text)
    return int(found.group(1), 16) * PARTITION + int(found.group(2), 16) if found else -1


def _units_of(identifier: Coded) -> tuple[tuple[Unit, ...], bool]:
    """The units an identifier can mean, and whether its number and its name contradict each other."""
    if identifier.system == "MDIL":
        return _mdil_units(identifier)
    if identifier.system == "UCUM":
        plain = ANNOTATION.sub("", identifier.code)
        return tuple(each for each in tables().units.values() if each.ucum.value == plain), False
    if identifier.system not in ("MDC", ""):
        return (), False
    number, name = _number_and_name(identifier)
    by_number = _with_number(int(number)) if DIGITS.fullmatch(number) else ()
    by_name = tuple(each for each in tables().units.values() if each.reference_id.value == name)
    if number and name:
        return (by_number, False) if by_number == by_name else ((), True)
    if name:
        return by_name, False
    return (by_number, False) if identifier.system == "MDC" else ((), False)


def _mdil_units(identifier: Coded) -> tuple[tuple[Unit, ...], bool]:
    found = _with_number(_mdil_number(identifier.code))
    return found, any(each.mdil_label.value != identifier.name for each in found)


def _with_number(number: int) -> tuple[Unit, ...]:
    return tuple(each for each in tables().units.values() if each.number.value == number)


def _converted(value: Decimal, unit: Unit) -> Decimal:
    """The value in the canonical unit; one that is there already stays as it was sent, digit for digit."""
    if unit.name == unit.canonical.value:
        return value
    exact = (value - unit.zero.value) * unit.factor.value
    return exact.quantize(Decimal(1).scaleb(-unit.places.value), rounding=ROUND_HALF_EVEN)

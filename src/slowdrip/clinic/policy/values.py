"""One value of a policy, as typed by a person and as shown to one."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.authored.choices import CHOICES
from slowdrip.knowledge.authored.shape import leaves_of
from slowdrip.knowledge.authored.units import Unit, unit_of
from slowdrip.knowledge.policies.in_force import in_force
from slowdrip.knowledge.types import Confidence, Policy, Sourced

DECIDED_HERE = "clinic decision"
YES, NO = frozenset({"yes", "true"}), frozenset({"no", "false"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One value for the page: key, section, name, words for the value, unit, source, note, confidence.

    `is_used` is false for a profile that was not selected: it is listed to compare. `needs_confirmation` is true for a
    used value that a medical director has to confirm by signing.
    """

    key: str
    section: str
    name: str
    value: str
    unit: str
    source: str
    note: str
    confidence: str
    is_used: bool
    needs_confirmation: bool


def shown(policy: Policy) -> Iterator[Shown]:
    """Gives every value of a policy in reading order."""
    leaves = dict(leaves_of(policy))
    for key, leaf in leaves.items():
        used = in_force(key, leaves)
        yield Shown(
            key=key,
            section=key.rpartition(".")[0],
            name=key.rpartition(".")[2],
            value=as_typed(leaf.value),
            unit=unit.text if (unit := unit_for(key, leaf)) else "",
            source=leaf.source,
            note=leaf.note,
            confidence=leaf.confidence.value,
            is_used=used,
            needs_confirmation=used and leaf.needs_confirmation,
        )


def named(policy: Policy, key: str) -> Sourced[Any]:
    """Gives the value at a dotted key; refuses a key that is not there."""
    found = dict(leaves_of(policy)).get(key)
    if found is None:
        raise Refused("no_such_key", field="value", key=key)
    return found


def unit_for(key: str, leaf: Sourced[Any]) -> Unit | None:
    """Gives the unit and range of a number, or None when the value is not one."""
    is_number = isinstance(leaf.value, int | Decimal) and not isinstance(leaf.value, bool)
    return unit_of(key.rpartition(".")[2]) if is_number else None


def choices_for(key: str) -> tuple[str, ...]:
    """Gives the codes that a text or list may take, or none when it is free of a list."""
    return CHOICES.get(key.rpartition(".")[2], ())


def as_typed(value: Any) -> str:
    """Gives a value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def decided(leaf: Sourced[Any], typed: str, *, reason: str) -> Sourced[Any]:
    """Gives the typed text as the clinic's own value, a proposal until it is signed; it has the kind of the old one."""
    value = _read(leaf.value, typed.strip())
    return Sourced(value, DECIDED_HERE, Confidence.PROPOSAL, reason)


def _read(old: Any, typed: str) -> Any:
    if not typed:
        raise Refused("missing", field="value")
    if isinstance(old, bool):
        return _yes_or_no(typed)
    if isinstance(old, int):
        return _whole(typed)
    if isinstance(old, Decimal):
        return _number(typed)
    if isinstance(old, tuple):
        return tuple(word for word in typed.replace(",", " ").split())
    return typed


def _yes_or_no(typed: str) -> bool:
    if typed.casefold() not in YES | NO:
        raise Refused("yes_or_no", field="value")
    return typed.casefold() in YES


def _whole(typed: str) -> int:
    number = _number(typed)
    if number != number.to_integral_value():
        raise Refused("not_whole", field="value", typed=typed)
    return int(number)


def _number(typed: str) -> Decimal:
    plain = typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed
    digits = plain.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()):
        raise Refused("not_a_number", field="value", typed=typed)
    return Decimal(plain)

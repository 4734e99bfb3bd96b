"""The typed fields an event's payload is made of, as data for validation, forms and the reference page.

`low` and `high` are typing bounds: a value outside them is taken for a slip of the finger, never for a clinical limit
(those live in policy). They are wide on purpose: apnoea (0 breaths) and asystole (0 beats) must be storable. [proposal]
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class FieldType(StrEnum):
    """How a value is typed, stored and shown."""

    INTEGER = "integer"
    DECIMAL = "decimal"  # stored as text, so no digit is lost
    CHOICE = "choice"
    TEXT = "text"
    STAFF = "staff"  # the id of an actor of the clinic; forms offer a picker
    BOOL = "bool"
    TIMESTAMP = "timestamp"  # stored as ISO 8601 text in UTC
    DATE = "date"  # stored as ISO 8601 text
    LIST = "list"  # of texts
    MAPPING = "mapping"  # text -> text, whole number or truth value


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of a payload with all that is needed to check it and to ask for it."""

    name: str
    type: FieldType
    required: bool = True
    unit: str = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    max_length: int = 0


def integer(name: str, low: int, high: int, *, unit: str = "") -> Field:
    """A required whole number between two typing bounds."""
    return Field(name, FieldType.INTEGER, unit=unit, low=low, high=high)


def decimal(name: str, low: int, high: int, *, unit: str = "") -> Field:
    """A required decimal number, kept as text."""
    return Field(name, FieldType.DECIMAL, unit=unit, low=low, high=high)


def choice(name: str, *choices: str) -> Field:
    """A required code out of a closed list."""
    return Field(name, FieldType.CHOICE, choices=choices)


def text(name: str, max_length: int = 200) -> Field:
    """A required line of text a person wrote."""
    return Field(name, FieldType.TEXT, max_length=max_length)


def staff(name: str) -> Field:
    """A required actor of the clinic, by id."""
    return Field(name, FieldType.STAFF, max_length=64)


def truth(name: str) -> Field:
    """A required yes or no."""
    return Field(name, FieldType.BOOL)


def timestamp(name: str) -> Field:
    """A required instant."""
    return Field(name, FieldType.TIMESTAMP)


def date(name: str) -> Field:
    """A required calendar day."""
    return Field(name, FieldType.DATE)


def texts(name: str, max_length: int = 20) -> Field:
    """A required list of texts, at most `max_length` of them."""
    return Field(name, FieldType.LIST, max_length=max_length)


def mapping(name: str, max_length: int = 40) -> Field:
    """A required flat mapping, at most `max_length` entries."""
    return Field(name, FieldType.MAPPING, max_length=max_length)


def maybe(field: Field) -> Field:
    """The same field, which may stay empty."""
    return replace(field, required=False)


def ul(name: str, high: int = 2_000_000) -> Field:
    """A required volume in microlitres."""
    return integer(name, 0, high, unit="µL")


def rate(name: str = "rate_ul_per_h") -> Field:
    """A required pump rate; a rate of nothing is a pause, not a rate."""
    return integer(name, 1, 2_000_000, unit="µL/h")


def ug(name: str) -> Field:
    """A required amount of ketamine base in micrograms."""
    return integer(name, 1, 2_000_000, unit="µg")


def seconds(name: str) -> Field:
    """A required duration in seconds."""
    return integer(name, 1, 172_800, unit="s")

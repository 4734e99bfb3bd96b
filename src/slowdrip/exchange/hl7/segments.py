"""Segments, fields and components of an HL7 v2 message, as sent and with escapes undone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from slowdrip.exchange.hl7.unreadable import Unreadable

LINE_ENDS: Final = re.compile(r"[\r\n]+")
SEGMENT: Final = re.compile(r"[A-Z][A-Z0-9]{2}", re.ASCII)
# A separator that could stand in a number, a name or a code would cut it in two.
NEVER_SEPARATORS: Final = frozenset("+-._ \t")
MAX_ESCAPE_CHARS: Final = 64
MAX_SEGMENTS: Final = 2000  # a rude sender must not keep everybody else waiting


@dataclass(frozen=True, slots=True)
class Separators:
    """The five characters that a message says it is cut with; the last ones may be missing."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"


STANDARD: Final = Separators()


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a message; fields are counted as HL7 counts them, from one."""

    name: str
    fields: tuple[str, ...]
    separators: Separators

    def raw(self, field: int) -> str:
        """A field as sent, or nothing when the segment ends before it."""
        return self.fields[field] if 0 < field < len(self.fields) else ""

    def repetitions(self, field: int) -> list[str]:
        """The repetitions of a field as sent."""
        return _cut(self.raw(field), self.separators.repetition)

    def components(self, field: int) -> tuple[str, ...]:
        """The components of a field's first repetition, escapes undone."""
        raw = self.raw(field)
        return self.components_of(_cut(raw, self.separators.repetition)[0]) if raw else ("",)

    def components_of(self, repetition: str) -> tuple[str, ...]:
        """The components of one repetition, escapes undone."""
        parts = _cut(repetition, self.separators.component)
        return tuple(printable(unescaped(each.strip(), self.separators)) for each in parts)

    def component(self, field: int, number: int) -> str:
        """One component of a field, counted from one; nothing when it is missing or HL7's empty value."""
        return part(self.components(field), number) if self.raw(field) else ""


def part(components: tuple[str, ...], number: int) -> str:
    """One of several components, counted from one; nothing when it is missing or HL7's empty value."""
    found = components[number - 1] if number <= len(components) else ""
    return "" if found == '""' else found


def read_segments(text: str) -> tuple[Segment, ...]:
    """The segments of a message, header first; a line that is no segment comes with an empty name."""
    lines = [line for line in LINE_ENDS.split(text.strip("\r\n\t ")) if line.strip()]
    if not lines:
        raise Unreadable("not_hl7")
    if not lines[0].startswith("MSH"):
        raise Unreadable("no_msh" if SEGMENT.match(lines[0]) else "not_hl7")
    if len(lines) > MAX_SEGMENTS:
        raise Unreadable("too_many_segments", found=len(lines), most=MAX_SEGMENTS)
    separators = separators_of(lines[0])
    return (_header(lines[0], separators), *(_segment(line, separators) for line in lines[1:]))


def separators_of(header: str) -> Separators:
    """The separators that the header states."""
    field = header[3:4]
    stated = header[4:].split(field)[0] if field else ""
    letters = [*stated[:4], "", "", "", ""][:4]
    used = [letter for letter in (field, *letters) if letter]
    if len(stated) not in range(1, 6) or len(set(used)) < len(used) or any(map(_is_unfit, used)):
        raise Unreadable("bad_separators", found=header[3:9])
    return Separators(field, *letters)


def unescaped(text: str, separators: Separators) -> str:
    """A text with HL7's escapes undone; one that is not known stays as it is."""
    escape = separators.escape
    if not escape or escape not in text:
        return text
    mark = re.escape(escape)
    inside = re.compile(f"{mark}([^{mark}]{{1,{MAX_ESCAPE_CHARS}}}){mark}")
    return inside.sub(lambda found: _meant(found, separators), text)


def printable(text: str) -> str:
    """The text with a mark in place of what cannot be shown; a database may refuse such letters (NUL) outright."""
    return text if text.isprintable() else "".join(each if each.isprintable() else "\ufffd" for each in text)


def escaped(text: str, separators: Separators = STANDARD) -> str:
    """A text that may stand in a field."""
    table = {letter: f"\\{code}\\" for code, letter in _letters(separators).items()}
    return "".join(table.get(letter, letter) for letter in text if letter.isprintable())


def _meant(found: re.Match[str], separators: Separators) -> str:
    code = found.group(1)
    letters = _letters(separators)
    if code in letters:
        return letters[code]
    if code in ("H", "N"):
        return ""
    if code.startswith("."):
        return " "
    if code[0] == "X" and re.fullmatch(r"X(?:[0-9A-Fa-f]{2})+", code):
        return bytes.fromhex(code[1:]).decode("utf-8", errors="replace")
    return found.group(0)


def _letters(separators: Separators) -> dict[str, str]:
    return {
        "F": separators.field,
        "S": separators.component,
        "R": separators.repetition,
        "E": separators.escape,
        "T": separators.subcomponent,
    }


def _is_unfit(letter: str) -> bool:
    return letter.isalnum() or not letter.isprintable() or letter in NEVER_SEPARATORS


def _cut(text: str, separator: str) -> list[str]:
    return text.split(separator) if separator else [text]


def _header(line: str, separators: Separators) -> Segment:
    # MSH-1 is the separator itself, so the fields of the header stand one place further on.
    return Segment("MSH", ("MSH", separators.field, *line.split(separators.field)[1:]), separators)


def _segment(line: str, separators: Separators) -> Segment:
    fields = tuple(line.strip("\t ").split(separators.field))
    return Segment(fields[0] if SEGMENT.fullmatch(fields[0]) else "", fields, separators)


def named(segments: Iterable[Segment], name: str) -> list[Segment]:
    """The segments of one name, in order."""
    return [segment for segment in segments if segment.name == name]

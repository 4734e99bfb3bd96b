"""The reference page of all kinds of event, made from the kinds themselves and the words the timeline has for them."""

from collections.abc import Iterator

from slowdrip.clinic.chart.words.events import SAID
from slowdrip.science.infusion.events import KINDS, Field, FieldType, Group, Kind
from slowdrip.science.infusion.phases import Phase

HEAD = """# Event kinds

Everything that can happen at a drip. An event is stored once and never changed; one entered by mistake is voided and
stays readable. The state of a drip is the fold of its standing events, in the order they occurred.
This page is generated: `python -m slowdrip.cli.reference events > docs/reference/events.md`.

- *moves to*: the phase the event leads to when it comes in its usual place. Out of place it is stored all the same,
  flagged, and put before a person.
- *bounds* are typing bounds: a value outside them is taken for a slip of the finger. They are no clinical limits; those
  are in the [policy](policy.md).
- Amounts are whole micrograms of ketamine base, volumes whole microlitres, rates whole microlitres per hour. A decimal
  is stored as text, so that no digit is lost. An instant is ISO 8601 in UTC.
- Who entered an event, when, and from where is stored beside the payload for every kind.
"""
FIELDS = "| field | type | unit | bounds or choices | required |\n|---|---|---|---|---|\n"
TYPES = {
    FieldType.INTEGER: "whole number",
    FieldType.DECIMAL: "decimal",
    FieldType.CHOICE: "choice",
    FieldType.TEXT: "text",
    FieldType.STAFF: "actor id",
    FieldType.BOOL: "yes or no",
    FieldType.TIMESTAMP: "instant",
    FieldType.DATE: "day",
    FieldType.LIST: "list of texts",
    FieldType.MAPPING: "mapping",
}


def page() -> str:
    """The reference page as Markdown."""
    return HEAD + "".join(_group(group) for group in Group)


def _group(group: Group) -> str:
    title = str(group).replace("_", " ").capitalize()
    return f"\n## {title}\n" + "".join(_kind(kind) for kind in KINDS.values() if kind.group is group)


def _kind(kind: Kind) -> str:
    said = (SAID[kind.code].__doc__ or "").strip()
    notes = "".join(f"- {note}\n" for note in _notes(kind))
    table = FIELDS + "".join(map(_row, kind.fields)) if kind.fields else "No fields.\n"
    return f"\n### {kind.code}\n{said}\n\n" + (f"{notes}\n" if notes else "") + table


def _notes(kind: Kind) -> Iterator[str]:
    if kind.moves is not None:
        yield f"moves to *{kind.moves}* from {_phases(kind.moves_from)}"
    if kind.one_of:
        yield f"at least one of {_names(kind.one_of)}"
    for names in kind.together:
        yield f"all or none of {_names(names)}"
    for low, high in kind.ordered:
        yield f"`{low}` is below `{high}`"


def _phases(phases: tuple[Phase, ...]) -> str:
    return ", ".join(f"*{phase}*" for phase in phases)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(field: Field) -> str:
    required = "yes" if field.required else ""
    return f"| `{field.name}` | {TYPES[field.type]} | {field.unit} | {_limits(field)} | {required} |\n"


def _limits(field: Field) -> str:
    if field.choices:
        return _names(field.choices)
    if field.low is not None and field.high is not None:
        return f"{field.low} to {field.high}"
    if field.type in (FieldType.LIST, FieldType.MAPPING):
        return f"at most {field.max_length} entries"
    return f"at most {field.max_length} characters" if field.type is FieldType.TEXT else ""

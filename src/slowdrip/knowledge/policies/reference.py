"""Writes the reference page of all policy keys; run it as a module to print the page."""

import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.authored.canonical import decimal_text
from slowdrip.knowledge.authored.shape import leaves_of, parts_of
from slowdrip.knowledge.authored.units import unit_of
from slowdrip.knowledge.policies.loader import default_policy
from slowdrip.knowledge.types.sourced import Sourced

CONFIRM = "confirm with your medical director"
HEAD = """# Policy keys

The default policy, value by value. A clinic takes its own copy, changes it, and the medical director signs it.
This page is generated: `python -m slowdrip.knowledge.policies.reference > docs/reference/policy.md`.

- *published*: read in the source.
- *secondary*: read in a source about the source.
- *derived*: arithmetic on published numbers.
- *proposal*: an engineering default, to be confirmed by the medical director.
- *unverified*: listed only, never in force.

Where sources disagree they stand side by side under `profiles`. Of the go / no-go and fasting profiles the one named by
`profile` is in force; the alarm and discharge profiles are there to compare and to adopt.
"""
TABLE = "| key | value | unit | source | confidence |\n|---|---|---|---|---|\n"


def reference_page() -> str:
    """The reference page as Markdown."""
    policy = default_policy()
    parts = (_section(part.name, getattr(policy, part.name)) for part in parts_of(type(policy)))
    return HEAD + "".join(parts)


def _section(name: str, section: Any) -> str:
    rows = "".join(_rows(name, section))
    return f"\n## {name}\n{' '.join((type(section).__doc__ or '').split())}\n\n{TABLE}{rows}"


def _rows(name: str, section: Any) -> Iterator[str]:
    for key, leaf in leaves_of(section, name):
        yield f"| `{key}` | {_value(leaf)} | {_unit(key, leaf)} | {_source(leaf)} | {_confidence(leaf)} |\n"


def _value(leaf: Sourced[Any]) -> str:
    if isinstance(leaf.value, bool):
        return "yes" if leaf.value else "no"
    if isinstance(leaf.value, Decimal):
        return decimal_text(leaf.value)
    return ", ".join(leaf.value) if isinstance(leaf.value, tuple) else str(leaf.value)


def _unit(key: str, leaf: Sourced[Any]) -> str:
    unit = unit_of(key.rpartition(".")[2])
    if unit is None or isinstance(leaf.value, bool | str | tuple):
        return ""
    return unit.text


def _source(leaf: Sourced[Any]) -> str:
    text = f"{leaf.source} ({leaf.note})" if leaf.note else leaf.source
    return text.replace("|", "\\|")


def _confidence(leaf: Sourced[Any]) -> str:
    return f"{leaf.confidence}: {CONFIRM}" if leaf.needs_confirmation else str(leaf.confidence)


if __name__ == "__main__":
    sys.stdout.write(reference_page())

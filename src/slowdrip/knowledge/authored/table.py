"""Opens one authored file: its tables with exact decimals, its schema version checked, or every problem at once."""

from collections.abc import Callable
from typing import Any, TypeVar

from slowdrip.knowledge.authored.build import Reading, read_section
from slowdrip.knowledge.authored.leaf import toml_number
from slowdrip.knowledge.authored.problems import AuthoredError, Findings
from slowdrip.knowledge.authored.toml import read_toml

T = TypeVar("T")


def open_table(text: str, *, name: str, schema: int, error: type[AuthoredError]) -> tuple[dict[str, Any], Findings]:
    """The raw tables of a TOML text without its `schema_version`, and where to note what is wrong with them.

    Raises `error` when the text cannot be read at all; a wrong version is noted, so that it is told with the rest.
    """
    found = Findings(name)
    raw = read_toml(text, found, error=error)
    version = raw.pop("schema_version", None)
    if version != schema:
        found.add("schema_version", "wrong_type", found=version, expected=schema)
    return raw, found


def load_table(
    kind: type[T],
    text: str,
    *,
    name: str,
    schema: int,
    error: type[AuthoredError],
    contradictions: Callable[[T, Findings], None] = lambda _table, _found: None,
) -> T:
    """The tree of sourced values that a TOML text describes; raises `error` with all problems at once.

    `contradictions` notes what no single row can show; it sees a whole table only.
    """
    raw, found = open_table(text, name=name, schema=schema, error=error)
    table: T = read_section(kind, raw, "", Reading(found, toml_number, newer=False), schema_version=schema)
    found.raise_as(error)
    contradictions(table, found)
    found.raise_as(error)
    return table

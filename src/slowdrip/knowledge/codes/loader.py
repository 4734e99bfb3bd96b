"""Loads the code tables that ship with Slowdrip, as strictly as a policy."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from slowdrip.knowledge.authored.problems import AuthoredError, Findings
from slowdrip.knowledge.authored.table import load_table
from slowdrip.knowledge.codes.tables import MonitorCodes

SCHEMA_VERSION = 1
DEFAULT_NAME = "monitor_channels.toml"


class CodesError(AuthoredError):
    """A code table is refused; carries every problem with file, key, code, numbers and fix."""


@cache
def default_codes() -> MonitorCodes:
    """The code tables that ship with Slowdrip."""
    text = files(__package__).joinpath(DEFAULT_NAME).read_text(encoding="utf-8")
    return load_codes(text, name=DEFAULT_NAME)


def load_codes(text: str, *, name: str) -> MonitorCodes:
    """The code tables that a TOML text describes; raises CodesError with all problems at once."""
    return load_table(
        MonitorCodes,
        text,
        name=name,
        schema=SCHEMA_VERSION,
        error=CodesError,
        contradictions=_note_contradictions,
    )


def _note_contradictions(codes: MonitorCodes, found: Findings) -> None:
    """Notes what one row cannot show: names that nobody defines, and numbers that mean two things."""
    units, channels = {each.name for each in codes.units}, {each.name for each in codes.channels}
    for unit in codes.units:
        _note_unknown(f"units.{unit.name}.canonical", unit.canonical.value, units, found)
        if unit.factor.value <= 0:
            found.add(f"units.{unit.name}.factor", "wrong_type", found=unit.factor.value, expected="above zero")
    for channel in codes.channels:
        _note_unknown(f"channels.{channel.name}.unit", channel.unit.value, units, found)
        if channel.low.value >= channel.high.value:
            found.add(
                f"channels.{channel.name}.low",
                "impossible_order",
                found=channel.low.value,
                relation="below",
                other="high",
                other_found=channel.high.value,
            )
    for code in codes.codes:
        _note_unknown(f"codes.{code.name}.channel", code.channel.value, channels, found)
    _note_twice("codes", [(code.name, code.number.value) for code in codes.codes], found)
    _note_twice("units", [(unit.name, unit.number.value) for unit in codes.units], found)


def _note_unknown(key: str, name: str, known: Iterable[str], found: Findings) -> None:
    if name not in known:
        found.add(key, "unknown_choice", found=name, expected=", ".join(sorted(known)))


def _note_twice(section: str, rows: list[tuple[str, int]], found: Findings) -> None:
    numbers = [number for _, number in rows]
    for name, number in rows:
        if numbers.count(number) > 1:
            found.add(f"{section}.{name}.number", "repeated_choice", found=number)

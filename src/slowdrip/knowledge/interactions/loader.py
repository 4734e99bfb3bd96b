"""Loads the interactions strictly; no clearance may change by more than the limit in the same file."""

from decimal import Decimal
from functools import cache
from importlib.resources import files

from slowdrip.knowledge.authored.problems import AuthoredError, Findings
from slowdrip.knowledge.authored.shape import leaves_of
from slowdrip.knowledge.authored.table import load_table
from slowdrip.knowledge.interactions.matching import words_of
from slowdrip.knowledge.types.interactions import ALERTS, ROUTES, Interaction, Interactions
from slowdrip.knowledge.types.sourced import Confidence

SCHEMA_VERSION = 1
DEFAULT_NAME = "ketamine.toml"


class InteractionsError(AuthoredError):
    """A table of interactions is refused; carries every problem with file, key, code, numbers and fix."""


@cache
def default_interactions() -> Interactions:
    """The interactions that ship with Slowdrip."""
    text = files(__package__).joinpath(DEFAULT_NAME).read_text(encoding="utf-8")
    return load_interactions(text, name=DEFAULT_NAME)


def load_interactions(text: str, *, name: str) -> Interactions:
    """The interactions that a TOML text describes; raises InteractionsError with all problems at once."""
    return load_table(
        Interactions,
        text,
        name=name,
        schema=SCHEMA_VERSION,
        error=InteractionsError,
        contradictions=_note_contradictions,
    )


def _note_contradictions(table: Interactions, found: Findings) -> None:
    for key, leaf in leaves_of(table):
        if leaf.confidence is Confidence.UNVERIFIED:
            found.add(key, "unverified_in_force")
    most = table.limits.clearance_change_at_most_percent.value / 100
    for each in table.interactions:
        key = f"interactions.{each.name}"
        _note_choice(f"{key}.route", each.route.value, ROUTES, found)
        _note_choice(f"{key}.alert", each.alert.value, ALERTS, found)
        _note_factor(key, each, most, found)
    _note_names(table, found)


def _note_choice(key: str, value: str, allowed: tuple[str, ...], found: Findings) -> None:
    if value not in allowed:
        found.add(key, "unknown_choice", found=value, expected=", ".join(allowed))


def _note_factor(key: str, each: Interaction, most: Decimal, found: Findings) -> None:
    factor = each.clearance_factor_iv
    if factor is None:
        return
    if each.route.value != "iv":
        found.add(f"{key}.clearance_factor_iv", "unknown_choice", found=each.route.value, expected="iv")
    if abs(factor.value - 1) > most:
        low, high = 1 - most, 1 + most
        found.add(f"{key}.clearance_factor_iv", "out_of_range", found=factor.value, low=low, high=high, unit="×")


def _note_names(table: Interactions, found: Findings) -> None:
    """A name leads to one medicine, and each medicine of the list has something to say."""
    seen: set[tuple[str, ...]] = set()
    for each in table.medicines:
        _note_choice(f"medicines.{each.name}", each.name, table.perpetrators, found)
        for name in each.all_names:
            words = words_of(name)
            if not words:
                found.add(f"medicines.{each.name}.names", "missing_text")
            if words in seen:
                found.add(f"medicines.{each.name}.names", "repeated_choice", found=name)
            seen.add(words)

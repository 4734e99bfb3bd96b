"""Which values of a policy are in force, and that none of those is unverified."""

from collections.abc import Mapping
from typing import Any

from slowdrip.knowledge.authored.problems import Findings
from slowdrip.knowledge.types.sourced import Confidence, Sourced

SELECTORS = ("go_no_go", "fasting")


def note_not_in_force(leaves: Mapping[str, Sourced[Any]], raw: Mapping[str, Any], found: Findings) -> None:
    """Notes a selected profile that is not there and every unverified value that would be used."""
    for section in SELECTORS:
        _note_selection(section, leaves, raw, found)
    for key, leaf in leaves.items():
        if leaf.confidence is Confidence.UNVERIFIED and in_force(key, leaves):
            found.add(key, "unverified_in_force")


def in_force(key: str, leaves: Mapping[str, Sourced[Any]]) -> bool:
    """True when the value is used; profiles that were not selected are listed only."""
    section, _, rest = key.partition(".profiles.")
    if not rest:
        return True
    selected = leaves.get(f"{section}.profile")
    return selected is not None and rest.partition(".")[0] == selected.value


def _note_selection(section: str, leaves: Mapping[str, Sourced[Any]], raw: Mapping[str, Any], found: Findings) -> None:
    selected = leaves.get(f"{section}.profile")
    profiles = raw[section].get("profiles") if selected else None
    if selected is None or not isinstance(profiles, dict) or selected.value in profiles:
        return
    found.add(f"{section}.profile", "unknown_profile", found=selected.value, expected=", ".join(sorted(profiles)))

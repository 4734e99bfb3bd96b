"""Writes the reference page of all interactions; run it as a module to print the page."""

import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from slowdrip.knowledge.authored.canonical import decimal_text
from slowdrip.knowledge.interactions.loader import default_interactions
from slowdrip.knowledge.types.interactions import Interaction, Medicine
from slowdrip.knowledge.types.sourced import Sourced

HEAD = """# Interactions

What other medicines do to ketamine, as read in the sources named. Ratios are with the medicine over without it.
Into a vein the effects are small: screens show a text, and nothing else. The engine can change the clearance of a
prediction where an IV study gave a number, by {most} % at most (a proposal, to be confirmed by the medical director);
no screen does. `cyp2b6_6` is a genotype: no list of medicines holds one, so no screen shows it.
This page is generated: `python -m slowdrip.knowledge.interactions.reference > docs/reference/interactions.md`.

| medicine | ketamine by | says | AUC | peak | norketamine AUC | IV clearance | source | confidence |
|---|---|---|---|---|---|---|---|---|
"""

NAMES = """
## Names that are found

A medicine on a patient's list is found by these names, whatever its case and accents, and by the class that somebody
chose for it. What is not found is shown as "not known to this list", never as "no interaction".

| medicine | found by | source | confidence | members of the class | source | confidence |
|---|---|---|---|---|---|---|
"""


def reference_page() -> str:
    """The reference page as Markdown."""
    table = default_interactions()
    head = HEAD.format(most=decimal_text(table.limits.clearance_change_at_most_percent.value))
    return head + "".join(_row(each) for each in table.interactions) + NAMES + "".join(map(_names, table.medicines))


def _row(each: Interaction) -> str:
    said = each.alert
    note = f" ({said.note})" if said.note else ""
    cells = (each.perpetrator.value, each.route.value, said.value, *_ratios(each), said.source + note, said.confidence)
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


def _names(each: Medicine) -> str:
    cells = (each.name, *_sourced(each.names), *(_sourced(each.members) if each.members else ("", "", "")))
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


def _sourced(leaf: Sourced[str]) -> tuple[str, str, str]:
    return leaf.value, leaf.source, leaf.confidence.value


def _ratios(each: Interaction) -> Iterator[str]:
    for leaf in (each.auc_ratio, each.cmax_ratio, each.norketamine_auc_ratio, each.clearance_factor_iv):
        yield _number(leaf)


def _number(leaf: Sourced[Any] | None) -> str:
    return decimal_text(leaf.value) if leaf is not None and isinstance(leaf.value, Decimal) else ""


if __name__ == "__main__":
    sys.stdout.write(reference_page())

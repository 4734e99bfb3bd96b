"""The values of a policy by section, as the page folds them: how many, how many differ from the shipped default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.policy.values import Shown, shown
from slowdrip.knowledge.policies import Change
from slowdrip.knowledge.types import Policy

TITLES: Final[Mapping[str, str | Promise]] = {
    "checks": _("Checks and their intervals"),
    "go_no_go": _("Go or no go"),
    "alarms": _("Alarms"),
    "dose_tiers": _("Dose limits"),
    "weight": _("Weight"),
    "verification": _("Second persons and tolerances"),
    "verbal_order": _("Spoken orders"),
    "reconcile": _("Drug account"),
    "fasting": _("Fasting"),
    "staffing": _("People in the building"),
    "discharge": _("Discharge"),
    "after_care": _("After the visit"),
    "followup": _("The call afterwards"),
    "crisis": _("Numbers for a crisis"),
    "asking": _("Asking patients how they are"),
    "risk": _("Suicide risk"),
    "adverse": _("Adverse events and the bladder"),
    "cognition": _("Two tasks of thinking"),
    "predictions": _("Predictions"),
    "sessions": _("Screens and PINs"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the policy with its tables; open where a value differs from the shipped default."""

    name: str
    title: str | Promise
    tables: tuple[tuple[str, tuple[Shown, ...]], ...]
    values: int
    differs: int
    to_confirm: int

    @property
    def is_open(self) -> bool:
        """Says whether the page shows it unfolded: what the clinic does differently is never hidden."""
        return self.differs > 0


def differing(changes: Iterable[Change]) -> frozenset[str]:
    """Gives the keys of the values of which anything differs: value, source, confidence or note."""
    return frozenset(each.key.rpartition(".")[0] for each in changes)


def sections(policy: Policy, differs: frozenset[str]) -> list[Section]:
    """Gives the parts of a policy in reading order."""
    rows = groupby(shown(policy), key=lambda row: row.key.partition(".")[0])
    return [_section(name, tuple(each), differs) for name, each in rows]


def _section(name: str, rows: tuple[Shown, ...], differs: frozenset[str]) -> Section:
    tables = groupby(rows, key=lambda row: row.section)
    return Section(
        name=name,
        title=TITLES.get(name, name),
        tables=tuple((table, tuple(each)) for table, each in tables),
        values=len(rows),
        differs=sum(row.key in differs for row in rows),
        to_confirm=sum(row.needs_confirmation for row in rows),
    )

"""What the listed medicines say about a drip: text alerts that block nothing and change no dose."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slowdrip.knowledge.interactions import codes_in, default_interactions, entries_of
from slowdrip.knowledge.interactions.matching import words_of
from slowdrip.knowledge.types.interactions import Interaction, Interactions
from slowdrip.knowledge.types.sourced import Sourced

from .interaction_words import LESSER, MOVES_A_BAND, SAYS, ratios, studied
from .models import Patient
from .queries.medicines import NOT_ASKED, MedicineList, Taken, medicines


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to know about one medicine: words, the numbers found, how it was studied, source and confidence."""

    code: str
    of: str
    says: str
    ratios: str
    studied: str
    source: str
    confidence: str

    @property
    def is_lesser(self) -> bool:
        """Says whether it tells of no change under a drip."""
        return self.code in LESSER


@dataclass(frozen=True, slots=True)
class Listed:
    """One medicine of the list with what is known of it; nothing known is "not known to this list".

    `same_as` is the medicine above it of which exactly the same is known, so that it is read once.
    """

    taken: Taken
    alerts: tuple[Alert, ...]
    same_as: str = ""

    @property
    def is_known(self) -> bool:
        """Says whether the table of interactions has it."""
        return bool(self.alerts)

    @property
    def may_change_a_drip(self) -> bool:
        """Says whether one of its alerts tells of a change under a drip."""
        return any(not alert.is_lesser for alert in self.alerts)

    @property
    def may_move_a_band(self) -> bool:
        """Says whether one of its alerts tells of another concentration or blood pressure."""
        return any(alert.code in MOVES_A_BAND for alert in self.alerts)


@dataclass(frozen=True, slots=True)
class MedicinePanel:
    """The list of a patient with its alerts, when it was asked, if it changed since, and from which age it is old."""

    state: str
    asked_at: datetime | None
    changed: bool
    is_old: bool
    old_after_days: Sourced[int]
    rows: tuple[Listed, ...]


def medicine_panel(patient: Patient, *, at: datetime) -> MedicinePanel:
    """Gives every medicine on the list with its alerts, those that may change a drip first, unknown ones next."""
    table, listed = default_interactions(), medicines(patient)
    limit = table.limits.list_old_after_days
    rows = _in_order(_listed(table, row) for row in listed.rows)
    return MedicinePanel(
        state=listed.state,
        asked_at=listed.asked_at,
        changed=listed.changed,
        is_old=_is_old(listed, limit.value, at),
        old_after_days=limit,
        rows=rows,
    )


def band_sentence(patient: Patient, *, at: datetime) -> str:
    """Gives what a prediction does not know of these medicines: which may move it, which are unknown, who asked."""
    return " ".join(_band_sentences(medicine_panel(patient, at=at)))


def _band_sentences(panel: MedicinePanel) -> Iterator[str]:
    if moving := _names(row for row in panel.rows if row.may_move_a_band):
        moves = _("Medicines on the list may move this patient outside the band: %(names)s. (proposal)")
        yield moves % {"names": moving}
    if unknown := _names(row for row in panel.rows if not row.is_known):
        yield _("Not known to this list: %(names)s. What they do to this band is not known.") % {"names": unknown}
    if panel.state == NOT_ASKED:
        yield _("Nobody asked for this patient's medicines: what they do to this band is not known.")
    elif panel.asked_at is None:
        yield _("Nobody asked whether the list of medicines is whole.")


def _names(rows: Iterable[Listed]) -> str:
    return ", ".join(row.taken.medicine.substance for row in rows)


def _is_old(listed: MedicineList, old_after_days: int, at: datetime) -> bool:
    return listed.asked_at is not None and at - listed.asked_at > timedelta(days=old_after_days)


def _listed(table: Interactions, row: Taken) -> Listed:
    medicine = row.medicine
    codes = codes_in(table, medicine.substance, belongs_to=medicine.belongs_to)
    called = {each.name: each.called for each in table.medicines}
    alerts = [_alert(each, called, medicine.substance) for each in entries_of(table, codes)]
    return Listed(row, tuple(sorted(alerts, key=lambda alert: alert.is_lesser)))


def _alert(entry: Interaction, called: dict[str, str], substance: str) -> Alert:
    name = called[entry.perpetrator.value]
    return Alert(
        code=entry.alert.value,
        of="" if words_of(name) == words_of(substance) else name,
        says=str(SAYS[entry.alert.value]),
        ratios=ratios(entry),
        studied=studied(entry),
        source=entry.alert.source,
        confidence=entry.alert.confidence.value,
    )


def _in_order(rows: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(_read_once(sorted(rows, key=_weight)))


def _read_once(rows: Iterable[Listed]) -> Iterator[Listed]:
    first: dict[tuple[Alert, ...], str] = {}
    for row in rows:
        above = first.setdefault(row.alerts, row.taken.medicine.substance)
        same = row.is_known and above != row.taken.medicine.substance
        yield replace(row, same_as=above) if same else row


def _weight(row: Listed) -> tuple[int, str]:
    if row.may_change_a_drip:
        return 0, row.taken.medicine.substance.casefold()
    return 2 if row.is_known else 1, row.taken.medicine.substance.casefold()

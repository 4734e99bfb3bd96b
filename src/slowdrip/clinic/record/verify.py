"""Walks a clinic's audit chain and names the first row that was edited, deleted, reordered, cut or added."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from .acting import digest
from .canonical import sha256
from .chain import link_hash
from .guards import log_models
from .models import AuditEntry, ClinicHead
from .tables import LogModel
from .vouched import Vouched

PAGE = 1000
START = "0" * 64
# A column that keeps the SHA-256 of another column of its row, wherever a log has both.
HASH_OF = (("document_sha256", "document"), ("sha256", "text"))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where.

    The code is edited, deleted, reordered, cut (links of the chain), row_edited, row_deleted, row_added or
    document_edited (log rows; a link that the head does not know is a row_added too).
    """

    code: str
    seq: int
    where: str = ""


def verify_chain(clinic_id: UUID) -> Fault | None:
    """Gives the first fault in the clinic's chain and its log rows, or None; a clinic at work is not disturbed."""
    with Vouched() as vouched:
        walk = _Walk(clinic_id, vouched)
        return walk.to_head() or _beyond_head(clinic_id) or _added(walk)


def verify_end(clinic_id: UUID, *, seq: int, end_hash: str) -> Fault | None:
    """Gives `cut` when the chain no longer holds the end that was noted outside the database, or None."""
    links = AuditEntry.objects.filter(clinic_id=clinic_id, seq__lte=seq).order_by("-seq")
    found = links.values_list("hash", flat=True).first() or START
    reached = ClinicHead.objects.values_list("seq", flat=True).get(clinic_id=clinic_id)
    if reached < seq:
        return Fault("cut", reached)
    return Fault("cut", seq) if found != end_hash else None


class _Walk:
    """How far the chain was walked: the last link, and what was vouched for on the way."""

    def __init__(self, clinic_id: UUID, vouched: Vouched) -> None:
        self.clinic_id, self.vouched = clinic_id, vouched
        self.prev_hash, self.last_seq = START, 0

    def to_head(self) -> Fault | None:
        """Walks on to the head as it is now; what a clinic writes meanwhile lies beyond it and is not looked at."""
        head = ClinicHead.objects.get(clinic_id=self.clinic_id)
        while page := self._page(head.seq):
            whole, broken = self._whole(page)
            fault = self._rows_fault(whole) or broken
            if fault:
                return fault
        return Fault("cut", self.last_seq) if head.hash != self.prev_hash else None

    def _page(self, until: int) -> list[AuditEntry]:
        """Reads whole pages: an open cursor would block writers on SQLite."""
        links = AuditEntry.objects.filter(clinic_id=self.clinic_id, seq__gt=self.last_seq, seq__lte=until)
        return list(links.order_by("seq")[:PAGE])

    def _whole(self, page: list[AuditEntry]) -> tuple[list[AuditEntry], Fault | None]:
        """Gives the links up to the first broken one, and what broke it."""
        for place, entry in enumerate(page):
            fault = _link_fault(entry, prev_hash=self.prev_hash, last_seq=self.last_seq)
            if fault:
                return page[:place], fault
            self.prev_hash, self.last_seq = entry.hash, entry.seq
        return page, None

    def _rows_fault(self, entries: list[AuditEntry]) -> Fault | None:
        told = [(entry.seq, item) for entry in entries for item in json.loads(entry.detail).get("rows", ())]
        found = _rows(item for _seq, item in told)
        for seq, item in told:
            name, row_id, where = item["table"], item["id"], f"{item['table']} {item['id']}"
            code = _row_code(found.get((name, row_id)), item["sha256"])
            if code:
                return Fault(code, seq, where)
            if not self.vouched.add(name, row_id):
                return Fault("row_added", seq, f"{where} again")
        return None


def _link_fault(entry: AuditEntry, *, prev_hash: str, last_seq: int) -> Fault | None:
    """Looks first at the link: in a swapped pair both hashes are wrong, and the swap is what happened."""
    linked, whole = entry.prev_hash == prev_hash, link_hash(entry) == entry.hash
    if linked and whole:
        return None
    if not linked and AuditEntry.objects.filter(clinic_id=entry.clinic_id, prev_hash=prev_hash).exists():
        return Fault("reordered", entry.seq, f"after {last_seq}")
    return Fault("edited", entry.seq) if not whole else Fault("deleted", entry.seq, f"after {last_seq}")


def _rows(items: Iterable[dict[str, str]]) -> dict[tuple[str, str], models.Model]:
    """Reads what a page of links vouches for, one query per table."""
    wanted: dict[str, list[str]] = {}
    for item in items:
        wanted.setdefault(item["table"], []).append(item["id"])
    found: dict[tuple[str, str], models.Model] = {}
    for name, row_ids in wanted.items():
        rows = apps.get_model(name)._default_manager.in_bulk(row_ids)
        found.update({(name, str(row_id)): row for row_id, row in rows.items()})
    return found


def _row_code(row: models.Model | None, expected: str) -> str:
    if row is None:
        return "row_deleted"
    if any(sha256(text) != kept for text, kept in _hashed(row)):
        return "document_edited"
    return "row_edited" if isinstance(row, LogModel) and digest(row) != expected else ""


def _hashed(row: models.Model) -> Iterator[tuple[str, Any]]:
    """Gives each text of the row that has its hash beside it, and that hash."""
    for kept, text in HASH_OF:
        if hasattr(row, kept) and hasattr(row, text):
            yield getattr(row, text), getattr(row, kept)


def _beyond_head(clinic_id: UUID) -> Fault | None:
    """Reads the newest link before the head: a head that does not reach it never knew it."""
    newest = AuditEntry.objects.filter(clinic_id=clinic_id).order_by("-seq").first()
    head = ClinicHead.objects.get(clinic_id=clinic_id)
    if newest is None or newest.seq <= head.seq:
        return None
    return Fault("row_added", newest.seq, f"{AuditEntry._meta.label_lower} {newest.pk}")


def _added(walk: _Walk) -> Fault | None:
    """Looks in every log for a row that no link vouches for; the links themselves were walked one by one."""
    for model in log_models():
        if model is AuditEntry:
            continue
        for page in _id_pages(model, walk.clinic_id):
            fault = _stranger(walk, model._meta.label_lower, page)
            if fault:
                return fault
    return None


def _stranger(walk: _Walk, name: str, page: list[str]) -> Fault | None:
    """A row written since the walk is vouched for by links since the walk, so it is continued before a row is named."""
    if walk.vouched.first_stranger(name, page) is None:
        return None
    fault = walk.to_head()
    stranger = walk.vouched.first_stranger(name, page)
    if fault or stranger is None:
        return fault
    return Fault("row_added", walk.last_seq, f"{name} {stranger}")


def _id_pages(model: type[models.Model], clinic_id: UUID) -> Iterator[list[str]]:
    rows, last = model._default_manager.filter(clinic_id=clinic_id).order_by("pk"), None
    while page := list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:PAGE]):
        yield [str(row_id) for row_id in page]
        last = page[-1]

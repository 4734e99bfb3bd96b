"""The report of a serious adverse event: who, what, when, its course, its end, and what ties it to the record."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from slowdrip.clinic.adverse.models import Matter
from slowdrip.clinic.adverse.page import Fact, told_of
from slowdrip.clinic.adverse.queries import Whole
from slowdrip.clinic.adverse.shown import Told, story_of, title_of
from slowdrip.clinic.adverse.treatment import treatment_of
from slowdrip.clinic.chart.record.pdf import rendered
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.rules.adverse import Entry, encoded, kind_of

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One signature under the report: whose, when, and whether nothing was told since."""

    name: str
    at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the report shows; all times are the clinic's own."""

    clinic: Clinic
    matter: Matter
    title: str
    is_open: bool
    facts: list[Fact]
    story: list[Told]
    people: list[str]
    treatment: list[Fact]
    signed: list[SignedBy]
    printed_at: datetime
    sha256: str


def report_of(found: Whole, *, clinic: Clinic, at: datetime) -> Report | None:
    """Gives the report of an event that is or was serious and stands; None for any other matter."""
    standing = found.standing
    if not standing.is_event or not standing.state.ever_serious or standing.is_voided:
        return None
    zone, entries = ZoneInfo(clinic.time_zone), [entry for entry, _recorded_at in found.story]
    story = list(reversed(story_of(found)))
    return Report(
        clinic=clinic,
        matter=standing.matter,
        title=title_of(standing.state),
        is_open=standing.is_open,
        facts=told_of(standing),
        story=story,
        people=sorted({one.by for one in story if one.by}),
        printed_at=at.astimezone(zone),
        treatment=treatment_of(standing, at=at, zone=zone),
        sha256=digest(standing.matter.pk, entries),
        signed=_signed(found, len(entries)),
    )


def _signed(found: Whole, entries: int) -> list[SignedBy]:
    """Says of each signature whether it stands under all that is told, or under an earlier report."""
    told = [(row, json.loads(row.document)["entries"]) for row in found.signed]
    return [SignedBy(row.signer_name, row.at, seen == entries) for row, seen in told]


def digest(matter_id: UUID, entries: Iterable[Entry]) -> str:
    """Covers every entry with its author and time: the same for the same content on every machine."""
    told = [
        {"id": entry.id, "at": entry.at.isoformat(), "by": entry.by, "kind": kind_of(entry.payload)}
        | {"told": encoded(entry.payload)}
        for entry in entries
    ]
    return sha256(canonical({"schema": SCHEMA, "matter": str(matter_id), "entries": told}))


def report_pdf(report: Report) -> bytes:
    """Gives the PDF of a report."""
    return rendered(render_to_string("adverse/report_pdf.html", {"report": report, "clinic": report.clinic}))

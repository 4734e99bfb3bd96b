"""The report of a serious adverse event: who, what, when, its course, its end, and what ties it to the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from slowdrip.clinic.adverse.models import Matter
from slowdrip.clinic.adverse.page import Fact, told_of
from slowdrip.clinic.adverse.queries import Whole
from slowdrip.clinic.adverse.shown import Told, story_of, title_of
from slowdrip.clinic.chart.record.pdf import rendered
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.rules.adverse import encoded, kind_of

SCHEMA: Final = 1


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
    printed_at: datetime
    sha256: str


def report_of(found: Whole, *, clinic: Clinic, at: datetime) -> Report | None:
    """Gives the report of a serious event that stands; None for any other matter."""
    standing = found.standing
    if not standing.is_event or not standing.state.is_serious or standing.is_voided:
        return None
    zone = ZoneInfo(clinic.time_zone)
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
        sha256=_digest(found),
    )


def _digest(found: Whole) -> str:
    """Covers every entry with its author and time: the same for the same content on every machine."""
    entries = [
        {"id": entry.id, "at": entry.at.isoformat(), "by": entry.by, "kind": kind_of(entry.payload)}
        | {"told": encoded(entry.payload)}
        for entry, _recorded_at in found.story
    ]
    return sha256(canonical({"schema": SCHEMA, "matter": str(found.standing.matter.pk), "entries": entries}))


def report_pdf(report: Report) -> bytes:
    """Gives the PDF of a report."""
    return rendered(render_to_string("adverse/report_pdf.html", {"report": report, "clinic": report.clinic}))

"""The serious-event report: the record of the drip around the emergency, the debrief, and what ties it to the chain."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from slowdrip.clinic.chart.record import Record, record_of
from slowdrip.clinic.chart.record.flow_sheet import FlowRow
from slowdrip.clinic.chart.record.pdf import rendered
from slowdrip.clinic.chart.record.totals import mg
from slowdrip.clinic.chart.timeline import Entry
from slowdrip.clinic.emergency.course import newest, to_the_second
from slowdrip.clinic.emergency.forms import QUESTION_WORDS
from slowdrip.clinic.emergency.queries import Written, debriefs_of
from slowdrip.clinic.infusion.emergencies import name_now
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.science.infusion import delivered_ug

AROUND: Final = timedelta(minutes=30)
"""How much of the record before and after the emergency the report shows; the flow sheet has all of it."""
SCHEMA: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the report shows; `given_at_start` is the dose by the record when the emergency began."""

    record: Record
    began_at: datetime
    over_at: datetime | None
    given_at_start: str
    vitals: list[FlowRow]
    steps: list[Entry]
    people: list[str]
    debriefs: list[dict[str, Any]]
    sha256: str


def report_of(infusion: Infusion, *, wanted: str = "", at: datetime) -> Report | None:
    """Gives the report of one emergency, else of the newest; None when there was none."""
    state = state_now(infusion.pk)
    emergency = newest(state, name_now(infusion.pk, wanted))
    if emergency is None:
        return None
    record = record_of(infusion, at=at)
    zone = ZoneInfo(record.clinic.time_zone)
    first, last = emergency.began_at - AROUND, (emergency.over_at or at) + AROUND
    around = [entry for entry in record.story if first <= datetime.fromisoformat(entry.at) <= last]
    steps = to_the_second(around, zone=zone)
    written = debriefs_of(infusion.pk, UUID(emergency.event_id))
    return Report(
        record=record,
        began_at=emergency.began_at.astimezone(zone),
        over_at=emergency.over_at.astimezone(zone) if emergency.over_at else None,
        given_at_start=mg(delivered_ug(state, emergency.began_at)),
        vitals=[row for row in record.flow_sheet if first <= row.at <= last],
        steps=steps,
        people=sorted({entry.by for entry in steps if entry.by and not entry.void}),
        debriefs=[_answers(one, zone) for one in written],
        sha256=_digest(record, emergency.event_id, written),
    )


def _answers(one: Written, zone: ZoneInfo) -> dict[str, Any]:
    told = [(QUESTION_WORDS[name], one.answers[name]) for name in QUESTION_WORDS if one.answers.get(name)]
    return {"by": one.signed_by, "at": one.at.astimezone(zone), "sha256": one.sha256, "answers": told}


def _digest(record: Record, event_id: str, written: list[Written]) -> str:
    """Covers the whole record of the drip and each debrief: the same for the same content on every machine."""
    content = {
        "schema": SCHEMA,
        "emergency": event_id,
        "record_sha256": record.content_sha256,
        "debriefs": [one.sha256 for one in written],
    }
    return sha256(canonical(content))


def report_pdf(report: Report) -> bytes:
    """Gives the PDF of a report."""
    return rendered(render_to_string("emergency/report_pdf.html", {"report": report, "record": report.record}))

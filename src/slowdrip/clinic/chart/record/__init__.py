"""The record of one drip, whole: ordered, given, seen, decided, signed, voided; with the hash of all of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.ordered import Line, order_lines
from slowdrip.clinic.chart.record.after import AlarmLife, GateLine, TaskLine, alarm_lives, gate_lines, tasks
from slowdrip.clinic.chart.record.flow_sheet import FlowRow, flow_sheet
from slowdrip.clinic.chart.record.proof import Link, content_sha256, last_link
from slowdrip.clinic.chart.record.said import lines_about
from slowdrip.clinic.chart.record.signatures import Signed, signatures_of, signed_lines
from slowdrip.clinic.chart.record.times import nurse_lines, times
from slowdrip.clinic.chart.record.totals import Totals, totals
from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.chart.story import standing, story_of
from slowdrip.clinic.chart.timeline import Entry, entry
from slowdrip.clinic.chart.trend import Trend, trend_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy, pinned_version
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.infusion import replay
from slowdrip.science.infusion.state import Emergency

__all__ = ["Record", "record_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything the record page and the flow sheet show; a draft while the visit has not ended."""

    infusion: Infusion
    clinic: Clinic
    day: datetime
    printed_at: datetime
    draft: bool
    order: list[Line]
    policy: PolicyVersion
    said: list[Line]
    totals: Totals
    trend: Trend
    times: list[Line]
    flow_sheet: list[FlowRow]
    story: list[Entry]
    alarms: list[AlarmLife]
    emergencies: tuple[Emergency, ...]
    gates: list[GateLine]
    tasks: list[TaskLine]
    signatures: list[Signed]
    content_sha256: str
    link: Link | None


def record_of(infusion: Infusion, *, at: datetime) -> Record:
    """Gives the record of a drip at an instant; the infusion comes with its patient, chair, order and policy."""
    clinic = Clinic.objects.get(id=infusion.clinic_id)
    zone, names = ZoneInfo(clinic.time_zone), names_of(clinic.pk)
    story = [told for told in story_of(infusion) if told.event.occurred_at <= at]
    events = standing(story)
    state = replay(events, at)
    policy, version = pinned_policy(infusion), pinned_version(infusion)
    signatures = signatures_of(infusion, state)
    return Record(
        infusion=infusion,
        clinic=clinic,
        day=(state.drip.started_at or infusion.planned_at).astimezone(zone),
        printed_at=at.astimezone(zone),
        draft=state.ending is None,
        order=order_lines(infusion.order) if infusion.order else [],
        policy=version,
        said=lines_about(infusion),
        totals=totals(state),
        trend=trend_of(events, state, policy, at=at, zone=zone, policy_version=version.number),
        times=[*times(events, state, zone=zone), *nurse_lines(events, names, zone=zone)],
        flow_sheet=flow_sheet(story, state, policy, names=names, zone=zone),
        story=[entry(told, names=names, zone=zone) for told in story],
        emergencies=state.emergencies,
        alarms=alarm_lives(events, state, names=names, zone=zone),
        gates=gate_lines(infusion, events, at=at, zone=zone),
        tasks=tasks(infusion, names=names, zone=zone),
        signatures=signed_lines(signatures, zone=zone),
        content_sha256=content_sha256(infusion, story, version=version, signatures=signatures),
        link=last_link(infusion, story),
    )

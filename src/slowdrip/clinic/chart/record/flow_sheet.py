"""The flow sheet: one row per moment at which something was measured, voided entries in rows of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.story import Told
from slowdrip.clinic.chart.trend.drawing import in_mg
from slowdrip.clinic.chart.trend.series import series_of
from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.chart.words.voids import void_words
from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion import Event, InfusionState, delivered_ug
from slowdrip.science.infusion.events.observations import ORIENTATION, SCALES
from slowdrip.science.infusion.fold.payload import told as said_yes
from slowdrip.science.infusion.fold.payload import whole, written

ONE_ROW = timedelta(minutes=1)
MEASURED = frozenset({"vitals", "orientation", *SCALES})


@dataclass(slots=True, kw_only=True)
class FlowRow:
    """One row: local time, numbers as text, who, and a remark; `void` is the reason of a voided row.

    `sent_by` is whose session brought what another person had entered on a tablet without the server.
    """

    at: datetime
    clock: str
    by: str
    by_id: str
    given_mg: str
    sent_by: str = ""
    sent_by_id: str = ""
    bp: str = ""
    hr: str = ""
    spo2: str = ""
    rr: str = ""
    temperature: str = ""
    moaas: str = ""
    tier: str = ""
    late_min: int = 0
    void: str = ""
    has_vitals: bool = False
    remarks: list[str] = field(default_factory=list)


def flow_sheet(
    story: Iterable[Told], state: InfusionState, policy: Policy, *, names: Mapping[str, str], zone: ZoneInfo
) -> list[FlowRow]:
    """Gives the rows in time order; what one person measured in one minute, and one person sent, is one row."""
    measured = [told for told in story if told.event.kind in MEASURED]
    tiers = _tiers([told.event for told in measured if told.stands], state, policy)
    rows: list[FlowRow] = []
    for told in measured:
        row = _joins(rows, told) or _row(told, state, names=names, zone=zone)
        if row not in rows[-1:]:
            rows.append(row)
        _write(row, told.event)
        row.tier = tiers.get(told.event.id, row.tier) if told.stands else ""
        row.late_min = max(row.late_min, told.late_min)
    return rows


def _joins(rows: list[FlowRow], told: Told) -> FlowRow | None:
    """The last row, if the same person measured this within the same minute; a second cuff reading is its own row."""
    last = rows[-1] if rows else None
    if last is None or last.void or not told.stands:
        return None
    if (last.by_id, last.sent_by_id) != (told.event.by, told.sent_by):
        return None
    again = told.event.kind == "vitals" and last.has_vitals
    return None if again or told.event.occurred_at - last.at >= ONE_ROW else last


def _tiers(events: list[Event], state: InfusionState, policy: Policy) -> dict[str, str]:
    if not events:
        return {}
    series = series_of(events, state, policy, at=events[-1].occurred_at)
    return {each.event_id: each.tier for each in series.pressures if each.tier}


def _row(told: Told, state: InfusionState, *, names: Mapping[str, str], zone: ZoneInfo) -> FlowRow:
    at = told.event.occurred_at
    return FlowRow(
        at=at,
        clock=f"{at.astimezone(zone):%H:%M}",
        by=names.get(told.event.by, ""),
        by_id=told.event.by,
        sent_by=names.get(told.sent_by, ""),
        sent_by_id=told.sent_by,
        given_mg=in_mg(delivered_ug(state, at)) if state.drip.started_at else "",
        void=void_words(told.void.reason) if told.void else "",
    )


def _write(row: FlowRow, event: Event) -> None:
    if event.kind == "vitals":
        _vitals(row, event)
    elif event.kind == "moaas":
        row.moaas = _text(event, "score")
    elif event.kind == "orientation":
        row.remarks.append(_("oriented × %(n)s") % {"n": sum(said_yes(event, name) for name in ORIENTATION)})
    else:
        scored = {"what": code_words(event.kind).lower(), "score": _text(event, "score"), "most": SCALES[event.kind]}
        row.remarks.append(_("%(what)s %(score)s/%(most)s") % scored)
    if note := written(event, "note"):
        row.remarks.append(note)


def _vitals(row: FlowRow, event: Event) -> None:
    row.has_vitals = True
    sbp, dbp = _text(event, "sbp_mmhg"), _text(event, "dbp_mmhg")
    row.bp = f"{sbp}/{dbp}" if sbp and dbp else row.bp
    row.hr, row.spo2 = _text(event, "hr_per_min") or row.hr, _text(event, "spo2_pct") or row.spo2
    row.rr = _text(event, "rr_per_min") or row.rr
    tenths = whole(event, "temp_decicelsius")
    row.temperature = f"{tenths // 10}.{tenths % 10}" if tenths is not None else row.temperature
    for name in ("arm", "posture", "oxygen"):
        if code := written(event, name):
            row.remarks.append(choice_words(name, code))
    if flow := written(event, "oxygen_l_per_min"):
        row.remarks.append(_("%(flow)s L/min") % {"flow": flow})


def _text(event: Event, name: str) -> str:
    value = whole(event, name)
    return str(value) if value is not None else ""

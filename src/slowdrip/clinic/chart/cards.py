"""What a board card and a chair page say about one drip, as plain values for the templates."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.nurses import Nurse
from slowdrip.clinic.chart.who import Who, who
from slowdrip.clinic.chart.words.alarms import alarm_short
from slowdrip.clinic.chart.words.names import channel_words, code_words, phase_words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion import InfusionState, Phase, delivered_ug, time_left_s
from slowdrip.science.rules.adapters.charted import MEASURE_OF
from slowdrip.science.rules.adapters.clock import clock_work
from slowdrip.science.rules.blood_pressure import RULE as BLOOD_PRESSURE
from slowdrip.science.rules.due import CHECK, REPEAT, DueItem

TILE_OF: Final = {BLOOD_PRESSURE: "bp", **MEASURE_OF}
LOUDNESS: Final = ("emergency", "urgent", "advisory")
OLD_SLACK_S: Final = 60
ALSO_NAMED: Final = 2
"""Two more words fit under an alarm at arm's length; with the loudest that is three."""


@dataclass(frozen=True, slots=True)
class Number:
    """A measured number with its age; `value` None shows as not measured."""

    value: int | None = None
    value2: int | None = None
    taken_at: str = ""
    tier: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A due check for the countdown."""

    label: str
    due_at: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """An open alarm of a drip, in one line."""

    id: str
    rule: str
    tier: str
    short: str
    raised_at: str
    acknowledged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One drip on the board; `others` are its open alarms after the loudest."""

    infusion: Infusion
    who: Who
    phase: str
    phase_label: str
    since: str
    bp: Number
    hr: Number
    spo2: Number
    given_mg: str
    ordered_mg: str
    given_share: str
    left_until: str
    past_end: bool
    due: Due | None
    alarm: OpenAlarm | None
    others: tuple[OpenAlarm, ...] = ()
    emergency_since: str = ""
    old_after_s: int = 0
    dues: tuple[Due, ...] = field(default_factory=tuple)
    nurse: Nurse | None = None

    @property
    def also(self) -> tuple[OpenAlarm, ...]:
        """Gives the alarms that are named beside the loudest: a late check must not hide a silent monitor."""
        return self.others[:ALSO_NAMED]

    @property
    def unnamed(self) -> int:
        """Gives how many open alarms have no room on the card."""
        return len(self.others) - len(self.also)


def card(infusion: Infusion, state: InfusionState, *, at: datetime) -> Card:
    """Gives the card of a drip at an instant."""
    policy = pinned_policy(infusion)
    work = clock_work(state, policy, infusion_id=infusion.pk, at=at)
    dues = tuple(due_of(item, at=at) for item in work.due)
    alarms = loud_first(state)
    tiers = tiers_of(alarms)
    given = delivered_ug(state, at)
    order = state.drip.order
    return Card(
        infusion=infusion,
        who=who(infusion.patient),
        phase=state.phase.value,
        phase_label=phase_words(state.phase.value),
        since=_iso(phase_since(state)),
        bp=pressure(state, tiers),
        hr=number(state, "hr_per_min", tiers),
        spo2=number(state, "spo2_pct", tiers),
        given_mg=mg(given),
        ordered_mg=mg(Fraction(order.dose_ug)) if order else "",
        given_share=share(given, Fraction(order.dose_ug)) if order else "0",
        left_until=left_until(state, at=at),
        past_end=state.past_vtbi,
        due=dues[0] if dues else None,
        dues=dues,
        alarm=alarms[0] if alarms else None,
        others=tuple(alarms[1:]),
        emergency_since=_iso(state.emergency.began_at if state.emergency else None),
        old_after_s=policy_interval_s(policy, state) + OLD_SLACK_S,
    )


def loud_first(state: InfusionState) -> list[OpenAlarm]:
    """Gives the open alarms, the loudest and then the oldest first."""
    rows = [(key, alarm) for key, alarm in state.open_alarms.items() if alarm.tier in LOUDNESS and alarm.raised_at]
    rows.sort(key=lambda row: (LOUDNESS.index(row[1].tier), row[1].raised_at))
    return [
        OpenAlarm(key, alarm.rule, alarm.tier, alarm_short(alarm), _iso(alarm.raised_at), alarm.stage == "acknowledged")
        for key, alarm in rows
    ]


def tiers_of(alarms: list[OpenAlarm]) -> dict[str, str]:
    """Gives the loudest open tier per measured thing, for the colour behind its number; `alarms` come loudest first."""
    found = [(TILE_OF[alarm.rule], alarm.tier) for alarm in alarms if alarm.rule in TILE_OF]
    return dict(reversed(found))


def pressure(state: InfusionState, tiers: dict[str, str]) -> Number:
    """Gives the last blood pressure."""
    last = state.observed.last_blood_pressure
    if last is None:
        return Number()
    note = ", ".join(code_words(code) for code in (f"{last.arm}_arm" if last.arm else "", last.posture) if code)
    return Number(last.sbp_mmhg, last.dbp_mmhg, _iso(last.at), tiers.get("bp", ""), note)


def number(state: InfusionState, measure: str, tiers: dict[str, str]) -> Number:
    """Gives the last reading of one measure."""
    last = state.observed.last(measure)
    return Number(last.value, None, _iso(last.at), tiers.get(measure, "")) if last else Number()


def due_of(item: DueItem, *, at: datetime) -> Due:
    """Gives one due item in words."""
    label = channel_words(item.channels)
    if item.kind == REPEAT:
        label = _("%(channels)s again") % {"channels": label}
    elif item.kind != CHECK:
        label = _("%(channels)s after the medicine") % {"channels": label}
    return Due(label, _iso(item.due_at), item.overdue_at <= at)


def phase_since(state: InfusionState) -> datetime | None:
    """Gives when the present phase began, as far as a countdown needs it."""
    drip = state.drip
    if state.phase is Phase.RECOVERY:
        return drip.ended_at
    if state.phase is Phase.PAUSED and drip.segments:
        return drip.segments[-1].to_at
    if state.phase is Phase.RUNNING:
        return drip.started_at
    return state.ending.at if state.ending else None


def left_until(state: InfusionState, *, at: datetime) -> str:
    """Gives when the pump will stop by itself at its present rate; empty when it does not run."""
    left = time_left_s(state, at) if state.phase is Phase.RUNNING else None
    return _iso(at + timedelta(seconds=left)) if left is not None else ""


def policy_interval_s(policy: Policy, state: InfusionState) -> int:
    """Gives after how long a number on the screen counts as old: the longest interval of its phase."""
    checks = policy.checks
    minutes = checks.recovery.interval_min.value if state.phase is Phase.RECOVERY else checks.during.interval_min.value
    return minutes * 60


def mg(amount_ug: Fraction) -> str:
    """Gives micrograms as milligrams to one decimal, rounded down: never more than was given."""
    tenths = amount_ug // 100
    return str(Decimal(int(tenths)) / 10)


def share(given: Fraction, ordered: Fraction) -> str:
    """Gives the given part of the order as a number between 0 and 1 for the bar."""
    return f"{float(min(Fraction(1), given / ordered)):.4f}" if ordered else "0"


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""

"""Gives what a rule wants written about a matter that calls as long as it lasts, and ends by itself when it is over.

One open alarm stands for the matter, whatever changes in it. What a person ended stays ended for the same trigger; what
ended by itself, or with a reason that only the record can bear out, comes again while the matter lasts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from slowdrip.science.rules.again import under_free_id
from slowdrip.science.rules.alarm import (
    AlarmRaise,
    Decision,
    LimitSource,
    Plain,
    StoredAlarm,
    Tier,
    alarm_id,
    resolving,
)
from slowdrip.science.rules.outcome import because

MONITOR_RETURN, CONSENT_WITHDRAWN, STAFFING_LOW = "monitor_return", "consent_withdrawn", "staffing_low"
PATIENT_CALL = "patient_call"
RESOLVE_REASONS: Mapping[str, tuple[str, ...]] = {
    MONITOR_RETURN: (),
    CONSENT_WITHDRAWN: ("handed_to_ems",),
    STAFFING_LOW: ("prescriber_accepts", "handed_to_ems"),
    PATIENT_CALL: (),
}
"""The one-tap list of each rule. What the record has to say is not on it: "stopped" is said to the pump's own key.

A person who is off the monitor has no other alarm from it, so no word ends that one: the patient is back on, or there
is a new return time. "I am on it" quiets it for a while, as it does for a colleague who is on the way. Nor does a word
end a patient's call: the answer to it does.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What calls now, since when; `trigger` names this occurrence of it."""

    trigger: str
    at: datetime
    inputs: Mapping[str, Plain] = field(default_factory=dict)
    limits: Mapping[str, Plain] = field(default_factory=dict)
    sources: tuple[LimitSource, ...] = ()


def decide(
    rule: str, matter: Matter | None, alarms: Iterable[StoredAlarm], *, infusion_id: UUID, over: str
) -> Decision:
    """The alarm to raise while the matter lasts; without one, what to resolve, as `over`."""
    own = tuple(alarm for alarm in alarms if alarm.rule == rule)
    standing = [alarm for alarm in own if alarm.is_open]
    if matter is None:
        return Decision(resolve=tuple(resolving(infusion_id, alarm, reason=because(over)) for alarm in standing))
    if standing:
        return Decision()
    raised = under_free_id(
        _raise(rule, matter, infusion_id),
        infusion_id=infusion_id,
        known={alarm.id for alarm in own},
        over={alarm.id for alarm in own if alarm.ended_by_itself},
    )
    return Decision((raised,) if raised else ())


def _raise(rule: str, matter: Matter, infusion_id: UUID) -> AlarmRaise:
    return AlarmRaise(
        id=alarm_id(infusion_id, rule, tier=Tier.URGENT, trigger=matter.trigger),
        rule=rule,
        tier=Tier.URGENT,
        trigger=matter.trigger,
        trigger_at=matter.at,
        inputs=matter.inputs,
        limits=matter.limits,
        sources=matter.sources,
    )

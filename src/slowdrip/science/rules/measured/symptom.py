"""The alarm for a symptom that is an emergency by itself: at once, once per occurrence, until a person resolves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.science.rules.alarm import AlarmRaise, Decision, LimitSource, StoredAlarm, Tier, alarm_id
from slowdrip.science.rules.excursions.counting import NOT_TRUE

RULE = "emergency_symptom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One symptom from its start to its end; `id` is the event that started it."""

    id: str
    symptom: str
    at: datetime
    ended_at: datetime | None = None
    grade: str = ""

    def lasts_at(self, moment: datetime) -> bool:
        """True from its start until its end; one that ended in the same instant lasts at that instant."""
        return moment == self.at or (self.at < moment and (self.ended_at is None or moment < self.ended_at))


@dataclass(frozen=True, slots=True)
class SymptomAlarm:
    """A stored alarm of this rule with the symptom it stands for."""

    alarm: StoredAlarm
    symptom: str


@dataclass(frozen=True, slots=True)
class SymptomLimits:
    """The symptoms that are an emergency by policy."""

    symptoms: tuple[str, ...]
    sources: tuple[LimitSource, ...] = ()


def decide(
    occurrences: Iterable[Occurrence],
    alarms: Iterable[SymptomAlarm],
    *,
    infusion_id: UUID,
    limits: SymptomLimits,
) -> Decision:
    """Alarms to raise; none is ever resolved by itself. The same for any order of arrival."""
    stored = tuple(alarms)
    known = {each.alarm.id for each in stored}
    named = sorted((each for each in occurrences if calls(each, limits)), key=lambda each: (each.at, each.id))
    wanted = [_raise(each, infusion_id, limits=limits) for each in named if not stood_for(each, stored)]
    return Decision(raise_=tuple(each for each in wanted if each.id not in known))


def calls(occurrence: Occurrence, limits: SymptomLimits) -> bool:
    """True for a symptom that the policy names."""
    return occurrence.symptom in limits.symptoms


def stood_for(occurrence: Occurrence, alarms: Iterable[SymptomAlarm]) -> bool:
    """True when an alarm about this symptom was raised while it lasts, and nobody called that one a mistake.

    An earlier start that is entered late makes the occurrence longer, not a second one.
    """
    return any(about(each, occurrence) and each.alarm.reason not in NOT_TRUE for each in alarms)


def about(alarm: SymptomAlarm, occurrence: Occurrence) -> bool:
    """True when that alarm is about this occurrence, whichever of its entries raised it."""
    return alarm.symptom == occurrence.symptom and occurrence.lasts_at(alarm.alarm.trigger_at)


def _raise(occurrence: Occurrence, infusion_id: UUID, *, limits: SymptomLimits) -> AlarmRaise:
    return AlarmRaise(
        id=alarm_id(infusion_id, RULE, tier=Tier.EMERGENCY, trigger=occurrence.id),
        rule=RULE,
        tier=Tier.EMERGENCY,
        trigger=occurrence.id,
        trigger_at=occurrence.at,
        inputs={
            "reading_1_event": occurrence.id,
            "reading_1_at": occurrence.at.isoformat(),
            "symptom": occurrence.symptom,
            "grade": occurrence.grade,
        },
        limits={"symptoms": ",".join(limits.symptoms)},
        sources=limits.sources,
    )

"""How the rules over a monitor's own numbers do on labelled traces: events missed, how soon, how often for nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from slowdrip.exchange.simulated.alarmed import Called, Chair, Rules
from slowdrip.exchange.simulated.artifacts import MESSY, Mess, messy_ticks
from slowdrip.exchange.simulated.course import draw_patient
from slowdrip.exchange.simulated.events import RAMP_S, Event, draw_events
from slowdrip.exchange.simulated.readings import Plan, clean_ticks
from slowdrip.exchange.simulated.truth import MUST_COME, RULE_OF, Truth
from slowdrip.science.rules.alarm import Tier
from slowdrip.science.rules.streamed import StreamedLimits, decide


@dataclass(slots=True)
class Rates:
    """What came of all traces, by rule: true events that had to be found, those that were not, seconds, calls."""

    hours: float = 0.0
    events: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    latencies_s: dict[str, list[int]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    false_calls: Counter[str] = field(default_factory=Counter)
    advisories: Counter[str] = field(default_factory=Counter)
    false_advisories: Counter[str] = field(default_factory=Counter)

    @property
    def false_calls_per_h(self) -> float:
        """Urgent or louder alarms without a true cause, for each hour at a chair."""
        return self.false_calls.total() / self.hours if self.hours else 0.0

    def add(self, chair: Chair, events: Iterable[Event], *, minutes: float) -> None:
        """Counts one trace."""
        self.hours += minutes / 60
        for called in chair.called:
            quiet = called.tier is Tier.ADVISORY
            (self.advisories if quiet else self.calls)[called.rule] += 1
            if not called.is_true:
                (self.false_advisories if quiet else self.false_calls)[called.rule] += 1
        for event in events:
            self._add_event(chair, event)

    def _add_event(self, chair: Chair, event: Event) -> None:
        rule, until_s = RULE_OF[event.kind], event.start_s + event.length_s
        inside = [
            each for each in chair.truth.stretches if each.rule == rule and event.start_s <= each.start_s <= until_s
        ]
        wanted = [each for each in inside if chair.truth.must_be_found(each)]
        if not wanted:
            self.unseen[rule] += 1
            return
        self.events[rule] += 1
        came = [each for each in chair.called if _answers(each, rule, event)]
        if not came:
            self.missed[rule] += 1
            return
        self.latencies_s.setdefault(rule, []).append(max(0, came[0].at_s - inside[0].start_s))


def _answers(called: Called, rule: str, event: Event) -> bool:
    """An alarm that is still open from the event just before answers for this one too."""
    loud = called.tier.rank >= MUST_COME[rule].rank
    came = event.start_s <= called.at_s <= event.start_s + event.length_s
    return called.rule == rule and loud and (came or called.is_open(event.start_s + RAMP_S))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Which traces: how many, how long, how many true events an hour, how untidy."""

    chairs: int
    minutes: float
    events_per_h: float
    mess: Mess = MESSY
    seed: int = 1


def rates_of(traces: Traces, limits: StreamedLimits, *, rules: Rules = decide) -> Rates:
    """What the rules make of these traces; the same seed gives the same."""
    found = Rates()
    for number in range(traces.chairs):
        dice = Random(f"{traces.seed}/{number}")  # noqa: S311 - an invented patient must be the same every time
        patient = draw_patient(dice)
        events = draw_events(dice, minutes=traces.minutes, per_h=traces.events_per_h)
        clean = clean_ticks(patient, Plan(traces.minutes, events=events), dice)
        chair = Chair(limits, Truth(limits), rules)
        chair.live(messy_ticks(clean, traces.mess, dice))
        found.add(chair, events, minutes=traces.minutes)
    return found

"""Gives what all rules over a monitor's own numbers want written for one drip."""

from collections.abc import Collection, Iterable
from uuid import UUID

from slowdrip.science.rules.alarm import Decision, StoredAlarm
from slowdrip.science.rules.streamed import continuous, pressure
from slowdrip.science.rules.streamed.limits import StreamedLimits
from slowdrip.science.rules.streamed.rules import BP
from slowdrip.science.rules.streamed.samples import CUFF, Sample


def decide(
    samples: Collection[Sample], alarms: Iterable[StoredAlarm], *, infusion_id: UUID, limits: StreamedLimits
) -> Decision:
    """Alarms to raise and to resolve; writing them twice changes nothing. The same for any order and any doubling."""
    stored = tuple(alarms)
    told: dict[str, list[Sample]] = {}
    for sample in samples:
        told.setdefault(BP if sample.channel in CUFF else sample.channel, []).append(sample)
    decisions = [
        continuous.decide(told.get(each.channel, ()), stored, infusion_id=infusion_id, limits=each)
        for each in limits.channels
    ]
    decisions.append(pressure.decide(told.get(BP, ()), stored, infusion_id=infusion_id, limits=limits.cuff))
    over = {each.id: each for decision in decisions for each in decision.resolve}
    return Decision(tuple(each for decision in decisions for each in decision.raise_), tuple(over.values()))

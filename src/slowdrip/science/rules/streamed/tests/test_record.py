"""From the record of a drip: from when on which number counts, and when no monitor is listened to."""

from datetime import timedelta

from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.clock import clock_work
from slowdrip.science.rules.adapters.streamed import streamed_limits
from slowdrip.science.rules.streamed import Sample
from slowdrip.science.rules.tests.cases import INFUSION, after
from slowdrip.science.rules.tests.visit import POLICY, event, started, state


def numbers(channel: str, value: int, *, minute: float, lasts_s: int = 60) -> list[Sample]:
    return [Sample(channel, "M", after(minute) + timedelta(seconds=n), value) for n in range(lasts_s + 1)]


def rules(drip: InfusionState, samples: list[Sample] | None, *, minute: float) -> set[str]:
    work = clock_work(drip, POLICY, infusion_id=INFUSION, at=after(minute), samples=samples)
    return {each.rule for each in work.raise_ if each.rule.startswith("monitor_")}


READY = [*started()][:-1]
"""Everything but the start of the pump."""


def test_before_the_start_breath_and_saturation_count_and_heart_and_pressure_do_not() -> None:
    told = [*numbers("spo2", 85, minute=-3), *numbers("rr", 4, minute=-3), *numbers("hr", 130, minute=-3)]
    cuff = [Sample(name, "M", after(-2), value) for name, value in (("nibp_sys", 210), ("nibp_dia", 90))]
    assert rules(state(READY, -0.5), [*told, *cuff], minute=-0.5) == {"monitor_spo2", "monitor_rr"}


def test_of_a_run_over_the_start_only_what_comes_after_counts() -> None:
    told = numbers("hr", 130, minute=-0.5, lasts_s=89)
    assert rules(state(started(), 1), told, minute=1) == set()
    assert rules(state(started(), 1), numbers("hr", 130, minute=-0.5, lasts_s=90), minute=1) == {"monitor_hr_high"}


def test_without_a_monitor_or_taken_off_it_on_purpose_nothing_calls() -> None:
    told = numbers("spo2", 85, minute=5)
    assert rules(state(started(), 7), told, minute=7) == {"monitor_spo2"}
    assert rules(state(started(), 7), None, minute=7) == set()
    off = [*started(), event("off_monitor", 4, {"reason": "bathroom"})]
    assert rules(state(off, 7), told, minute=7) == set()


def test_the_look_back_is_long_enough_for_each_rule_and_bounded() -> None:
    limits = streamed_limits(POLICY, state(started(), 1))
    longest = max(each.lasting(tier) + each.longest_gap for each in limits.channels for tier, _ in each.tiers.sources)
    assert longest < limits.look_back <= timedelta(minutes=3)

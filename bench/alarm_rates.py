"""(d) The rules over a monitor's own numbers on labelled traces: `python -m bench.alarm_rates`, some minutes long."""

from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from slowdrip.exchange.simulated.rates import Rates, Traces, rates_of
from slowdrip.exchange.simulated.truth import SHOWN
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.infusion import EMPTY
from slowdrip.science.infusion.state import Drip
from slowdrip.science.rules.adapters.streamed import streamed_limits

EVENTFUL = Traces(chairs=150, minutes=60, events_per_h=12, seed=4)
USUAL = Traces(chairs=100, minutes=60, events_per_h=1, seed=5)
HEAD = (
    "| rule | true events | too close to call | missed | latency median, p95 | calls | without cause | per hour |"
    " advisories | without cause |\n|---|---|---|---|---|---|---|---|---|---|\n"
)


def main() -> None:
    """Measures and prints."""
    started = replace(EMPTY, drip=Drip(started_at=datetime.min.replace(tzinfo=UTC)))
    limits = streamed_limits(default_policy(), started)
    print(table("Many true events, usual artifacts", rates_of(EVENTFUL, limits)), end="", flush=True)
    print(table("Usual hours, usual artifacts", rates_of(USUAL, limits)), end="", flush=True)


def table(title: str, found: Rates) -> str:
    """Gives the figures of one group of traces as Markdown."""
    rows = "".join(_row(rule, found) for rule in SHOWN)
    return f"\n### {title}: {found.hours:.0f} infusion-hours\n\n{HEAD}{rows}{_total(found)}"


def _row(rule: str, found: Rates) -> str:
    told = sorted(found.latencies_s.get(rule, ()))
    latency = f"{median(told):.0f} s, {told[int(0.95 * (len(told) - 1))]} s" if told else "–"
    cells = (
        rule,
        found.events[rule],
        found.unseen[rule],
        found.missed[rule],
        latency,
        found.calls[rule],
        found.false_calls[rule],
        f"{found.false_calls[rule] / found.hours:.3f}",
        found.advisories[rule],
        found.false_advisories[rule],
    )
    return "".join(f"| {cell} " for cell in cells) + "|\n"


def _total(found: Rates) -> str:
    cells = (
        "all",
        found.events.total(),
        found.unseen.total(),
        found.missed.total(),
        "",
        found.calls.total(),
        found.false_calls.total(),
        f"{found.false_calls_per_h:.3f}",
        found.advisories.total(),
        found.false_advisories.total(),
    )
    return "".join(f"| {cell} " for cell in cells) + "|\n"


if __name__ == "__main__":
    main()

"""What happened outside the gates is stored and then put before a person: one task per entry and reason."""

from collections.abc import Iterator

from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.tasking import open_task, opened
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion import EMPTY, step
from slowdrip.science.infusion.state import Flag, InfusionState

# Flags of the fold that a prescriber must look at; the others are shown on the record only.
REVIEWED = frozenset(
    {
        "started_twice",
        "started_again",
        "started_after_ending",
        "started_before_ready",
        "started_against_decision",
        "started_without_line",
        "started_without_draw_up",
        "started_without_order",
        "bag_of_other_order",
        "drawn_differs_from_order",
        "pump_differs_from_order",
        "rate_above_order",
        "ended_without_stop",
        "discharged_with_line",
        "discharged_in_emergency",
    }
)


def review(tx: Tx, infusion: Infusion, state: InfusionState) -> None:
    """Opens a task for each flagged entry that has none; one already there (open or done) is left alone.

    A voided entry leaves its task: somebody still has to look at why it was voided.
    """
    flags = occurrences(infusion, state)
    there = opened(infusion) if flags else frozenset()
    for flag in (each for each in flags if (each.code, each.event_id) not in there):
        open_task(
            tx,
            infusion,
            kind=flag.code,
            key=flag.event_id,
            detail={"at": flag.at.isoformat(), "event": flag.event_id},
        )


def occurrences(infusion: Infusion, state: InfusionState) -> list[Flag]:
    """Gives each reviewed flag at each entry that raised it; the state itself keeps the first entry and a count."""
    flags = [flag for flag in state.flags if flag.code in REVIEWED]
    if all(flag.times == 1 for flag in flags):
        return flags
    return [flag for flag in _each(infusion) if flag.code in REVIEWED]


def _each(infusion: Infusion) -> Iterator[Flag]:
    state = EMPTY
    for event in events_of(infusion.pk):
        before = {flag.code: flag.times for flag in state.flags}
        state = step(state, event)
        for flag in state.flags:
            if flag.times != before.get(flag.code, 0):
                yield Flag(flag.code, event.occurred_at, event.id)

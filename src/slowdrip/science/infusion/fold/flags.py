"""Flags: what happened out of its place is kept, counted and shown, never refused."""

from collections.abc import Iterable
from dataclasses import replace

from slowdrip.science.infusion.events.event import Event
from slowdrip.science.infusion.state import Flag, InfusionState


def flag(state: InfusionState, code: str, event: Event) -> InfusionState:
    """The state with one more occurrence of `code`; one row per code, so flags stay few."""
    return replace(state, flags=_counted(state.flags, Flag(code, event.occurred_at, event.id)))


def flag_all(state: InfusionState, codes: Iterable[str], event: Event) -> InfusionState:
    """The state with one more occurrence of each code."""
    for code in codes:
        state = flag(state, code, event)
    return state


def _counted(flags: tuple[Flag, ...], new: Flag) -> tuple[Flag, ...]:
    if all(one.code != new.code for one in flags):
        return (*flags, new)
    return tuple(replace(one, times=one.times + 1) if one.code == new.code else one for one in flags)

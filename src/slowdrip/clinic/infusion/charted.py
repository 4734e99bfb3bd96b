"""What apps to the right do with certain entries of a drip, in the transaction in which they are stored."""

from collections.abc import Callable, Sequence

from slowdrip.clinic.infusion.history import as_event
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion import Event

OnCharted = Callable[[Tx, Infusion, Sequence[Event]], None]

_hooks: dict[OnCharted, frozenset[str]] = {}


def register_on_charted(kinds: frozenset[str], hook: OnCharted) -> None:
    """Has a function told of each stored entry of these kinds; an error in it takes the entry back."""
    _hooks[hook] = kinds


def tell(tx: Tx, infusion: Infusion, rows: Sequence[InfusionEvent]) -> None:
    """Tells every registered function what it waits for; most entries are waited for by nobody and cost nothing."""
    for hook, kinds in _hooks.items():
        events = [as_event(row) for row in rows if row.kind in kinds]
        if events:
            hook(tx, infusion, events)

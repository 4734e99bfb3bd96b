"""What an event kind is: a code, its fields and where it moves the drip."""

from dataclasses import dataclass
from enum import StrEnum

from slowdrip.science.infusion.events.fields import Field
from slowdrip.science.infusion.phases import Phase


class Group(StrEnum):
    """The activity a kind belongs to; one file per group."""

    ARRIVAL = "arrival"
    PREPARATION = "preparation"
    DRIP = "drip"
    OBSERVATION = "observation"
    SYMPTOM = "symptom"
    HELP = "help_and_medication"
    EMERGENCY = "emergency"
    ALARM = "alarm"
    LIMITS = "limits"
    CLOSING = "closing"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can happen around a drip.

    `moves` is the phase the event leads to when it comes in its usual place (`moves_from`); out of place it is stored,
    flagged and handled by the fold. `one_of`: at least one of these fields is given. `together`: all or none of these.
    `ordered`: pairs (smaller, larger).
    """

    code: str
    fields: tuple[Field, ...]
    group: Group
    moves: Phase | None = None
    moves_from: tuple[Phase, ...] = ()
    one_of: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()

    @property
    def ends(self) -> bool:
        """Whether this is a true ending of the visit."""
        return self.group is Group.ENDING

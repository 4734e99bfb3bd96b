"""Who holds a chair, as boards and pages say it: the first name, and whether that person is in the building."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.infusion.house import present_actors
from slowdrip.science.infusion import InfusionState, Phase

TITLES: Final = frozenset({"dr", "prof", "mr", "mrs", "ms", "rn", "np", "pa", "md"})


@dataclass(frozen=True, slots=True)
class Nurse:
    """Whoever holds a chair; `here` is false when they are not in the building by the record, or nobody holds it."""

    actor_id: str
    first: str
    name: str
    here: bool


NOBODY: Final = Nurse("", "", "", here=False)


@dataclass(frozen=True, slots=True)
class Nurses:
    """The people of a clinic at an instant, to say who holds which chair."""

    names: Mapping[str, str]
    first: Mapping[str, str]
    present: frozenset[str]

    def of(self, state: InfusionState) -> Nurse | None:
        """Gives who holds a visit under way (without an actor where nobody does); nothing before check-in or after."""
        who = state.in_charge
        if state.phase in (Phase.EXPECTED, Phase.ENDED):
            return None
        if not who:
            return NOBODY
        name = self.names.get(who, who[:8])
        return Nurse(who, self.first.get(who, name), name, who in self.present)


def nurses_at(clinic_id: UUID, *, at: datetime) -> Nurses:
    """Gives the people of a clinic and who of them is in the building."""
    names = names_of(clinic_id)
    present = frozenset(map(str, present_actors(clinic_id, at=at)))
    return Nurses(names, first_names(names), present)


def first_names(names: Mapping[str, str]) -> dict[str, str]:
    """Gives first names; two people who share one get the next letter too."""
    words = {key: _words(name) for key, name in names.items()}
    shared = Counter(told[0] for told in words.values())
    return {key: _first(told, shared[told[0]]) for key, told in words.items()}


def _words(name: str) -> list[str]:
    return [word for word in name.split() if word.rstrip(".").lower() not in TITLES] or [name]


def _first(words: Iterable[str], times: int) -> str:
    first, *rest = words
    return f"{first} {rest[-1][:1]}." if times > 1 and rest else first

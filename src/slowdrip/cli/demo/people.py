"""Who works in the demo's two clinics: names, roles, sign-ins; all of them are invented."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "slow drip, quiet room"  # noqa: S105  # written on the screen of every demo

HARBOR, NORTHSIDE = "harbor", "northside"


@dataclass(frozen=True, slots=True)
class Employee:
    """One person of the demo: key, name as shown, role, PIN, clinic."""

    key: str
    name: str
    role: str
    pin: str
    clinic: str = HARBOR

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{'.'.join(self.words).lower()}@{self.clinic}.example"

    @property
    def initials(self) -> str:
        """The letters on the board."""
        return "".join(word[0] for word in self.words)

    @property
    def words(self) -> list[str]:
        """The name without titles."""
        return [word for word in self.name.split() if word not in ("Dr", "RN")]


EMPLOYEES: Final = (
    Employee("nurse", "Nia Okafor RN", "nurse", "2580"),
    Employee("second", "Sam Lindqvist RN", "nurse", "1470"),
    Employee("prescriber", "Dr Paul Reyes", "prescriber", "3690"),
    Employee("director", "Dr Dana Whitfield", "medical_director", "7410"),
    Employee("desk", "Alex Moreau", "front_desk", "8520"),
    Employee("auditor", "Ines Brandt", "auditor", "9630"),
    Employee("outsider", "Olu Adeyemi RN", "nurse", "1357", NORTHSIDE),
)

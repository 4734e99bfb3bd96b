"""What is wrong with an order, an option or a table: where, what was found, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault; `where` names an option, or a file with line and column."""

    where: str
    found: str
    fix: str

    @property
    def message(self) -> str:
        """One line for a person."""
        return f"{self.where}: {self.found}; {self.fix}"


class Refused(ValueError):
    """Nothing was computed; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(each.message for each in self.problems))


def refuse(where: str, found: str, fix: str) -> Refused:
    """A refusal with one problem."""
    return Refused((Problem(where, found, fix),))

"""How a simulated monitor's messages were answered."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Counts of messages sent, their answers, and connections that had to be made again."""

    sent: int = 0
    accepted: int = 0
    errors: int = 0
    refused: int = 0
    unanswered: int = 0
    reconnects: int = 0

    def note(self, code: str) -> None:
        """Counts one answer; an answer that is none of HL7's three counts as an error."""
        if code == "AA":
            self.accepted += 1
        elif code == "AR":
            self.refused += 1
        else:
            self.errors += 1

    @property
    def is_clean(self) -> bool:
        """Whether every message was accepted."""
        return self.accepted == self.sent

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.sent + other.sent,
            self.accepted + other.accepted,
            self.errors + other.errors,
            self.refused + other.refused,
            self.unanswered + other.unanswered,
            self.reconnects + other.reconnects,
        )

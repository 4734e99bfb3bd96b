"""A message as pages show it: in words, without its own words."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.words import STATES, WAYS, Words, kind_words, why_words


@dataclass(frozen=True, slots=True)
class Line:
    """One message: what it is, how it goes, what became of it and why."""

    message: Message
    at: datetime

    @property
    def kind(self) -> Words:
        """Gives what staff calls it."""
        return kind_words(self.message)

    @property
    def way(self) -> Words:
        """Gives how it goes."""
        return WAYS[self.message.way]

    @property
    def state(self) -> Words:
        """Gives what became of it."""
        return STATES[self.message.state]

    @property
    def why(self) -> Words:
        """Gives the reason, where there is one."""
        return why_words(self.message.why) if self.message.why else ""

    @property
    def is_to_come(self) -> bool:
        """Whether it waits for its own time."""
        return self.message.state == Message.State.WAITING and self.message.try_at > self.at

    @property
    def may_come_back(self) -> bool:
        """Whether somebody may say that it came back: a gateway took it."""
        return self.message.state == Message.State.SENT and self.message.way != Message.Way.HAND

"""What a gateway says of one message."""

from dataclasses import dataclass
from typing import Protocol

from slowdrip.clinic.notices.queueing import Body


@dataclass(frozen=True, slots=True)
class Sent:
    """The gateway took the message."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The gateway surely did not take it; `lasting` when trying again cannot help."""

    why: str
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Bounced:
    """There is nobody at that address, and there will not be."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """The words went out and no answer came: it may have been taken, so it is not sent again by itself."""

    why: str


Outcome = Sent | Refused | Bounced | Unsure


class Gateway(Protocol):
    """Something that carries one message out of the house."""

    def send(self, to: str, body: Body) -> Outcome:
        """Sends the words; never raises for what the network does."""
        ...

"""How long a screen stays open and how many wrong PINs a person has: an app further right says it, per clinic."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Timing:
    """One clinic's session numbers."""

    lock_after_s: int
    max_session_h: int
    pin_tries: int

    @property
    def longest_session(self) -> timedelta:
        """How long a sign-in with password and code lasts."""
        return timedelta(hours=self.max_session_h)


Provider = Callable[[UUID], Timing]

_provider: list[Provider] = []


def register(provider: Provider) -> None:
    """Sets who knows the numbers of a clinic; the last one counts."""
    _provider[:] = [provider]


def timing_of(clinic_id: UUID) -> Timing:
    """Gives the numbers of a clinic; needs its tenancy bound."""
    if not _provider:
        raise LookupError("nobody has registered the session numbers of a clinic")
    return _provider[0](clinic_id)

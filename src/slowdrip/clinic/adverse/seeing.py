"""What the user saw: each form says how many entries its page showed."""

from typing import Final

from slowdrip.clinic.accounts.rules import ClinicRequest

NOTHING: Final = -1
"""A form that does not say what was seen: nobody has seen that many entries, so it is refused."""


def seen_in(request: ClinicRequest) -> int:
    """Gives how many entries the page of this form showed."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else NOTHING

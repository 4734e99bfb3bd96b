"""What tests of pages share: the time at which a page is looked at, and a signature as it is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import pytest

from tests.cast import Person

SCRIPT: Final = {"HX-Request": "true"}
"""The headers of what the page's own script asks for."""


def look_at(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Lets every page believe that it is then."""
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: at)


def signer(person: Person, **more: str) -> dict[str, str]:
    """A signature as it is typed."""
    return {"signer": str(person.member.pk), "pin": person.pin, **more}

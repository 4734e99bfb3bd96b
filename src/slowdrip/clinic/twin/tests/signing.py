"""Signs predictions on and off, and says where their pages are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.team import shown_by
from slowdrip.clinic.policy.actions import change_value, sign_policy
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.queries import policy_in_force
from tests.drips import House
from tests.pages import SCRIPT

KEY = "predictions.twin"


def proposed(house: House, *, at: datetime, value: str = "yes") -> PolicyVersion:
    """A version with predictions on or off that nobody has signed."""
    director = house.cast.director.acting
    base = policy_in_force(director).version
    return change_value(director, base.pk, KEY, value, reason="Tried in a drill", at=at)


def signed_on(house: House, *, at: datetime, value: str = "yes") -> PolicyVersion:
    """A version with predictions on (or off) that is in force."""
    director = house.cast.director.acting
    version = proposed(house, at=at, value=value)
    sign_policy(director, version.pk, shown_by(director, at=at), at=at)
    return version


def chair_url(infusion: UUID) -> str:
    """The chair page of a drip."""
    return f"/harbor/drips/{infusion}/"


def panel_url(infusion: UUID, what: str = "") -> str:
    """The panel of a drip, with a preview when named."""
    return f"/harbor/drips/{infusion}/prediction/" + (f"?what={what}" if what else "")


def page_of(client: Client, url: str, *, script: bool = False) -> str:
    """The text of a page, or of a part that the page's script asks for."""
    answer: Any = client.get(url, headers=SCRIPT if script else {})
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def asked(client: Client, url: str) -> list[str]:
    """The statements of the second look at a page, without those that open and bind the transaction on PostgreSQL."""
    page_of(client, url, script=True)
    with CaptureQueriesContext(connection) as told:
        page_of(client, url, script=True)
    statements = (each["sql"] for each in told.captured_queries)
    return [sql for sql in statements if "SAVEPOINT" not in sql and "set_config" not in sql]

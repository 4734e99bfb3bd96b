"""The checks of messages: which gateways are on, whether links can be reached, and whether messages hang."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from slowdrip.cli.findings import Finding, State
from slowdrip.clinic.notices import configured
from slowdrip.clinic.notices.queries import hanging, waits_for_a_person
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.tenancy import tenant

HANGS_AFTER: Final = timedelta(minutes=15)
PAGE: Final = "docs/how-to/messages.md"
MEND: Final = {
    "not_an_address": "write it as in docs/how-to/messages.md",
    "not_https": "it must begin with https",
    "not_a_template": "it must be JSON that holds {to} and {text}",
    "links_lead_nowhere": "messages to patients wait to be handed over: see docs/how-to/messages.md",
}


def gateways() -> Iterator[Finding]:
    """Which gateways are set up, and what is wrong with them; without one, messages are handed over."""
    for wrong in configured.mistakes():
        yield Finding(State.OFF, wrong.setting, wrong.code.replace("_", " "), MEND[wrong.code])
    on = configured.ways_on()
    if not on:
        yield Finding(State.NOTE, "messages", "no gateway: people hand them over", f"see {PAGE}")
        return
    yield Finding(State.OK, "messages", f"sent by {' and '.join(sorted(on))}")


def of_clinic(clinic: Clinic) -> Finding:
    """Whether messages wait for a gateway longer than they should, and how many wait for a person."""
    at = now()
    with tenant(clinic.pk):
        stuck = hanging(clinic.pk, before=at - HANGS_AFTER, at=at)
        waiting = waits_for_a_person(clinic.pk, at=at)
    what = f"{clinic.slug}: messages"
    if stuck and configured.ways_on():
        return Finding(State.OFF, what, f"{stuck} hang", "start it: slowdrip serve (or worker); its log says why not")
    return Finding(State.OK, what, f"{waiting} wait for a person" if waiting else "none hangs")

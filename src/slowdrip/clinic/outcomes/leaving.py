"""Fillings-in that nobody goes on with and no ask will close: scored as they stand, so that they do not go missing."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from slowdrip.clinic.outcomes.answering import close_response
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.outcomes.pacing import for_a_while
from slowdrip.clinic.outcomes.planning import House
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.logged import logged
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant

log = logging.getLogger("slowdrip.clock")
LEFT_AFTER: Final = timedelta(hours=24)
"""Since the last answer; an engineering default, and longer than anybody needs for a form."""
AT_ONCE: Final = 50
HOLDS_FOR_S: Final = 0.5
LOOKS_EVERY: Final = timedelta(minutes=1)
_looked_at: dict[UUID, datetime] = {}
_failed: set[UUID] = set()
_CLOSED_BY_ITS_ASK: Final = Q(ask__isnull=False, ask__missed_at=None, ask__answered_at=None, ask__withdrawn_at=None)


def close_left(house: House, *, at: datetime) -> int:
    """Ends what was begun late, or without an ask, and left a day ago; gives how many. It looks once a minute.

    What is still missing stays missing, and a question about risk among it is a sign, as when an ask closes.
    """
    last = _looked_at.get(house.clinic_id)
    if last is not None and timedelta(0) <= at - last < LOOKS_EVERY:
        return 0
    _looked_at[house.clinic_id] = at
    with tenant(house.clinic_id):
        left = _left(house.clinic_id, at=at).exclude(pk__in=_failed)
        keys = list(left.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return 0
        system = system_of(house.clinic_id)
    return for_a_while(keys, lambda key: _close_or_log(system, key, at=at), for_s=HOLDS_FOR_S)


def _close_or_log(system: Acting, key: UUID, *, at: datetime) -> None:
    """One that cannot be closed keeps no other waiting; it is tried again when the clock was restarted."""
    _failed.add(key)
    with logged(log, "response %s could not be closed", key), act(system, at=at) as tx:
        held = Response.objects.filter(pk=key).select_for_update(of=("self",)).first()
        # Whoever went on with it meanwhile held the row; what they wrote is seen once it is ours.
        if held is not None and _left(system.clinic_id, at=at).filter(pk=key).exists():
            close_response(tx, held)
        _failed.discard(key)


def under_way(clinic_id: UUID) -> QuerySet[Response]:
    """Gives the responses that were begun and not ended: one whose answers were all voided says nothing to end."""
    standing = Answer.objects.filter(clinic_id=clinic_id, response_id=OuterRef("pk")).current()
    rows: QuerySet[Response] = Response.objects.filter(clinic_id=clinic_id, completed_at=None)
    return rows.filter(Exists(standing))


def _left(clinic_id: UUID, *, at: datetime) -> QuerySet[Response]:
    since = at - LEFT_AFTER
    lately = Answer.objects.filter(clinic_id=clinic_id, response_id=OuterRef("pk"), at__gt=since)
    rows = under_way(clinic_id).filter(started_at__lte=since).exclude(_CLOSED_BY_ITS_ASK).exclude(Exists(lately))
    return rows.order_by("started_at", "pk")

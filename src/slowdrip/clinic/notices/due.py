"""Which messages a gateway may be given now, and what one round of the courier knows of its ways."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.quiet import is_held_back, quiet_hours
from slowdrip.clinic.record.models import Clinic

MOST_AT_ONCE: Final = 100
MOST_LOOKED_AT: Final = 2_000
PAGE: Final = 100
MACHINES: Final = frozenset({Message.Way.TEXT.value, Message.Way.EMAIL.value})


class Whom(Enum):
    """Whom a message is for; colleagues are told first, as some of it is about an alarm."""

    STAFF = "staff"
    PATIENTS = "patients"


EVERYBODY: Final = (Whom.STAFF, Whom.PATIENTS)
FOR: Final = {Whom.STAFF: Q(to_staff__isnull=False), Whom.PATIENTS: Q(to_staff=None)}


@dataclass(slots=True)
class Round:
    """One way round the clinics: by which ways, whom it tells now, and which ways are left alone until the next one."""

    ways: frozenset[str] = MACHINES
    whom: tuple[Whom, ...] = EVERYBODY
    closed: set[str] = field(default_factory=set)

    def open_ways(self) -> frozenset[str]:
        """Gives the ways that may still be used in this round."""
        return self.ways - self.closed


def due(clinic_id: UUID, whom: Whom, *, ways: frozenset[str], at: datetime) -> list[tuple[UUID, str]]:
    """Gives the messages that may go now by these ways, the longest waiting first."""
    rows = Message.objects.filter(FOR[whom], clinic_id=clinic_id, state=Message.State.WAITING, way__in=ways)
    return [(row.pk, row.way) for row in sendable(rows.filter(try_at__lte=at), clinic_id, at=at)]


def sendable(rows: QuerySet[Message], clinic_id: UUID, *, at: datetime) -> list[Message]:
    """Gives up to a hundred messages that are not held back; what waits for the morning takes nobody's turn."""
    return list(islice(_sendable(rows.order_by("try_at", "pk"), clinic_id, at=at), MOST_AT_ONCE))


def _sendable(rows: QuerySet[Message], clinic_id: UUID, *, at: datetime) -> Iterator[Message]:
    for start in range(0, MOST_LOOKED_AT, PAGE):
        page = list(rows[start : start + PAGE])
        if not page:
            return
        clinic, hours = Clinic.objects.get(pk=clinic_id), quiet_hours(clinic_id)
        yield from (row for row in page if not is_held_back(row, clinic, hours, at=at))
        if len(page) < PAGE:
            return

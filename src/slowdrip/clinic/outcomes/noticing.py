"""Whose visits or answers changed since the clock last looked: read from the chain, so that a restart loses nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.outcomes.models import AskingMark, Following, Response
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.queries import head_seq
from slowdrip.science.infusion import ENDINGS

AT_ONCE: Final = 300
"""How many links of the chain are read in one tick; what is left comes with the next."""
VISITS: Final = (
    "infusion.expected",
    "infusion.infusion.changed",
    "infusion.checked_in",
    "infusion.started",
    "infusion.completed",
    "infusion.stopped",
    "infusion.infusionevent.voided",
    *(f"infusion.{kind}" for kind in ENDINGS),
)
ANSWERS: Final = "outcomes.response"
POLICY: Final = "policy."


@dataclass(frozen=True, slots=True)
class Noticed:
    """The patients to look at, up to which link of the chain that is, and whether the policy changed on the way."""

    patients: tuple[UUID, ...]
    seq: int
    policy_changed: bool


def mark_of(clinic_id: UUID) -> AskingMark:
    """Gives where the clock stands; without a mark everybody is looked at, and the chain is read from here on."""
    found: AskingMark | None = AskingMark.objects.filter(clinic_id=clinic_id).first()
    if found is not None:
        return found
    return AskingMark.objects.create(clinic_id=clinic_id, seq=head_seq(clinic_id))


def changed_since(clinic_id: UUID, seq: int) -> Noticed:
    """Gives whose visits or answers changed after a link of the chain."""
    head = head_seq(clinic_id)
    wanted = Q(action__in=VISITS) | Q(subject=ANSWERS) | Q(action__startswith=POLICY)
    rows = AuditEntry.objects.filter(wanted, clinic_id=clinic_id, seq__gt=seq, seq__lte=head).order_by("seq")
    entries = list(rows.values_list("seq", "action", "subject", "subject_id")[:AT_ONCE])
    upto = entries[-1][0] if len(entries) == AT_ONCE else head
    subjects: dict[str, set[UUID]] = {}
    for _, _, subject, subject_id in entries:
        if subject_id is not None:
            subjects.setdefault(subject, set()).add(subject_id)
    policy = any(action.startswith(POLICY) for _, action, _, _ in entries)
    return Noticed(tuple(sorted(_patients(clinic_id, subjects))), upto, policy)


def next_to_sweep(clinic_id: UUID, after: UUID | None, *, most: int) -> list[UUID]:
    """Gives the next patients who have a visit or are followed, in the order of their ids."""
    has_visit = Exists(Infusion.objects.filter(clinic_id=OuterRef("clinic_id"), patient_id=OuterRef("pk")))
    followed = Exists(Following.objects.filter(clinic_id=OuterRef("clinic_id"), patient_id=OuterRef("pk")))
    rows = Patient.objects.filter(has_visit | followed, clinic_id=clinic_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _patients(clinic_id: UUID, subjects: dict[str, set[UUID]]) -> set[UUID]:
    drips = subjects.get("infusion.infusion", set()) | _drips(clinic_id, subjects.get("infusion.infusionevent", ()))
    found = set(_owners(Infusion, clinic_id, drips))
    return found | set(_owners(Response, clinic_id, subjects.get(ANSWERS, ())))


def _drips(clinic_id: UUID, events: Iterable[UUID]) -> set[UUID]:
    rows = InfusionEvent.objects.filter(clinic_id=clinic_id, pk__in=events)
    return set(rows.values_list("infusion_id", flat=True)) if events else set()


def _owners(model: type[Infusion] | type[Response], clinic_id: UUID, ids: Iterable[UUID]) -> list[UUID]:
    rows = model.objects.filter(clinic_id=clinic_id, pk__in=ids)
    return list(rows.values_list("patient_id", flat=True)) if ids else []

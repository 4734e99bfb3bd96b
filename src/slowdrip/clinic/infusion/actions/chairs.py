"""The chairs of a clinic: added, renamed, retired, taken into use again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.house import midnight
from slowdrip.clinic.infusion.models import Chair, Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.models import Actor, Clinic
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.phases import Phase

LONGEST_NAME = 20
LAST_POSITION = 32_767


def add_chair(actor: Acting, *, name: str, position: int | None = None, at: datetime) -> Chair:
    """Adds a place where drips run; without a position it stands after all others."""
    if actor.kind != Actor.Kind.SYSTEM:
        actor.must("chairs.edit")
    wanted = _checked(name)
    with act(actor, at=at) as tx:
        others = _others(tx)
        _must_be_unused(wanted, others)
        last = max((chair.position for chair in others), default=0)
        where = min(last + 1, LAST_POSITION) if position is None else position
        chair = tx.insert(Chair(clinic_id=actor.clinic_id, name=wanted, position=where))
        tx.wrote("chair.added", chair)
        tx.publish("board")
    return chair


def rename_chair(actor: Acting, chair_id: UUID, *, name: str, at: datetime) -> Chair:
    """Gives a chair another name; not while a visit is under way in it, when others know it by the old one."""
    actor.must("chairs.edit")
    wanted = _checked(name)
    with act(actor, at=at) as tx:
        others = _others(tx, but=chair_id)
        chair = _held(actor, chair_id)
        _must_be_unused(wanted, others)
        if wanted != chair.name:
            _must_be_empty(chair, "chair_in_use_keeps_name")
            tx.change(chair, name=wanted)
            tx.publish("board")
    return chair


def retire_chair(actor: Acting, chair_id: UUID, *, at: datetime) -> Chair:
    """Takes a chair out of use; visits planned in it from today on wait without one; one under way is a refusal."""
    actor.must("chairs.edit")
    with act(actor, at=at) as tx:
        planned = _planned_in(actor, chair_id, at=at)
        chair = _held(actor, chair_id)
        _must_be_empty(chair, "chair_in_use_stays")
        if chair.in_use:
            for infusion in planned:
                tx.change(infusion, chair=None)
            tx.change(chair, in_use=False)
            tx.publish("board")
    return chair


def use_chair_again(actor: Acting, chair_id: UUID, *, at: datetime) -> Chair:
    """Takes a retired chair into use again, under its name and at its place."""
    actor.must("chairs.edit")
    with act(actor, at=at) as tx:
        chair = _held(actor, chair_id)
        if not chair.in_use:
            tx.change(chair, in_use=True)
            tx.publish("board")
    return chair


def _checked(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise Refused("chair_name_missing", field="name")
    if len(wanted) > LONGEST_NAME:
        raise Refused("too_long", field="name", typed=len(wanted), most=LONGEST_NAME)
    return wanted


def _others(tx: Tx, *, but: UUID | None = None) -> list[Chair]:
    """Gives the clinic's chairs and holds the clinic's row, so that no two people give a name at once."""
    Clinic.objects.select_for_update(no_key=True).get(pk=tx.actor.clinic_id)
    return list(Chair.objects.visible_to(tx.actor).exclude(pk=but))


def _must_be_unused(wanted: str, chairs: Iterable[Chair]) -> None:
    same = next((chair for chair in chairs if chair.name.casefold() == wanted.casefold()), None)
    if same is not None:
        raise Refused("chair_name_taken" if same.in_use else "chair_name_retired", field="name", chair=same.name)


def _held(actor: Acting, chair_id: UUID) -> Chair:
    """Gives the chair under the lock that a check-in takes too: of the two, one waits and sees."""
    chair: Chair = Chair.objects.visible_to(actor).select_for_update(no_key=True).get(id=chair_id)
    return chair


def _planned_in(actor: Acting, chair_id: UUID, *, at: datetime) -> list[Infusion]:
    """Gives the visits from today on that only wait for this chair, held before the chair is: as a check-in holds.

    Who did not come on an earlier day keeps the chair they were planned in: that is how it was.
    """
    planned = Infusion.objects.visible_to(actor).filter(planned_at__gte=midnight(actor.clinic_id, at=at))
    waiting = planned.filter(chair_id=chair_id).order_by("id")
    begun = StateRow.objects.visible_to(actor).exclude(phase=Phase.EXPECTED)
    return list(waiting.exclude(id__in=begun.values("infusion_id")).select_for_update(of=("self",), no_key=True))


def _must_be_empty(chair: Chair, code: str) -> None:
    if StateRow.objects.filter(clinic_id=chair.clinic_id, active=True, infusion__chair=chair).exists():
        raise Refused(code, field="name", chair=chair.name)

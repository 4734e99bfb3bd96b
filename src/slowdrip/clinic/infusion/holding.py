"""Which visits are under way, and who holds each: the nurse whom the record names last."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.infusion.phases import Phase
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.shift import AlarmSeen, Held

NO_CHAIR = "–"
NO_NURSE_TASK = "chair_without_nurse"
"""The task of a chair without a nurse in the building; whoever takes the chair, or is there again, ends it."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A visit under way, or one that ended while its alarm waits, with its state."""

    infusion: Infusion
    state: InfusionState

    @property
    def is_over(self) -> bool:
        """Says whether the visit has ended."""
        return self.state.phase is Phase.ENDED

    @property
    def chair(self) -> str:
        """Gives the name of its chair."""
        return self.infusion.chair.name if self.infusion.chair is not None else NO_CHAIR

    @property
    def held(self) -> Held:
        """Gives who holds it, as the rules ask."""
        return Held(str(self.infusion.pk), self.chair, self.state.in_charge)

    @property
    def alarms(self) -> tuple[AlarmSeen, ...]:
        """Gives its open alarms."""
        visit, found = str(self.infusion.pk), sorted(self.state.open_alarms.items())
        return tuple(AlarmSeen(visit, self.chair, alarm.rule, alarm.tier) for _id, alarm in found)


def under_way(clinic_id: UUID) -> list[UnderWay]:
    """Gives the clinic's visits from check-in to their end, and those that ended with an open alarm, by chair."""
    rows = StateRow.objects.filter(clinic_id=clinic_id).filter(Q(active=True) | Q(open_alarms__gt=0))
    rows = rows.select_related("infusion__chair", "infusion__patient")
    rows = rows.order_by("infusion__chair__position", "infusion__chair__name", "infusion_id")
    return [UnderWay(row.infusion, state_of(row)) for row in rows]


def held_by(clinic_id: UUID, actor_id: UUID) -> list[UnderWay]:
    """Gives the visits under way that this person holds."""
    own = str(actor_id)
    return [each for each in under_way(clinic_id) if not each.is_over and each.state.in_charge == own]


def hold_house(actor: Acting) -> None:
    """Holds the clinic's row to the commit: leaving, taking a chair and closing a shift wait for each other."""
    Clinic.objects.select_for_update(no_key=True).get(pk=actor.clinic_id)

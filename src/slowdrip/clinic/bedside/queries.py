"""What a patient's screen may know: its chair, how long the drip still takes, and whether the nurse heard."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from slowdrip.clinic.bedside.models import PatientScreen
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.infusion.queries import visit_in
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.science.infusion import InfusionState, Phase, time_left_s
from slowdrip.science.infusion.phases import BEFORE_DRIP
from slowdrip.science.rules.adapters.lasting import NURSE, coming_for, waits_since

WRONG_PINS: Final = 3
WRONG_WITHIN: Final = timedelta(minutes=10)
ALMOST_MIN: Final = 2
FIVES_FROM_MIN: Final = 10


@dataclass(frozen=True, slots=True)
class Bedside:
    """What the screen says: how the drip stands, whole minutes left, and how the last call stands."""

    state: str = "empty"
    minutes: int | None = None
    called_at: datetime | None = None
    is_coming: bool = False

    @property
    def may_call(self) -> bool:
        """Whether somebody's visit is in this chair, so that a call has a place."""
        return self.state != "empty"


def screen_of(actor: Acting) -> PatientScreen | None:
    """Gives the chair's screen that this device is now."""
    rows = PatientScreen.objects.visible_to(actor).filter(device__actor_id=actor.actor_id, taken_at__isnull=True)
    found: PatientScreen | None = rows.select_related("device", "chair").first()
    return found


def screen_at(actor: Acting, chair_id: UUID) -> PatientScreen | None:
    """Gives the patient's screen that stands at a chair."""
    rows = PatientScreen.objects.visible_to(actor).filter(chair_id=chair_id, taken_at__isnull=True)
    found: PatientScreen | None = rows.filter(device__revoked_at__isnull=True).select_related("chair").first()
    return found


def chairs_of_screens(actor: Acting) -> dict[UUID, str]:
    """Gives the chair of each device that is a patient's screen now."""
    rows = PatientScreen.objects.visible_to(actor).filter(taken_at__isnull=True)
    return dict(rows.values_list("device_id", "chair__name"))


def bedside(screen: PatientScreen, *, at: datetime) -> Bedside:
    """Gives what the screen of a chair says now; it reads that chair's visit and nothing else."""
    row = visit_in(screen.clinic_id, screen.chair_id)
    if row is None:
        return Bedside()
    state = state_of(row)
    said, minutes = _standing(state, at=at)
    called, is_coming = _called(row, state, at=at)
    return Bedside(said, minutes, called, is_coming=is_coming)


def chairs_in_use(actor: Acting) -> list[Chair]:
    """Gives the chairs that may get a screen."""
    return list(Chair.objects.visible_to(actor).filter(in_use=True).order_by("position", "name"))


def takes_pins_at(screen: Acting, *, at: datetime) -> datetime | None:
    """Gives when this screen takes a PIN again; nothing unless too many were wrong lately, under whatever name."""
    rows = AuditEntry.objects.filter(clinic_id=screen.clinic_id, actor_id=screen.actor_id, action="pin.failed")
    wrong = list(rows.filter(at__gt=at - WRONG_WITHIN).order_by("-at").values_list("at", flat=True)[:WRONG_PINS])
    return wrong[-1] + WRONG_WITHIN if len(wrong) == WRONG_PINS else None


def _standing(state: InfusionState, *, at: datetime) -> tuple[str, int | None]:
    if state.emergency is not None:
        return "with_you", None
    if state.phase in BEFORE_DRIP:
        return "before", None
    if state.phase is Phase.RUNNING:
        return _running(state, at=at)
    return ("paused", None) if state.phase is Phase.PAUSED else ("resting", None)


def _running(state: InfusionState, *, at: datetime) -> tuple[str, int | None]:
    left_s = time_left_s(state, at)
    if left_s is None:
        return "running", None
    minutes = -(-int(left_s) // 60)
    if minutes <= ALMOST_MIN:
        return "almost", None
    # A number that jumps each minute is a clock to stare at; nobody needs the minute before the last ten.
    return "minutes", minutes if minutes <= FIVES_FROM_MIN else 5 * round(minutes / 5)


def _called(row: StateRow, state: InfusionState, *, at: datetime) -> tuple[datetime | None, bool]:
    """Gives when the call that still waits was made; where none waits, whether somebody is on the way."""
    mine = [one for one in state.help if one.who == NURSE and one.arrived_at is None and not one.late]
    if not mine:
        return None, False
    coming = coming_for(pinned_policy(row.infusion))
    waiting = [one.called_at for one in mine if waits_since(one, at=at, coming=coming) is not None]
    called = min((moment for moment in waiting if moment is not None), default=None)
    return called, called is None

"""Who is in the building, as the clock asks it: once for a tick and a policy's wish, and only while a drip runs."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.house import house_now
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.science.infusion.phases import DURING_DRIP
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.staffing import House


class Houses:
    """The house of one clinic at one tick."""

    def __init__(self, clinic_id: UUID, at: datetime) -> None:
        self._clinic_id, self._at = clinic_id, at
        self._known: dict[str, House] = {}

    def of(self, infusion: Infusion, state: InfusionState) -> House | None:
        """Gives the house as this drip's policy asks for it; nothing for a drip that does not run."""
        if state.phase not in DURING_DRIP:
            return None
        wanted = pinned_policy(infusion).staffing.second_person_credential.value
        if wanted not in self._known:
            self._known[wanted] = house_now(self._clinic_id, at=self._at, second_credential=wanted).rules
        return self._known[wanted]

"""Those of a demo clinic who do a drip together, and the proof that each was at the screen."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.steps import Proof

from .people import EMPLOYEES, HARBOR


@dataclass(frozen=True, slots=True)
class Team:
    """Two nurses, the prescriber, the director and the desk of one clinic."""

    nurse: Membership
    second: Membership
    prescriber: Membership
    director: Membership
    desk: Membership

    @property
    def in_building(self) -> tuple[Membership, ...]:
        """Who comes in on a day with drips."""
        return (self.nurse, self.second, self.prescriber)


def team_of(clinic_slug: str = HARBOR) -> Team:
    """Gives the demo's people as they are in the database."""
    wanted = {each.name: each.key for each in EMPLOYEES if each.clinic == clinic_slug}
    members = Membership.objects.filter(clinic__slug=clinic_slug, name__in=wanted)
    found = {wanted[member.name]: member for member in members}
    return Team(found["nurse"], found["second"], found["prescriber"], found["director"], found["desk"])


def shown_by(signer: Acting, *, at: datetime) -> Proof:
    """Gives the proof that a right PIN leaves behind; the loader stands for the person at the keys."""
    return Proof(signer, Signature.Method.PIN, at)

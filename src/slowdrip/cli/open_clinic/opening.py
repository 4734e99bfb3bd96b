"""Opens a clinic with its policy and its first medical director; cut off midway, the next run goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slowdrip.clinic.accounts.models import Membership
    from slowdrip.clinic.record.actions import Opened


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the new clinic is to be: its word in addresses, name, zone, and who directs it."""

    slug: str
    name: str
    time_zone: str
    director: str
    email: str


@dataclass(frozen=True, slots=True)
class Begun:
    """An opened clinic: who directs it, and the path of their first link; empty for an account with a password."""

    clinic: str
    director: str
    email: str
    link: str


class SlugTaken(Exception):
    """A clinic of that word is open, with people in it."""


def open_with_director(wanted: Wanted, *, at: datetime) -> Begun:
    """Makes clinic, policy and director, in this order: a clinic without anybody in it was cut off and is finished."""
    from slowdrip.clinic.accounts.actions import invite
    from slowdrip.clinic.accounts.permissions import DIRECTOR
    from slowdrip.clinic.policy.actions import adopt_default

    from .answers import initials

    opened = half_opened(wanted.slug) or _opened(wanted, at=at)
    adopt_default(opened.system, at=at)
    member = invite(
        opened.system,
        email=wanted.email,
        name=wanted.director,
        initials=initials(wanted.director),
        roles=[DIRECTOR],
        at=at,
    )
    return Begun(opened.clinic.name, member.name, wanted.email, _link(opened, member, at=at))


def half_opened(slug: str) -> "Opened | None":
    """Gives a clinic in which nobody has a place yet; None when there is none, `SlugTaken` when people are in it."""
    from slowdrip.clinic.accounts.models import Membership
    from slowdrip.clinic.record.actions import Opened
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.clinic.record.queries import system_of
    from slowdrip.clinic.record.tenancy import tenant

    clinic = Clinic.objects.filter(slug=slug).first()
    if clinic is None:
        return None
    with tenant(clinic.pk):
        if Membership.objects.filter(clinic=clinic).exists():
            raise SlugTaken(clinic.name)
        return Opened(clinic=clinic, system=system_of(clinic.pk))


def _opened(wanted: Wanted, *, at: datetime) -> "Opened":
    from slowdrip.clinic.record.actions import open_clinic

    return open_clinic(slug=wanted.slug, name=wanted.name, time_zone=wanted.time_zone, phone="", at=at)


def _link(opened: "Opened", member: "Membership", *, at: datetime) -> str:
    from slowdrip.clinic.accounts.first_password import give_password_link

    if member.user.has_usable_password():
        return ""
    return give_password_link(opened.system, member.pk, at=at)

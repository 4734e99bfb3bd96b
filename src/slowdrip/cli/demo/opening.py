"""Opens the demo's two clinics: accounts with a second factor, PINs, credentials, policy, chairs."""

from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password

from slowdrip.clinic.accounts.actions import add_credential, join
from slowdrip.clinic.accounts.models import Membership, User
from slowdrip.clinic.accounts.pins import set_pin
from slowdrip.clinic.infusion.actions import add_chair
from slowdrip.clinic.policy.actions import adopt_default, sign_policy
from slowdrip.clinic.record.actions import Opened, open_clinic

from .emergency import sign_example
from .people import EMPLOYEES, HARBOR, NORTHSIDE, PASSWORD, Employee
from .team import shown_by, team_of

CLINICAL = ("nurse", "prescriber", "medical_director")
CHAIRS = {HARBOR: 6, NORTHSIDE: 2}


def open_clinics(*, zone: str, at: datetime) -> None:
    """Makes both clinics with everyone in them; Harbor's policy is signed, Northside's is not."""
    harbor = open_clinic(slug=HARBOR, name="Harbor Ketamine Clinic", time_zone=zone, phone="+1 555 0100", at=at)
    northside = open_clinic(slug=NORTHSIDE, name="Northside", time_zone=zone, phone="+1 555 0200", at=at)
    opened = {HARBOR: harbor, NORTHSIDE: northside}
    hashed = make_password(PASSWORD)
    for each in EMPLOYEES:
        _employ(opened[each.clinic], each, hashed=hashed, at=at)
    for slug, clinic in opened.items():
        _furnish(clinic, chairs=CHAIRS[slug], at=at)
    _sign_policy(at=at)
    sign_example(team_of(), at=at)


def _employ(opened: Opened, each: Employee, *, hashed: str, at: datetime) -> None:
    """Everyone has the same password, so it is hashed once: that is slow by design."""
    user = User.objects.create(email=each.email, name=each.name, password=hashed)
    TOTP.activate(user, generate_totp_secret())
    member = join(opened.system, user, roles=[each.role], initials=each.initials, at=at)
    set_pin(opened.system, member.pk, each.pin, at=at)
    if each.role in CLINICAL:
        _credentials(opened, member, at=at)


def _credentials(opened: Opened, member: Membership, *, at: datetime) -> None:
    until = (at + timedelta(days=400)).date()
    for kind in ("licence", "acls", "bls"):
        add_credential(opened.system, member.pk, kind=kind, number=f"{kind}-{member.initials}", expires_on=until, at=at)


def _furnish(opened: Opened, *, chairs: int, at: datetime) -> None:
    for number in range(1, chairs + 1):
        add_chair(opened.system, name=str(number), position=number, at=at)
    adopt_default(opened.system, at=at)


def _sign_policy(*, at: datetime) -> None:
    director = team_of().director.acting()
    version = adopt_default(director, at=at)
    sign_policy(director, version.pk, shown_by(director, at=at), at=at)

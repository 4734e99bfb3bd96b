"""Takes away a lost second factor, for the owner of the machine: the next sign-in has to set up a new one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.refusal import Refused

from .models import Membership, User
from .seats import SEAT

EVERY_FACTOR: Final = frozenset(Authenticator.Type.values)
ALL_BUT_PASSKEYS: Final = EVERY_FACTOR - {Authenticator.Type.WEBAUTHN}


@dataclass(frozen=True, slots=True)
class Reset:
    """What went: the kinds of second factor that were there, and how many screens had to close."""

    removed: tuple[str, ...]
    sessions: int


def reset_second_factor(actor: Acting, membership_id: UUID, *, kinds: Collection[str], at: datetime) -> Reset:
    """Removes a person's factors of these kinds and ends their sessions, written in this clinic's chain.

    Only the system may. Factors are the person's in every clinic, so the first clinic's entry tells what went; one set
    up after `at` stays.
    """
    if actor.kind != Actor.Kind.SYSTEM:
        raise Refused("factor_owner_only")
    with act(actor, at=at) as tx:
        member = Membership.objects.visible_to(actor).select_for_update().select_related("user").get(id=membership_id)
        done = Reset(_remove(member.user, kinds, at=at), _end_sessions(member))
        tx.wrote(
            "second_factor.reset",
            member,
            kinds=sorted(kinds),
            removed=list(done.removed),
            sessions=done.sessions,
        )
    return done


def every_place(user: User) -> list[Membership]:
    """Gives a person's places, closed ones too, by clinic name; needs `own_rows` on PostgreSQL."""
    return list(Membership.objects.filter(user=user).select_related("clinic").order_by("clinic__name"))


def _remove(user: User, kinds: Collection[str], *, at: datetime) -> tuple[str, ...]:
    lost = Authenticator.objects.filter(user=user, type__in=kinds, created_at__lte=at)
    found = tuple(sorted(set(lost.values_list("type", flat=True))))
    lost.delete()
    return found


def _end_sessions(member: Membership) -> int:
    """Deletes every session the person signed in to, or sits at by PIN in this clinic.

    A deleted session cannot come back: what a request still under way wants to keep in it is refused.
    """
    theirs = [each.pk for each in Session.objects.all() if _is_theirs(each, member)]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def _is_theirs(session: Session, member: Membership) -> bool:
    kept = session.get_decoded()
    seat = kept.get(SEAT) or {}
    return kept.get(SESSION_KEY) == str(member.user_id) or seat.get("membership") == str(member.pk)

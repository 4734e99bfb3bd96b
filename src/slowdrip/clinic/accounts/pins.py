"""PINs: argon2, server only, as many tries as the policy gives; a full sign-in or the director gives new ones."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.conf import settings

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.models import Actor, Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof

from .models import Membership
from .timing import timing_of

MIN_DIGITS = 4
MAX_DIGITS = 12


@dataclass(frozen=True, slots=True)
class _Tried:
    """One counted try: whose, against which hash, the how-manieth, and how many there are here."""

    member: Membership
    pin_hash: str
    failures: int
    tries: int


def hasher() -> PasswordHasher:
    """Gives the argon2 hasher; its cost is a setting so that tests can be quick."""
    return PasswordHasher(time_cost=settings.SLOWDRIP_PIN_COST, memory_cost=settings.SLOWDRIP_PIN_MEMORY_KIB)


def checked_pin(pin: str) -> str:
    """Gives the PIN if it has 4 to 12 digits that are not all the same; refuses otherwise."""
    digits = pin.strip()
    if not digits.isascii() or not digits.isdigit() or not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
        raise Refused("pin_form", field="pin", least=MIN_DIGITS, most=MAX_DIGITS)
    if len(set(digits)) == 1:
        raise Refused("pin_all_same", field="pin")
    return digits


def set_pin(actor: Acting, membership_id: UUID, pin: str, *, at: datetime) -> None:
    """Sets a person's own PIN: who knows another's PIN could sign for them. Only the system may, for a demo clinic."""
    new_hash = hasher().hash(checked_pin(pin))
    with act(actor, at=at) as tx:
        member = Membership.objects.visible_to(actor).select_for_update().get(id=membership_id)
        if member.actor_id != actor.actor_id and actor.kind != Actor.Kind.SYSTEM:
            raise Refused("pin_own_only", field="pin")
        member.pin_hash = new_hash
        member.pin_failures = 0
        member.save(update_fields=["pin_hash", "pin_failures"])
        tx.wrote("pin.set", member)


def allow_tries(actor: Acting, membership_id: UUID, *, at: datetime) -> None:
    """Gives a person new tries at their PIN; the director does this, having seen who asks."""
    actor.must("staff.edit")
    with act(actor, at=at) as tx:
        member = Membership.objects.visible_to(actor).select_for_update().get(id=membership_id)
        _start_anew(tx, member)


def note_sign_in(member: Membership, *, at: datetime) -> None:
    """Records that a person signed in with password and second factor, which also gives new tries at the PIN."""
    actor = member.acting()
    with act(actor, at=at) as tx:
        locked = Membership.objects.visible_to(actor).select_for_update().get(id=member.pk)
        tx.wrote("signed_in", locked)
        if locked.pin_failures:
            _start_anew(tx, locked)


def prove_pin(session: Acting, membership_id: UUID, pin: str, *, at: datetime, spared: int = 0) -> Proof:
    """Gives fresh proof that this person is here; a wrong PIN is counted even though it is refused.

    Argon2 is slow on purpose, so no transaction is open while it works: every other writer would wait. The try is
    counted before, so however many come at once, no more are looked at than the policy gives. `spared` tries are not to
    be had here: where others than the staff can type, they must not use up the last ones.
    """
    tried = _count_try(session, membership_id, at=at, spared=spared)
    if not _is_right(tried.pin_hash, pin):
        _note_failure(session, tried.member, failures=tried.failures, at=at)
        raise Refused("pin_wrong", field="pin", tries_left=tried.tries - tried.failures)
    member = _forget_tries(session, tried, at=at)
    return Proof(signer=member.acting(session_actor_id=session.actor_id), method=Signature.Method.PIN, at=at)


def _count_try(session: Acting, membership_id: UUID, *, at: datetime, spared: int) -> _Tried:
    """Counts one try before its PIN is looked at, and gives what it is looked at against."""
    with act(session, at=at):
        member = _signer(session, membership_id)
        if not member.pin_hash:
            raise Refused("pin_not_set", field="pin", name=member.name)
        tries = timing_of(member.clinic_id).pin_tries
        if member.pin_failures >= tries:
            raise Refused("pin_locked", field="pin", name=member.name)
        # One try is left whatever the policy says: a screen that nobody can take back would be no better.
        here = max(1, tries - spared)
        if member.pin_failures >= here:
            raise Refused("pin_spared", field="pin", name=member.name)
        member.pin_failures += 1
        member.save(update_fields=["pin_failures"])
    return _Tried(member, pin_hash=member.pin_hash, failures=member.pin_failures, tries=here)


def _is_right(pin_hash: str, pin: str) -> bool:
    try:
        return hasher().verify(pin_hash, pin.strip())
    except VerifyMismatchError:
        return False


def _note_failure(session: Acting, member: Membership, *, failures: int, at: datetime) -> None:
    with act(session, at=at) as tx:
        tx.wrote("pin.failed", member, failures=failures)


def _forget_tries(session: Acting, tried: _Tried, *, at: datetime) -> Membership:
    """Gives the person as they are now and starts their tries anew, unless their PIN was changed meanwhile."""
    with act(session, at=at) as tx:
        member = _signer(session, tried.member.pk)
        if member.pin_hash != tried.pin_hash:
            raise Refused("pin_changed", field="pin", name=member.name)
        member.pin_failures = 0
        member.save(update_fields=["pin_failures"])
        tx.wrote("pin.shown", member)
    return member


def _signer(session: Acting, membership_id: UUID) -> Membership:
    able = Membership.objects.visible_to(session).select_for_update().filter(id=membership_id, active=True)
    member: Membership | None = able.first()
    if member is None:
        raise Refused("no_such_signer", field="signer")
    return member


def _start_anew(tx: Tx, member: Membership) -> None:
    member.pin_failures = 0
    member.save(update_fields=["pin_failures"])
    tx.wrote("pin.tries_renewed", member)

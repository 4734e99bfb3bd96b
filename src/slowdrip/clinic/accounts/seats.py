"""Who sits at this screen: a signed-in person, a person by PIN on an enrolled device, or the locked device alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import logout
from django.http import HttpRequest

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.models import Clinic

from .models import Device, Membership, User
from .timing import Timing, timing_of

DEVICE_COOKIE = "slowdrip_device"
SEAT = "slowdrip_seat"
LEFT = "slowdrip_left"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TOUCH_EVERY = timedelta(seconds=15)
HELD_FOR = timedelta(minutes=60)
"""How long a page on which something runs stays open after the last touch of a screen that was not locked."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What this screen is in this clinic: who acts (None when nobody), on which device, and whether it is locked.

    `held` says that it would be locked, but for what runs on the page it shows.
    """

    clinic: Clinic
    acting: Acting | None
    membership: Membership | None
    device: Device | None
    locked: bool
    held: bool = False


def seat_of(request: HttpRequest, clinic: Clinic, *, at: datetime) -> Seat:
    """Gives the seat of this request by the clinic's session numbers; needs the clinic's tenancy bound."""
    device = device_of(request, clinic)
    if device is not None and device.is_patients:
        # Whoever else this browser knows: nobody of the staff sits at a patient's screen.
        return Seat(clinic, device.acting(), None, device, locked=True)
    timing = timing_of(clinic.pk)
    _end_long_session(request, timing, at=at)
    member = _member_by_pin(request, clinic) if device else None
    member = member or _member_by_sign_in(request, clinic)
    if member is None:
        return Seat(clinic, device.acting() if device else None, None, device, locked=device is not None)
    if _idle(request, timing, at=at):
        return Seat(clinic, device.acting() if device else None, member, device, locked=True)
    return Seat(clinic, member.acting(), member, device, locked=False)


def held_open(request: HttpRequest, seat: Seat, *, page: str, since: datetime | None, at: datetime) -> Seat:
    """Gives the seat open again for a page on which something runs since then that must not be locked away.

    Only for whoever had this page open last, on a screen that was open when it began; never after somebody locked it,
    and not for longer than `HELD_FOR` after the last touch of the open screen. Needs the clinic's tenancy bound.
    """
    member, kept = seat.membership, request.session.get(SEAT)
    if not seat.locked or member is None or not kept or kept.get("page") != page:
        return seat
    if since is None:
        # The page was locked away: what begins on it later, or begins again, does not open it.
        request.session[SEAT] = {**kept, "page": ""}
        return seat
    seen = datetime.fromisoformat(kept["seen"])
    away_then_s = max(float(kept.get("away_s", 0)), (since - seen).total_seconds())
    if away_then_s > timing_of(seat.clinic.pk).lock_after_s or at - seen > HELD_FOR:
        return seat
    return Seat(seat.clinic, member.acting(), member, seat.device, locked=False, held=True)


def sit_down(request: HttpRequest, member: Membership, *, at: datetime, by_pin: bool) -> None:
    """Opens the screen for this person; by PIN the session key changes, so an old cookie is worth nothing."""
    if by_pin:
        _renew_session(request, member)
    away_s = 0.0 if by_pin else _longest_away_s(request, at=at)
    _keep(request, clinic=str(member.clinic_id), membership=str(member.pk), pin=by_pin, seen=at, away_s=away_s)


def stand_up(request: HttpRequest) -> None:
    """Ends the seat that a PIN opened here: whoever signs in next must not meet its lock."""
    request.session.pop(SEAT, None)


def give_away(request: HttpRequest) -> None:
    """Ends every sign-in and seat of this browser, with what people left on it: a patient gets the screen."""
    logout(request)
    request.session.flush()


def touch(request: HttpRequest, seat: Seat, *, page: str = "", at: datetime) -> None:
    """Notes activity, at most every 15 seconds, and what it looks at if that may hold the screen open.

    Live refreshes are no activity, nor is what happens on a screen that is only held: it proves nobody's presence.
    """
    if seat.membership is None or seat.held or request.headers.get("X-Slowdrip-Live"):
        return
    kept = _kept(request, seat.clinic)
    if kept is None or kept["membership"] != str(seat.membership.pk):
        sit_down(request, seat.membership, at=at, by_pin=False)
        kept = request.session[SEAT]
    elif at - datetime.fromisoformat(kept["seen"]) > TOUCH_EVERY:
        kept = {**kept, "seen": at.isoformat(), "away_s": _longest_away_s(request, at=at)}
    if kept.get("page", "") != page:
        kept = {**kept, "page": page}
    if kept is not request.session[SEAT]:
        request.session[SEAT] = kept


def lock(request: HttpRequest) -> None:
    """Locks the screen at once, in every clinic: a PIN seat ends, a signed-in person must show their PIN again."""
    kept = request.session.get(SEAT) or {"clinic": "", "membership": "", "pin": False}
    request.session[SEAT] = {**kept, "seen": LONG_AGO.isoformat()}
    _forget_confirmation(request)
    # A request that is still under way holds the open seat: under a new key, what it writes back lands nowhere.
    request.session.cycle_key()


def leave_at(request: HttpRequest, member: Membership, path: str) -> None:
    """Remembers the page a person left, so that they find it again."""
    request.session[LEFT] = {**request.session.get(LEFT, {}), str(member.pk): path}


def left_at(request: HttpRequest, member: Membership) -> str:
    """Gives the page this person left on this screen, or an empty text."""
    return str(request.session.get(LEFT, {}).get(str(member.pk), ""))


def second_factor_shown(request: HttpRequest) -> bool:
    """Says whether this session was opened with a one-time code or a passkey."""
    return any(record.get("method") == "mfa" for record in _records(request))


def signed_in_as(request: HttpRequest, member: Membership) -> bool:
    """Says whether this person opened this session with password and second factor, not by PIN alone."""
    return request.user.is_authenticated and request.user.pk == member.user_id and second_factor_shown(request)


def confirmed_lately(request: HttpRequest, member: Membership) -> bool:
    """Says whether this person, signed in with password and second factor, has just confirmed it is them."""
    return signed_in_as(request, member) and bool(did_recently_reauthenticate(request))


def own_memberships(user: User) -> list[Membership]:
    """Gives a person's active places, by clinic name; needs `own_rows` on PostgreSQL."""
    return list(Membership.objects.filter(user=user, active=True).select_related("clinic").order_by("clinic__name"))


def _renew_session(request: HttpRequest, member: Membership) -> None:
    """Someone else's sign-in does not outlive a change of hands: the account pages would still be theirs."""
    if request.user.is_authenticated and request.user.pk != member.user_id:
        _sign_out(request)
        return
    request.session.cycle_key()


def _end_long_session(request: HttpRequest, timing: Timing, *, at: datetime) -> None:
    """Password and code are asked again after the clinic's longest session, however busy the screen was."""
    shown = [record["at"] for record in _records(request) if record.get("method") == "mfa"]
    if shown and at - datetime.fromtimestamp(max(shown), tz=UTC) > timing.longest_session:
        _sign_out(request)


def _sign_out(request: HttpRequest) -> None:
    """Ends the sign-in; the pages that people left here are kept."""
    left = request.session.get(LEFT, {})
    logout(request)
    request.session[LEFT] = left


def _keep(request: HttpRequest, **seat: Any) -> None:
    request.session[SEAT] = {**seat, "seen": seat["seen"].isoformat()}


def _kept(request: HttpRequest, clinic: Clinic) -> dict[str, Any] | None:
    kept = request.session.get(SEAT)
    return kept if kept and kept["clinic"] == str(clinic.pk) else None


def device_of(request: HttpRequest, clinic: Clinic) -> Device | None:
    """Gives the enrolled device of this clinic that asks; needs the clinic's tenancy bound."""
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    if not token:
        return None
    live = Device.objects.filter(clinic=clinic, token_sha256=sha256(token), revoked_at__isnull=True)
    found: Device | None = live.first()
    return found


def _member_by_pin(request: HttpRequest, clinic: Clinic) -> Membership | None:
    kept = _kept(request, clinic)
    if kept is None or not kept["pin"]:
        return None
    return _member(clinic, id=UUID(kept["membership"]))


def _member_by_sign_in(request: HttpRequest, clinic: Clinic) -> Membership | None:
    if not request.user.is_authenticated or not second_factor_shown(request):
        return None
    return _member(clinic, user=request.user)


def _member(clinic: Clinic, **which: Any) -> Membership | None:
    active = Membership.objects.filter(clinic=clinic, active=True, user__is_active=True)
    found: Membership | None = active.filter(**which).first()
    return found


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated:
        return []
    return list(get_authentication_records(request, request.user))


def _idle(request: HttpRequest, timing: Timing, *, at: datetime) -> bool:
    """Idleness belongs to the screen, not to one clinic: opening a clinic that waits longer must not unlock it."""
    return _longest_away_s(request, at=at) > timing.lock_after_s


def _longest_away_s(request: HttpRequest, *, at: datetime) -> float:
    """How long the screen stood alone at most, in any clinic, since a PIN or a sign-in opened it."""
    kept = request.session.get(SEAT) or {}
    return max(float(kept.get("away_s", 0)), (at - _last_seen(request)).total_seconds())


def _last_seen(request: HttpRequest) -> datetime:
    kept = request.session.get(SEAT)
    if kept:
        return datetime.fromisoformat(kept["seen"])
    times = [record["at"] for record in _records(request)]
    return datetime.fromtimestamp(max(times), tz=UTC) if times else LONG_AGO


def _forget_confirmation(request: HttpRequest) -> None:
    """After a lock, account changes need the password again, however recently it was confirmed."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if not records:
        return
    kept = [{name: value for name, value in record.items() if name != "reauthenticated"} for record in records]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept

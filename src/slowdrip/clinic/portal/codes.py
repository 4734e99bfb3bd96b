"""One-time codes: sent to a safe contact, good for ten minutes and five tries, and for this browser alone."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from slowdrip.clinic.notices import ways
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import queue
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.portal.models import SEE, OneTimeCode, PatientLink
from slowdrip.clinic.record.acting import Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7

KIND: Final = "one_time_code"
DIGITS: Final = 6
LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
SHOWN_LASTS: Final = timedelta(minutes=30)
ASKED_WITHIN: Final = timedelta(hours=1)
ASKED_AT_MOST: Final = 5
CODE_COOKIE: Final = "slowdrip_code"
_SALT: Final = "slowdrip.portal.code"


def ask_code(link: PatientLink, *, at: datetime) -> None:
    """Has a code sent to a safe contact of the patient; refused where none can be sent, or too many were asked for."""
    actor = link.acting()
    if SEE not in link.scopes:
        raise Refused("code_not_for_this_link")
    with act(actor, at=at) as tx:
        _lock(tx, link)
        safe = Contact.objects.visible_to(actor).filter(patient_id=link.patient_id, safe=True, ended_at=None)
        if not safe.exclude(kind=Contact.Kind.ADDRESS).exists():
            raise Refused("no_safe_contact")
        way, _contact = ways.chosen(link.clinic_id, patient_id=link.patient_id)
        if way == Message.Way.HAND:
            raise Refused("no_way_for_codes")
        if OneTimeCode.objects.filter(link=link, made_at__gt=at - ASKED_WITHIN).count() >= ASKED_AT_MOST:
            raise Refused("too_many_codes")
        # A second tap within the minute is the same wish.
        key = f"{KIND}:{link.pk}:{at:%Y%m%d%H%M}"
        queue(tx, kind=KIND, key=key, patient=link.patient, subject_id=link.pk, due_at=at, until=at + LASTS)
        tx.wrote("code.asked", link)


def make_code(tx: Tx, link: PatientLink, contact_id: UUID | None) -> str:
    """Makes a code in the transaction that sends it, and gives its digits, which are kept nowhere."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = OneTimeCode(
        id=uuid7(),
        clinic_id=link.clinic_id,
        link=link,
        contact_id=contact_id,
        made_at=tx.at,
        expires_at=tx.at + LASTS,
    )
    row.code_hash = _hash(row, digits)
    tx.insert(row)
    return digits


def show_code(link: PatientLink, digits: str, *, at: datetime) -> OneTimeCode:
    """Takes a code that was typed; a wrong one is counted although it is refused, and the fifth ends the code."""
    with act(link.acting(), at=at) as tx:
        _lock(tx, link)
        code = _newest(link, at=at)
        is_right = code is not None and constant_time_compare(code.code_hash, _hash(code, digits.strip()))
        if code is not None:
            _note_try(tx, code, is_right=is_right)
        tx.wrote("code.shown" if is_right else "code.wrong", link)
    if code is None:
        raise Refused("code_gone", field="code")
    if not is_right:
        raise Refused("code_wrong" if code.wrong < TRIES else "code_gone", field="code")
    return code


def remember_code(response: HttpResponse, request: HttpRequest, code: OneTimeCode) -> None:
    """Lets this browser see, for half an hour, what a link alone does not show."""
    response.set_cookie(
        CODE_COOKIE,
        signing.dumps(str(code.pk), salt=_SALT),
        max_age=int(SHOWN_LASTS.total_seconds()),
        path="/p/",
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def was_shown(request: HttpRequest, link: PatientLink, *, at: datetime) -> bool:
    """Says whether this browser has shown a code of this very link within the half hour that it counts."""
    kept = request.COOKIES.get(CODE_COOKIE, "")
    if not kept or SEE not in link.scopes:
        return False
    try:
        code_id = signing.loads(kept, salt=_SALT)
    except signing.BadSignature:
        return False
    rows = OneTimeCode.objects.filter(clinic_id=link.clinic_id, link=link, pk=code_id)
    return rows.filter(used_at__gt=at - SHOWN_LASTS, used_at__lte=at).exists()


def _newest(link: PatientLink, *, at: datetime) -> OneTimeCode | None:
    """Only the last code counts: one that was sent again makes the one before worthless."""
    code: OneTimeCode | None = OneTimeCode.objects.filter(link=link).order_by("-made_at", "-id").first()
    if code is None or code.used_at is not None or code.wrong >= TRIES or not code.made_at <= at < code.expires_at:
        return None
    return code


def _note_try(tx: Tx, code: OneTimeCode, *, is_right: bool) -> None:
    if is_right:
        code.used_at = tx.at
    else:
        code.wrong += 1
    code.save(update_fields=["used_at", "wrong"])


def _lock(tx: Tx, link: PatientLink) -> None:
    """Tries that come at once are counted one after the other."""
    PatientLink.objects.visible_to(tx.actor).select_for_update().get(pk=link.pk)


def _hash(code: OneTimeCode, digits: str) -> str:
    """Keyed with the installation's secret: six digits alone would be found from a plain hash at once."""
    return salted_hmac(f"{_SALT}:{code.pk}", digits, algorithm="sha256").hexdigest()

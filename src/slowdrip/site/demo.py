"""The demo clinic's one-time code, shown where it is asked for; nothing of this runs outside a demo."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

ASKS_FOR_CODE = frozenset({"mfa_authenticate", "mfa_reauthenticate"})


@dataclass(frozen=True, slots=True)
class Banner:
    """One line above the page."""

    code: str
    text: str
    tier: str = ""
    url: str = ""
    action: str = ""


def demo_banners(request: HttpRequest) -> list[Banner]:
    """Gives the line with the code on a page of the demo that asks for one; else nothing."""
    if not settings.DEMO or not _asks(request):
        return []
    code = current_code(_whose(request))
    return [Banner("demo_code", _("Demo clinic: your code is %(code)s") % {"code": code})] if code else []


def current_code(user: Any) -> str:
    """Gives a code that the account's authenticator would show and that was not used yet; demo only."""
    if not settings.DEMO:
        raise AssertionError("one-time codes are shown in a demo only")
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first() if user else None
    if found is None:
        return ""
    secret, totp = decrypt(found.data["secret"]), found.wrap()
    codes = [format_hotp_value(hotp_value(secret, counter)) for counter in _nearest_first()]
    return next((code for code in codes if not cache.get(totp._get_used_cache_key(code))), "")


def _nearest_first() -> list[int]:
    before, present, after = yield_hotp_counters_from_time()
    return [present, after, before]


def _asks(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name in ASKS_FOR_CODE


def _whose(request: HttpRequest) -> Any:
    """The person at the second step of a sign-in, or the one signed in."""
    stage = getattr(request, "_login_stage", None)
    return stage.login.user if stage else request.user

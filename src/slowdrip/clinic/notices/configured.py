"""Which gateways this installation has, read from its settings: a mistaken one is off, and says why."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings

from slowdrip.clinic.notices.models import Message

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
SMTP_PORTS: Final = {"smtp": 25, "smtps": 465}
HTTP_PORTS: Final = {"http": 80, "https": 443}
DEFAULT_TEMPLATE: Final = '{"to": "{to}", "text": "{text}"}'


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server: TLS from the first byte with `smtps`, else after STARTTLS, which only loopback may go without."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_smtps: bool = False

    @property
    def starts_tls(self) -> bool:
        """Whether the connection is made safe after its first words."""
        return not self.is_smtps and self.host not in LOOPBACK


@dataclass(frozen=True, slots=True)
class Texts:
    """An address that takes a text message as JSON."""

    host: str
    port: int
    path: str
    token: str = field(default="", repr=False)
    template: str = DEFAULT_TEMPLATE
    is_tls: bool = True


@dataclass(frozen=True, slots=True)
class Wrong:
    """A gateway that was set up and cannot be used: which setting, and a code for why."""

    setting: str
    code: str


def mail() -> Mail | Wrong | None:
    """Gives the mail server, what is wrong with its settings, or None where there is none."""
    url = settings.SLOWDRIP_SMTP_URL
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        return Wrong("SLOWDRIP_SMTP_URL", "not_an_address")
    sender = settings.SLOWDRIP_SMTP_FROM
    if "@" not in parseaddr(sender)[1]:
        return Wrong("SLOWDRIP_SMTP_FROM", "not_an_address")
    return Mail(
        host=parts.hostname,
        port=parts.port or SMTP_PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_smtps=parts.scheme == "smtps",
    )


def texts() -> Texts | Wrong | None:
    """Gives the text gateway, what is wrong with its settings, or None where there is none."""
    url = settings.SLOWDRIP_TEXT_URL
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in HTTP_PORTS or not parts.hostname:
        return Wrong("SLOWDRIP_TEXT_URL", "not_an_address")
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        return Wrong("SLOWDRIP_TEXT_URL", "not_https")
    template = settings.SLOWDRIP_TEXT_BODY or DEFAULT_TEMPLATE
    if not _is_template(template):
        return Wrong("SLOWDRIP_TEXT_BODY", "not_a_template")
    return Texts(
        host=parts.hostname,
        port=parts.port or HTTP_PORTS[parts.scheme],
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        token=settings.SLOWDRIP_TEXT_TOKEN,
        template=template,
        is_tls=parts.scheme == "https",
    )


def _is_template(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return "{to}" in text and "{text}" in text


def ways_on() -> frozenset[str]:
    """Gives the ways for which a gateway is set up; in the demo none is, whatever the settings say."""
    if settings.DEMO:
        return frozenset()
    found = {Message.Way.EMAIL: mail(), Message.Way.TEXT: texts()}
    return frozenset(way for way, gateway in found.items() if isinstance(gateway, Mail | Texts))


def ways_to_patients() -> frozenset[str]:
    """Gives the ways by which patients are told: none while their links would lead nowhere."""
    return ways_on() if public_address() else frozenset()


def mistakes() -> list[Wrong]:
    """Gives what is set up and cannot be used."""
    return [found for found in (mail(), texts(), _nowhere()) if isinstance(found, Wrong)]


def _nowhere() -> Wrong | None:
    if public_address() or not ways_on():
        return None
    return Wrong("SLOWDRIP_PUBLIC_URL", "not_an_address" if settings.SLOWDRIP_PUBLIC_URL else "links_lead_nowhere")


def public_address() -> str:
    """Gives where patients reach this installation, without a slash at the end; empty where nobody said it rightly."""
    parts = urlsplit(str(settings.SLOWDRIP_PUBLIC_URL))
    return parts.geturl().rstrip("/") if parts.scheme in HTTP_PORTS and parts.hostname else ""


_asked_at: ContextVar[str] = ContextVar("asked_at", default="")


@contextmanager
def asked_at(address: str) -> Iterator[None]:
    """Lets words that are made for a page begin their links with the page's own address, where nobody said another."""
    token = _asked_at.set(address.rstrip("/"))
    try:
        yield
    finally:
        _asked_at.reset(token)


def absolute(path: str) -> str:
    """Gives a path of this installation as an address that can stand in a message."""
    return f"{public_address() or _asked_at.get()}{path}"

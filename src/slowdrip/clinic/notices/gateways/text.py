"""Text messages by any gateway that takes JSON over HTTPS."""

import http.client
import json
import re
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from slowdrip.clinic.notices.configured import Texts
from slowdrip.clinic.notices.gateways.answers import Bounced, Outcome, Refused, Sent, Unsure
from slowdrip.clinic.notices.queueing import Body

TIMEOUT_S: Final = 10
MOST_READ: Final = 4096
GONE: Final = 410
NOT_TAKEN: Final = frozenset({429, 503})
"""Codes that say: not now, and nothing was taken (RFC 6585, 4; RFC 9110, 15.6.4)."""
NOT_LET_IN: Final = frozenset({401, 403, 404, 405, 407})
MAY_BE_TAKEN: Final = range(500, 600)


@dataclass(frozen=True, slots=True)
class TextGateway:
    """One POST per message: the token as bearer, the body from the template; redirects are not followed."""

    address: Texts

    def send(self, to: str, body: Body) -> Outcome:
        """Sends the text to the number; only the connection may fail and be tried again."""
        connection = self._connection()
        try:
            connection.connect()
        except (OSError, ssl.SSLError):
            return Refused("text_unreachable")
        try:
            return _by_code(self._answer(connection, to, body))
        except (OSError, http.client.HTTPException):
            return Unsure("text_no_answer")
        finally:
            with suppress(OSError):
                connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if not self.address.is_tls:
            return http.client.HTTPConnection(self.address.host, self.address.port, timeout=TIMEOUT_S)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(self.address.host, self.address.port, timeout=TIMEOUT_S, context=context)

    def _answer(self, connection: http.client.HTTPConnection, to: str, body: Body) -> int:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.address.token:
            headers["Authorization"] = f"Bearer {self.address.token}"
        content = json.dumps(filled(json.loads(self.address.template), to=number(to), text=body.text))
        connection.request("POST", self.address.path, content.encode(), headers)
        response = connection.getresponse()
        response.read(MOST_READ)
        return response.status


def number(typed: str) -> str:
    """Gives a phone number as gateways read it: the digits, and the plus before them."""
    return ("+" if typed.strip().startswith("+") else "") + re.sub(r"\D", "", typed)


def filled(template: Any, *, to: str, text: str) -> Any:
    """Puts number and text into a parsed template, so that no letter in them can change its form."""
    if isinstance(template, str):
        return {"{to}": to, "{text}": text}.get(template, template.replace("{to}", to).replace("{text}", text))
    if isinstance(template, dict):
        return {key: filled(value, to=to, text=text) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(value, to=to, text=text) for value in template]
    return template


def _by_code(code: int) -> Outcome:
    if 200 <= code < 300:
        return Sent()
    if code == GONE:
        return Bounced("text_410")
    if code in NOT_TAKEN or code in NOT_LET_IN:
        return Refused(f"text_{code}")
    if code in MAY_BE_TAKEN:
        return Unsure(f"text_{code}")
    return Refused(f"text_{code}", lasting=True)

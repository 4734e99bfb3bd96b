"""E-mail by the clinic's own mail server, through Django's mail."""

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from slowdrip.clinic.notices.configured import Mail
from slowdrip.clinic.notices.gateways.answers import Bounced, Outcome, Refused, Sent, Unsure
from slowdrip.clinic.notices.queueing import Body

TIMEOUT_S: Final = 10
NOBODY_THERE: Final = re.compile(r"5\.(1\.(?!7\b|8\b)\d{1,3}|2\.1)\b")
"""Enhanced codes for a mailbox that is not there or takes nothing (RFC 3463, 3.2 and 3.3); 5.1.7 and 5.1.8 are about
the sender. The plain 550, 551 and 553 alone may also be a rule of the server's about us."""
FOR_NOW: Final = range(400, 500)


@dataclass(frozen=True, slots=True)
class Smtp:
    """Sends one message per connection: a mail server that hangs holds up one message, not a bundle of them."""

    server: Mail

    def send(self, to: str, body: Body) -> Outcome:
        """Sends plain text; what the server refuses by a code was surely not taken."""
        connection = self._connection()
        try:
            return self._opened(connection) or self._handed_over(connection, to, body)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.close()

    def _opened(self, connection: EmailBackend) -> Refused | None:
        try:
            connection.open()
        except smtplib.SMTPAuthenticationError:
            return Refused("smtp_sign_in")
        except smtplib.SMTPNotSupportedError:
            return Refused("smtp_no_tls")
        except (OSError, smtplib.SMTPException):
            return Refused("smtp_unreachable")
        return None

    def _connection(self) -> EmailBackend:
        server = self.server
        return EmailBackend(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.starts_tls,
            use_ssl=server.is_smtps,
            timeout=TIMEOUT_S,
        )

    def _handed_over(self, connection: EmailBackend, to: str, body: Body) -> Outcome:
        try:
            message = EmailMessage(body.subject, body.text, self.server.sender, [to], connection=connection)
            taken = message.send()
        except smtplib.SMTPRecipientsRefused as why:
            code, said = max(why.recipients.values(), default=(500, b""))
            return Bounced(f"smtp_{code}") if _nobody_there(said) else _by_code(code)
        except smtplib.SMTPResponseException as why:
            return _by_code(why.smtp_code)
        except (ValueError, smtplib.SMTPNotSupportedError):
            return Refused("smtp_address", lasting=True)
        except (OSError, smtplib.SMTPException):
            return Unsure("smtp_no_answer")
        return Sent() if taken else Refused("smtp_address", lasting=True)


def _nobody_there(said: bytes | str) -> bool:
    return NOBODY_THERE.match(said if isinstance(said, str) else said.decode("ascii", "replace")) is not None


def _by_code(code: int) -> Outcome:
    if code == -1:  # smtplib's own word for a connection that was lost
        return Unsure("smtp_no_answer")
    return Refused(f"smtp_{code}", lasting=code not in FOR_NOW)

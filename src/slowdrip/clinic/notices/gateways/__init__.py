"""Ways out of the house: each takes an address and words, and says what became of them."""

from collections.abc import Mapping

from slowdrip.clinic.notices import configured
from slowdrip.clinic.notices.gateways.answers import Bounced, Gateway, Outcome, Refused, Sent, Unsure
from slowdrip.clinic.notices.gateways.limited import Limited
from slowdrip.clinic.notices.gateways.smtp import Smtp
from slowdrip.clinic.notices.gateways.text import TextGateway
from slowdrip.clinic.notices.models import Message

__all__ = ["Bounced", "Gateway", "Outcome", "Refused", "Sent", "Unsure", "gateways"]


def gateways() -> Mapping[str, Gateway]:
    """Gives the gateways that are set up, by way; none in the demo."""
    found: dict[str, Gateway] = {}
    on, mail, texts = configured.ways_on(), configured.mail(), configured.texts()
    if Message.Way.EMAIL in on and isinstance(mail, configured.Mail):
        found[Message.Way.EMAIL] = Limited(Message.Way.EMAIL, Smtp(mail))
    if Message.Way.TEXT in on and isinstance(texts, configured.Texts):
        found[Message.Way.TEXT] = Limited(Message.Way.TEXT, TextGateway(texts))
    return found

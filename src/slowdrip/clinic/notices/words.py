"""Words of messages: states, reasons, decisions, and sentences for what is refused."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as said_now
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import kind_of
from slowdrip.clinic.record.words import Sentence, register

Words = str | Promise
STATES: Final[dict[str, Words]] = {
    "waiting": _("waits"),
    "sending": _("is being sent"),
    "sent": _("sent"),
    "unknown": _("nobody knows whether it arrived"),
    "failed": _("did not go out"),
    "bounced": _("came back"),
    "withdrawn": _("withdrawn"),
}
WAYS: Final[dict[str, Words]] = {"text": _("text message"), "email": _("e-mail"), "hand": _("by hand")}
WHY: Final[dict[str, Words]] = {
    "too_late": _("its time was over before it could be sent"),
    "newer_one": _("a newer message of the same kind took its place"),
    "not_needed": _("nobody needs it any more"),
    "not_plain": _("its words say something about health, so no gateway gets them"),
    "words_failed": _("its words could not be made; call whoever runs this machine"),
    "no_word": _("the program ended while it was being sent"),
    "no_gateway": _("no gateway is set up for this way"),
    "gateway_broke": _("the gateway broke while it was being sent"),
    "no_answer_in_time": _("the gateway took too long to answer"),
    "gateway_hangs": _("the gateway still hangs at the messages before"),
    "told": _("told by hand"),
    "handed_over": _("handed over"),
    "seen": _("seen on the screen"),
    "not_reached": _("nobody could be reached"),
    "said_arrived": _("somebody said that it arrived"),
    "said_came_back": _("somebody said that it came back"),
    "asked_again": _("somebody asked for it once more"),
    "let_go": _("taken off the list"),
    "smtp_sign_in": _("the mail server did not accept the name and password in SLOWDRIP_SMTP_URL"),
    "smtp_no_tls": _("the mail server offers no TLS, and nothing is sent in the clear"),
    "smtp_unreachable": _("the mail server could not be reached"),
    "smtp_no_answer": _("the mail server took the words and did not answer"),
    "smtp_address": _("the mail server cannot write to this address"),
    "text_unreachable": _("the text gateway could not be reached"),
    "text_no_answer": _("the text gateway took the words and did not answer"),
    "text_401": _("the text gateway did not accept SLOWDRIP_TEXT_TOKEN"),
    "text_403": _("the text gateway did not accept SLOWDRIP_TEXT_TOKEN"),
    "text_404": _("there is nothing at SLOWDRIP_TEXT_URL"),
}
STOP_WHY: Final[dict[str, Words]] = {
    "said_stop": _("the person wants no messages there"),
    "came_back": _("a message came back from there"),
    "wrong_number": _("it belongs to somebody else"),
}
WRONG: Final[dict[str, Words]] = {
    "not_an_address": _("it is no address"),
    "not_https": _("it must begin with https"),
    "not_a_template": _("it must be JSON that holds {to} and {text}"),
    "links_lead_nowhere": _("it is empty, so links to patients would lead nowhere"),
}
SENTENCES: Final[dict[str, Sentence]] = {
    "message_moved_on": _("Somebody decided already, or it has gone meanwhile. Nothing was changed; look again."),
    "message_too_late": _("The time for this message is over. Take it off the list."),
    "message_without_words": _("Its words could not be made. Nothing was changed; call whoever runs this machine."),
}
_CODED: Final = re.compile(r"(smtp|text)_(\d{3})")


def kind_words(message: Message) -> Words:
    """Gives what staff calls this kind of message."""
    kind = kind_of(message.kind)
    return (kind.name if kind is not None else "") or said_now("Message")


def why_words(code: str) -> Words:
    """Gives a reason in words; a gateway's number is told as it is, another part's own code too."""
    coded = _CODED.fullmatch(code)
    if code in WHY or coded is None:
        return WHY.get(code, code.replace("_", " "))
    whose = said_now("the mail server") if coded[1] == "smtp" else said_now("the text gateway")
    return said_now("%(whose)s refused it with %(code)s") % {"whose": whose, "code": coded[2]}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

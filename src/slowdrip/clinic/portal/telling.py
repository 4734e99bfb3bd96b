"""The words that bring a one-time code: a code and for how long, nothing about whom or what it opens."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, register_words
from slowdrip.clinic.portal.codes import KIND, LASTS, make_code
from slowdrip.clinic.portal.links import is_usable
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import Tx


def code_words(tx: Tx, message: Message) -> Body | None:
    """Makes a fresh code and the words that carry it; nothing for a link that has ended, or for staff.

    A code says that it is the patient who looks; whoever reads it in the outbox could look instead.
    """
    if message.way == Message.Way.HAND:
        return None
    link: PatientLink | None = PatientLink.objects.visible_to(tx.actor).filter(pk=message.subject_id).first()
    if link is None or not is_usable(link, at=tx.at):
        return None
    code = make_code(tx, link, message.contact_id)
    minutes = int(LASTS.total_seconds() // 60)
    text = _("Your code is %(code)s. It works for %(minutes)s minutes. Do not share it with anyone.")
    return Body(subject=_("Your code"), text=text % {"code": code, "minutes": minutes})


def register_all() -> None:
    """Adds the words."""
    register_words(KIND, code_words, name=gettext_lazy("One-time code"))

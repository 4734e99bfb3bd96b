"""The words that bring a patient to their questions: a link and until when it works, nothing about health.

The clinic is named by its phone alone: its name may say what it treats.
"""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.notices.configured import absolute
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, register_words
from slowdrip.clinic.notices.quiet import register_zone_of
from slowdrip.clinic.outcomes.models import Ask, Following
from slowdrip.clinic.outcomes.opening import ASK, REMINDER
from slowdrip.clinic.outcomes.planning import house_of
from slowdrip.clinic.portal.links import address_of, make_link, revoke
from slowdrip.clinic.portal.models import ANSWER, SEE, PatientLink
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Clinic

PAGE = "outcomes:asked"


def ask_words(tx: Tx, message: Message) -> Body | None:
    """Makes a fresh link and the words that carry it; nothing once the ask was answered, withdrawn or closed."""
    return _words(
        tx,
        message,
        _("A few questions are waiting for you: %(link)s The link works until %(day)s. Our phone: %(phone)s"),
    )


def reminder_words(tx: Tx, message: Message) -> Body | None:
    """The same, for whoever has not answered yet."""
    return _words(
        tx, message, _("Your questions are still waiting: %(link)s The link works until %(day)s. Our phone: %(phone)s")
    )


def _words(tx: Tx, message: Message, text: str) -> Body | None:
    rows = Ask.objects.visible_to(tx.actor).filter(answered_at=None, withdrawn_at=None, closes_at__gt=tx.at)
    ask: Ask | None = rows.filter(pk=message.subject_id).first()
    if ask is None:
        return None
    clinic = Clinic.objects.get(pk=ask.clinic_id)
    lasts = timedelta(days=house_of(clinic.pk).asking.link_lasts_days.value)
    _revoke_elsewhere(tx, message, ask)
    link, token = make_link(
        tx, ask.patient_id, scopes=_scopes(message), subject_id=ask.pk, lasts=lasts, contact_id=_sent_to(message)
    )
    until = min(link.expires_at, ask.closes_at).astimezone(zone_of(ask.patient_id) or ZoneInfo(clinic.time_zone))
    told = {"link": absolute(address_of(link, token)), "day": date_format(until, "j M H:i"), "phone": clinic.phone}
    return Body(subject=_("A few questions for you"), text=text % told)


def _revoke_elsewhere(tx: Tx, message: Message, ask: Ask) -> None:
    """Ends links to this ask that nobody opened and that went elsewhere: to a contact that may no longer be safe."""
    messages = Message.objects.visible_to(tx.actor).filter(subject_id=ask.pk).exclude(pk=message.pk)
    if not messages.exclude(contact_id=message.contact_id).exists():
        return
    links = PatientLink.objects.visible_to(tx.actor).filter(subject_id=ask.pk, kiosk=False)
    for link in links.filter(opened_at=None, revoked_at=None):
        revoke(tx, link)


def _scopes(message: Message) -> tuple[str, ...]:
    """A link that somebody of the clinic reads out or shows takes answers and opens nothing else."""
    return (ANSWER,) if message.way == Message.Way.HAND else (ANSWER, SEE)


def _sent_to(message: Message) -> UUID | None:
    """What is read out or shown goes to no contact, whichever stands beside it."""
    return None if message.way == Message.Way.HAND else message.contact_id


def zone_of(patient_id: UUID) -> ZoneInfo | None:
    """Gives the time zone in which a patient lives, where somebody told it."""
    name = Following.objects.filter(patient_id=patient_id).values_list("time_zone", flat=True).first()
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def register_all() -> None:
    """Adds the words, and says which patient lives where."""
    register_words(ASK, ask_words, name=gettext_lazy("Questions to answer"), page=PAGE)
    register_words(REMINDER, reminder_words, name=gettext_lazy("Reminder of questions"), page=PAGE)
    register_zone_of(zone_of)

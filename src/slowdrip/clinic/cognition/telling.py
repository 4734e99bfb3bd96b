"""The words that bring a patient to the tasks: a link and until when it works, nothing about what waits there."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.cognition.models import CognitionOffer
from slowdrip.clinic.cognition.offering import KIND
from slowdrip.clinic.notices.configured import absolute
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, register_words
from slowdrip.clinic.outcomes.asked_telling import zone_of
from slowdrip.clinic.portal.links import address_of, make_link
from slowdrip.clinic.portal.models import ANSWER
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Clinic


def offer_words(tx: Tx, message: Message) -> Body | None:
    """Makes a fresh link and the words that carry it; nothing once the offer has closed."""
    rows = CognitionOffer.objects.visible_to(tx.actor).filter(pk=message.subject_id, closes_at__gt=tx.at)
    offer: CognitionOffer | None = rows.current().first()
    if offer is None:
        return None
    clinic = Clinic.objects.get(pk=offer.clinic_id)
    # What is read out or shown goes to no contact, whichever stands beside it.
    sent_to = None if message.way == Message.Way.HAND else message.contact_id
    lasts = offer.closes_at - tx.at
    link, token = make_link(tx, offer.patient_id, scopes=[ANSWER], subject_id=offer.pk, lasts=lasts, contact_id=sent_to)
    until = link.expires_at.astimezone(zone_of(offer.patient_id) or ZoneInfo(clinic.time_zone))
    told = {"link": absolute(address_of(link, token)), "day": date_format(until, "j M H:i"), "phone": clinic.phone}
    text = _("Something short is waiting for you: %(link)s The link works until %(day)s. Our phone: %(phone)s")
    return Body(subject=_("Something short for you"), text=text % told)


def register_all() -> None:
    """Adds the words."""
    register_words(KIND, offer_words, name=gettext_lazy("Two short tasks"))

"""By which way a message goes, and to which contact: safe ones only, neither ended nor stopped."""

from collections.abc import Iterable
from uuid import UUID

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.notices import configured
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record import prepared

Way = Message.Way
KINDS = {Way.TEXT: Contact.Kind.PHONE, Way.EMAIL: Contact.Kind.EMAIL}
EXTENSION = "x"


def chosen(
    clinic_id: UUID, *, patient_id: UUID | None = None, staff_id: UUID | None = None
) -> tuple[str, Contact | None]:
    """Gives way and contact: a text to a safe phone, else e-mail to a safe address, else somebody hands it over."""
    if staff_id is not None:
        on = configured.ways_on()
        return (Way.EMAIL if Way.EMAIL in on and staff_address(staff_id) else Way.HAND), None
    on = configured.ways_to_patients()
    contacts = usable_contacts(clinic_id, patient_id) if on and patient_id is not None else ()
    for way, kind in KINDS.items():
        found = _first(contacts, way, kind) if way in on else None
        if found is not None:
            return way, found
    return Way.HAND, None


def _first(contacts: Iterable[Contact], way: str, kind: str) -> Contact | None:
    fits = (each for each in contacts if each.kind == kind and (way != Way.TEXT or takes_text(each.value)))
    return next(fits, None)


def takes_text(number: str) -> bool:
    """Says whether a phone number can take a text: one behind an extension cannot."""
    return EXTENSION not in number.lower()


def usable_contacts(clinic_id: UUID, patient_id: UUID) -> list[Contact]:
    """Gives the patient's contacts to which something may be sent, the youngest first: what was told last."""
    rows = prepared.matching(Contact, clinic_id=clinic_id, patient_id=patient_id, safe=True)
    found = [row for row in rows if row.ended_at is None and not is_stopped(row)]
    return sorted(found, key=lambda row: row.pk, reverse=True)


def may_use(contact: Contact) -> bool:
    """Says whether something may be sent to this contact now."""
    return contact.safe and contact.ended_at is None and not is_stopped(contact)


def is_stopped(contact: Contact) -> bool:
    """Says whether a stop stands at this contact."""
    stops = prepared.matching(Stop, clinic_id=contact.clinic_id, contact_id=contact.pk)
    return any(stop.lifted_at is None for stop in stops)


def staff_address(actor_id: UUID) -> str:
    """Gives the e-mail address of a colleague who still has a place here; empty for anybody else."""
    rows = Membership.objects.filter(actor_id=actor_id, active=True, user__is_active=True)
    return rows.values_list("user__email", flat=True).first() or ""


def address_of(message: Message) -> str:
    """Gives where the message goes by the way chosen for it; empty when that way does not hold any more."""
    if message.to_staff_id is not None:
        return staff_address(message.to_staff_id) if message.way in configured.ways_on() else ""
    if message.way not in configured.ways_to_patients():
        return ""
    contact = message.contact
    return contact.value if contact is not None and may_use(contact) else ""

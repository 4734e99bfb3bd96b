"""What a link in a message opens: read out by somebody of the clinic it takes answers and shows nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import queue
from slowdrip.clinic.outcomes import asked_telling
from slowdrip.clinic.outcomes.opening import ASK
from slowdrip.clinic.outcomes.tests.asked import NOON, asked, patient_of
from slowdrip.clinic.people import contact_hooks
from slowdrip.clinic.people.actions.contacts import add_contact, edit_contact, end_contact
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.portal.links import is_usable
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import act
from tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db


def scopes_of_words(cast: Cast, way: str) -> list[str]:
    adopt_default(cast.system, at=DAY)
    patient = patient_of(cast)
    ask = asked(cast, patient, "phq9")
    with act(cast.system, at=NOON) as tx:
        row = queue(tx, kind=ASK, key="ask", patient=patient, subject_id=ask.pk, due_at=NOON)
        Message.objects.filter(pk=row.pk).update(way=way)
        assert asked_telling.ask_words(tx, Message.objects.get(pk=row.pk)) is not None
    return list(PatientLink.objects.get().scopes)


@pytest.mark.parametrize("way", ["text", "email"])
def test_a_link_that_was_sent_may_show_the_patients_own_answers_after_a_code(cast: Cast, way: str) -> None:
    assert scopes_of_words(cast, way) == ["link.answer", "link.see"]


def test_a_link_that_passes_through_other_hands_only_takes_answers(cast: Cast) -> None:
    assert scopes_of_words(cast, "hand") == ["link.answer"]


def is_unsafe(cast: Cast, contact: Contact) -> None:
    edit_contact(cast.nurse.acting, contact.pk, value=contact.value, safe=False, at=NOON)


def has_another_owner(cast: Cast, contact: Contact) -> None:
    edit_contact(cast.nurse.acting, contact.pk, value="+1 555 0199", safe=True, at=NOON)


def is_ended(cast: Cast, contact: Contact) -> None:
    end_contact(cast.nurse.acting, contact.pk, at=NOON)


def sent_to_a_phone(cast: Cast, way: str) -> Contact:
    """A question whose link went to this contact, or was read out beside it."""
    adopt_default(cast.system, at=DAY)
    patient = patient_of(cast)
    who = add_contact(cast.nurse.acting, patient.pk, kind="phone", value="+1 555 0123", safe=True, at=NOON)
    ask = asked(cast, patient, "phq9")
    with act(cast.system, at=NOON) as tx:
        row = queue(tx, kind=ASK, key="ask", patient=patient, subject_id=ask.pk, due_at=NOON)
        Message.objects.filter(pk=row.pk).update(way=way, contact=who)
        assert asked_telling.ask_words(tx, Message.objects.get(pk=row.pk)) is not None
    return who


def opens() -> bool:
    return is_usable(PatientLink.objects.get(), at=NOON + timedelta(minutes=1))


CHANGES = pytest.mark.parametrize("changed", [is_unsafe, has_another_owner, is_ended])


@CHANGES
def test_a_link_ends_with_the_contact_that_it_was_sent_to(cast: Cast, changed: Callable[[Cast, Contact], None]) -> None:
    who = sent_to_a_phone(cast, "text")
    assert opens()
    changed(cast, who)
    assert not opens()


@CHANGES
def test_planted_without_the_hook_an_unsafe_phone_would_keep_its_link(
    cast: Cast, changed: Callable[[Cast, Contact], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_hooks, "_on_contact", [])
    changed(cast, sent_to_a_phone(cast, "text"))
    assert opens()


def test_what_was_read_out_was_sent_to_nobody_and_stays(cast: Cast) -> None:
    is_unsafe(cast, sent_to_a_phone(cast, "hand"))
    assert opens()

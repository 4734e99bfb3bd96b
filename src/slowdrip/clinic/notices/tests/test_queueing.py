"""Which way a message goes: safe contacts only, and only by gateways that are there."""

import pytest
from django.test import override_settings

from slowdrip.clinic.notices import actions
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import queue, withdraw
from slowdrip.clinic.notices.tests.conftest import KIND, ON, Post, later
from slowdrip.clinic.people.actions import add_contact, edit_contact, end_contact
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db
Way = Message.Way


def test_without_a_gateway_a_message_is_handed_over(off: None, post: Post, phone: Contact, email: Contact) -> None:
    row = post.queued()
    assert (row.way, row.contact, row.state) == (Way.HAND, None, "waiting")


def test_a_safe_phone_gets_a_text_before_an_address_gets_mail(
    on: None, post: Post, phone: Contact, email: Contact
) -> None:
    row = post.queued()
    assert (row.way, row.contact) == (Way.TEXT, phone)


def test_mail_is_used_when_only_mail_is_set_up(post: Post, phone: Contact, email: Contact) -> None:
    with override_settings(**{**ON, "SLOWDRIP_TEXT_URL": ""}):
        row = post.queued()
    assert (row.way, row.contact) == (Way.EMAIL, email)


def test_in_the_demo_everything_is_handed_over(post: Post, phone: Contact) -> None:
    with override_settings(**{**ON, "DEMO": True}):
        assert post.queued().way == Way.HAND


@pytest.mark.parametrize("how", ["unsafe", "ended", "stopped"])
def test_a_contact_that_must_not_be_used_is_not(on: None, cast: Cast, post: Post, phone: Contact, how: str) -> None:
    nurse = cast.nurse.acting
    if how == "unsafe":
        edit_contact(nurse, phone.pk, value=phone.value, safe=False, at=DAY)
    elif how == "ended":
        end_contact(nurse, phone.pk, at=DAY)
    else:
        actions.stop(nurse, phone.pk, why="said_stop", at=DAY)
    assert post.queued().way == Way.HAND


def test_a_number_behind_an_extension_takes_no_text(on: None, cast: Cast, post: Post, maya: Patient) -> None:
    add_contact(cast.nurse.acting, maya.pk, kind="phone", value="+1 555 0170 ext 4", safe=True, at=DAY)
    assert post.queued().way == Way.HAND


def test_a_lifted_stop_opens_the_contact_again(on: None, cast: Cast, post: Post, phone: Contact) -> None:
    row = actions.stop(cast.nurse.acting, phone.pk, why="said_stop", at=DAY)
    actions.lift(cast.nurse.acting, row.pk, at=later(1))
    assert post.queued().contact == phone
    assert AuditEntry.objects.filter(action="notices.stop.changed", subject_id=row.pk).exists()


def test_the_same_key_twice_is_one_message(on: None, post: Post, phone: Contact) -> None:
    first, second = post.queued(key="ask:1"), post.queued(key="ask:1", due_at=later(60))
    assert first.pk == second.pk
    assert Message.objects.count() == 1


def test_a_message_goes_to_one_person_and_has_words(cast: Cast, maya: Patient) -> None:
    with act(cast.system, at=DAY) as tx:
        with pytest.raises(ValueError, match="one patient"):
            queue(tx, kind=KIND, key="a", due_at=DAY)
        with pytest.raises(ValueError, match="nobody registered"):
            queue(tx, kind="no_such_kind", key="b", patient=maya, due_at=DAY)


def test_a_colleague_gets_mail_or_reads_it_on_the_screen(cast: Cast) -> None:
    nurse = cast.nurse.member.actor_id
    for settings, way in ((ON, Way.EMAIL), ({**ON, "SLOWDRIP_SMTP_URL": ""}, Way.HAND)):
        with override_settings(**settings), act(cast.system, at=DAY) as tx:
            assert queue(tx, kind=KIND, key=str(way), to_staff=nurse, due_at=DAY).way == way
            assert ("notice", nurse) in [(entry.topic, entry.subject_id) for entry in tx.entries]


def test_a_waiting_message_is_taken_back_and_a_sent_one_is_not(
    on: None, cast: Cast, post: Post, phone: Contact
) -> None:
    waiting, gone = post.queued(key="w"), post.queued(key="g")
    Message.objects.filter(pk=gone.pk).update(state="sent")
    with act(cast.system, at=later(1)) as tx:
        assert withdraw(tx, key="w", why="moved") is not None
        assert withdraw(tx, key="g", why="moved") is None
        assert withdraw(tx, key="nothing", why="moved") is None
    assert (post.now(waiting).state, post.now(waiting).why) == ("withdrawn", "moved")
    assert post.now(gone).state == "sent"


def test_the_row_holds_no_words_and_no_address(on: None, post: Post, phone: Contact) -> None:
    row = post.queued()
    stored = " ".join(str(value) for value in Message.objects.filter(pk=row.pk).values().get().values())
    assert "call us" not in stored.lower()
    assert phone.value not in stored

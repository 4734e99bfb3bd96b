"""One message on its way: written before the call, answered after it, and never sent again by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from slowdrip.clinic.notices import actions, queueing, sending
from slowdrip.clinic.notices.course import BACKOFF, MOST_TRIES
from slowdrip.clinic.notices.gateways import Bounced, Outcome, Refused, Sent, Unsure
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.notices.queueing import Body, queue
from slowdrip.clinic.notices.tests.conftest import KIND, Noting, Post, later
from slowdrip.clinic.people.actions import edit_contact
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Tx, act
from tests.cast import DAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]


class Killed(BaseException):
    """The process ends here."""


def killed() -> Outcome:
    raise Killed


def delivered(cast: Cast, gateway: Noting, *, at: datetime = DAY) -> int:
    return sending.deliver(cast.harbor.pk, now=lambda: at, by={"text": gateway, "email": gateway})


def worded(monkeypatch: pytest.MonkeyPatch, build: Callable[[Tx, Message], Body | None]) -> None:
    monkeypatch.setitem(queueing._kinds, KIND, queueing.Kind(build))


def test_a_due_message_is_sent_once(cast: Cast, post: Post, phone: Contact) -> None:
    row, gateway = post.queued(), Noting()
    assert [delivered(cast, gateway), delivered(cast, gateway, at=later(1))] == [1, 0]
    assert gateway.given == [(phone.value, Body("News for you", "Please call us."))]
    assert (post.now(row).state, post.now(row).done_at) == ("sent", DAY)


def test_sending_is_committed_before_the_call(cast: Cast, post: Post, phone: Contact) -> None:
    seen: list[str] = []
    row = post.queued()

    def says() -> Outcome:
        seen.append(post.now(row).state)
        return Sent()

    delivered(cast, Noting(says))
    assert seen == ["sending"]


def test_a_message_that_is_not_due_waits(cast: Cast, post: Post, phone: Contact) -> None:
    post.queued(due_at=later(5))
    gateway = Noting()
    assert [delivered(cast, gateway, at=later(4.9)), delivered(cast, gateway, at=later(5))] == [0, 1]


def test_what_a_crash_leaves_becomes_unknown_and_is_not_sent_again(cast: Cast, post: Post, phone: Contact) -> None:
    row, gateway = post.queued(), Noting(killed)
    with pytest.raises(Killed):
        delivered(cast, gateway)
    assert post.now(row).state == "sending"
    sending.tick(cast.harbor.pk, later(0.99))
    assert post.now(row).state == "sending"
    sending.tick(cast.harbor.pk, later(1))
    assert (post.now(row).state, post.now(row).why) == ("unknown", "no_word")
    for minutes in (2, 60, 6000):
        delivered(cast, gateway, at=later(minutes))
    assert len(gateway.given) == 1


def test_a_person_decides_about_an_unknown_one(cast: Cast, post: Post, phone: Contact) -> None:
    nurse, gateway = cast.nurse.acting, Noting(lambda: Unsure("text_no_answer"))
    first, second = post.queued(), post.queued(due_at=later(-1))
    Message.objects.filter(pk=second.pk).update(kind="other")
    queueing._kinds["other"] = queueing._kinds[KIND]
    delivered(cast, gateway)
    delivered(cast, gateway)
    assert {post.now(first).state, post.now(second).state} == {"unknown"}
    actions.arrived(nurse, first.pk, at=later(2))
    actions.send_again(nurse, second.pk, at=later(2))
    delivered(cast, gateway, at=later(3))
    assert len(gateway.given) == 3
    assert (post.now(first).state, post.now(first).why) == ("sent", "said_arrived")


def test_an_answer_after_a_minute_still_counts(cast: Cast, post: Post, phone: Contact) -> None:
    row = post.queued()
    parcel = sending.claimed(cast.system, row.pk, at=DAY)
    assert parcel is not None
    sending.tick(cast.harbor.pk, later(2))
    sending.settle(cast.system, parcel, Sent(), at=later(3))
    assert post.now(row).state == "sent"


def test_an_answer_after_a_person_decided_changes_nothing(cast: Cast, post: Post, phone: Contact) -> None:
    row = post.queued()
    parcel = sending.claimed(cast.system, row.pk, at=DAY)
    assert parcel is not None
    sending.tick(cast.harbor.pk, later(2))
    actions.by_hand(cast.nurse.acting, row.pk, at=later(3))
    sending.settle(cast.system, parcel, Bounced("text_410"), at=later(4))
    assert (post.now(row).state, post.now(row).way) == ("waiting", "hand")


def test_a_late_refusal_of_an_unknown_one_is_shown_and_not_tried_again(cast: Cast, post: Post, phone: Contact) -> None:
    row = post.queued()
    parcel = sending.claimed(cast.system, row.pk, at=DAY)
    assert parcel is not None
    sending.tick(cast.harbor.pk, later(2))
    sending.settle(cast.system, parcel, Refused("text_503"), at=later(3))
    assert post.now(row).state == "failed"


def test_a_gateway_that_is_away_is_tried_five_times(cast: Cast, post: Post, phone: Contact) -> None:
    row, gateway = post.queued(), Noting(lambda: Refused("text_unreachable"))
    at = DAY
    for wait in (*BACKOFF, timedelta(0)):
        assert delivered(cast, gateway, at=at) == 1
        assert delivered(cast, gateway, at=at + wait - timedelta(seconds=1)) == 0
        at += wait
    assert (post.now(row).state, post.now(row).why, post.now(row).tries) == ("failed", "text_unreachable", MOST_TRIES)
    assert delivered(cast, gateway, at=at + timedelta(days=1)) == 0


def test_a_lasting_refusal_fails_at_once(cast: Cast, post: Post, phone: Contact) -> None:
    row = post.queued()
    delivered(cast, Noting(lambda: Refused("text_422", lasting=True)))
    assert (post.now(row).state, post.now(row).tries) == ("failed", 1)
    assert not Stop.objects.exists()


def test_a_bounce_stops_the_contact_and_the_next_message_goes_another_way(
    cast: Cast, post: Post, phone: Contact, email: Contact
) -> None:
    row, gateway = post.queued(), Noting(lambda: Bounced("text_410"))
    delivered(cast, gateway)
    assert post.now(row).state == "bounced"
    assert Stop.objects.get().contact == phone
    actions.send_again(cast.nurse.acting, row.pk, at=later(1))
    gateway.says = Sent
    delivered(cast, gateway, at=later(1))
    assert [to for to, _body in gateway.given] == [phone.value, email.value]


def test_a_contact_that_became_unsafe_meanwhile_gets_nothing(cast: Cast, post: Post, phone: Contact) -> None:
    row, gateway = post.queued(), Noting()
    edit_contact(cast.nurse.acting, phone.pk, value=phone.value, safe=False, at=DAY)
    delivered(cast, gateway)
    assert gateway.given == []
    assert (post.now(row).way, post.now(row).state) == ("hand", "waiting")


def test_a_number_that_was_mended_meanwhile_is_the_one_that_is_used(cast: Cast, post: Post, phone: Contact) -> None:
    post.queued()
    edit_contact(cast.nurse.acting, phone.pk, value="+1 555 0199", safe=True, at=DAY)
    gateway = Noting()
    delivered(cast, gateway)
    assert [to for to, _body in gateway.given] == ["+1 555 0199"]


def test_after_its_time_a_message_is_withdrawn_unsent(cast: Cast, post: Post, phone: Contact) -> None:
    row, gateway = post.queued(until=later(10)), Noting()
    assert delivered(cast, gateway, at=later(10)) == 0
    assert (post.now(row).state, post.now(row).why) == ("withdrawn", "too_late")


def test_after_an_outage_the_newest_of_a_kind_is_sent_and_no_flood(cast: Cast, post: Post, phone: Contact) -> None:
    rows = [post.queued(due_at=later(minutes)) for minutes in (3, 1, 2)]
    gateway = Noting()
    assert delivered(cast, gateway, at=later(20)) == 1
    assert [post.now(row).state for row in rows] == ["sent", "withdrawn", "withdrawn"]
    assert {post.now(row).why for row in rows[1:]} == {"newer_one"}


def test_a_colleague_is_told_of_each_patient(cast: Cast, post: Post, phone: Contact) -> None:
    nurse = cast.nurse.member.actor_id
    with act(cast.system, at=DAY) as tx:
        for subject in (cast.harbor.pk, cast.northside.pk):
            queue(tx, kind=KIND, key=f"case:{subject}", to_staff=nurse, subject_id=subject, due_at=DAY)
    gateway = Noting()
    assert delivered(cast, gateway, at=later(5)) == 2
    assert {to for to, _body in gateway.given} == {cast.nurse.user.email}


def test_a_late_message_waits_for_the_morning_and_a_punctual_one_does_not(
    cast: Cast, post: Post, phone: Contact
) -> None:
    """Harbor's clock is that of New York: 06:00 UTC is one or two in the night."""
    night = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
    post.queued(due_at=DAY)
    gateway = Noting()
    assert delivered(cast, gateway, at=night) == 0
    assert delivered(cast, gateway, at=night + timedelta(hours=7)) == 1
    post.queued(due_at=night + timedelta(days=1))
    assert delivered(cast, gateway, at=night + timedelta(days=1, minutes=1)) == 1


def test_words_about_health_go_to_no_gateway(
    cast: Cast, post: Post, phone: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded(monkeypatch, lambda tx, message: Body("News", "Your ketamine visit is tomorrow."))
    row, gateway = post.queued(), Noting()
    assert delivered(cast, gateway) == 0
    assert (post.now(row).way, post.now(row).state, post.now(row).why) == ("hand", "waiting", "not_plain")


def test_a_colleague_may_read_the_name_of_their_clinic_and_nothing_about_a_patient(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    words = ("A case at Harbor Ketamine Clinic waits.", "Ketamine at Harbor Ketamine Clinic.")
    worded(monkeypatch, lambda tx, message: Body("", words[int(message.key)]))
    for number in range(len(words)):
        with act(cast.system, at=DAY) as tx:
            queue(tx, kind=KIND, key=str(number), to_staff=cast.nurse.member.actor_id, due_at=DAY)
        sent.append(delivered(cast, Noting()))
    assert sent == [1, 0]


def test_words_that_nobody_needs_are_not_sent(
    cast: Cast, post: Post, phone: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded(monkeypatch, lambda tx, message: None)
    row = post.queued()
    assert delivered(cast, Noting()) == 0
    assert (post.now(row).state, post.now(row).why) == ("withdrawn", "not_needed")


def test_broken_words_leave_nothing_behind_and_fail_in_the_end(
    cast: Cast, post: Post, phone: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(tx: Tx, message: Message) -> Body:
        queue(tx, kind=KIND, key="beside", patient=post.patient, due_at=later(9_000))
        raise LookupError

    worded(monkeypatch, build)
    row, at = post.queued(), DAY
    for wait in (*BACKOFF, timedelta(0)):
        delivered(cast, Noting(), at=at)
        at += wait
    assert (post.now(row).state, post.now(row).why) == ("failed", "words_failed")
    assert not Message.objects.filter(key="beside").exists()


def test_what_the_words_need_commits_with_sending(
    cast: Cast, post: Post, phone: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(tx: Tx, message: Message) -> Body:
        queue(tx, kind=KIND, key="beside", patient=post.patient, due_at=later(9_000))
        return Body("News", "Please call us.")

    worded(monkeypatch, build)
    post.queued()
    with pytest.raises(Killed):
        delivered(cast, Noting(killed))
    assert Message.objects.filter(key="beside").exists()


def test_a_gateway_that_breaks_leaves_the_message_unknown(cast: Cast, post: Post, phone: Contact) -> None:
    def breaks() -> Outcome:
        raise RuntimeError

    row = post.queued()
    delivered(cast, Noting(breaks))
    assert (post.now(row).state, post.now(row).why) == ("unknown", "gateway_broke")


def test_a_gateway_that_is_away_is_left_alone_for_the_rest_of_the_round(
    cast: Cast, post: Post, phone: Contact, email: Contact
) -> None:
    for kind in ("one", "two", "three"):
        queueing._kinds[kind] = queueing._kinds[KIND]
        row = post.queued()
        Message.objects.filter(pk=row.pk).update(kind=kind)
    gateway = Noting(lambda: Refused("text_unreachable"))
    assert delivered(cast, gateway) == 1


def test_nothing_of_another_clinic_is_sent(cast: Cast, post: Post, phone: Contact) -> None:
    post.queued()
    gateway = Noting()
    assert sending.deliver(cast.northside.pk, now=lambda: DAY, by={"text": gateway}) == 0
    assert gateway.given == []

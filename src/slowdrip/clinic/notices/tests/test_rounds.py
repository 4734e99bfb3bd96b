"""One round: colleagues first, a way that gave no answer is left alone, and what must wait takes nobody's turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from slowdrip.clinic.notices import actions, course, due, queries, queueing, sending
from slowdrip.clinic.notices.gateways import Outcome, Refused, Sent, Unsure
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, queue
from slowdrip.clinic.notices.tests.conftest import KIND, ON, Noting, Post, later
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Tx, act
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from tests.cast import DAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
NIGHT = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
"""One or two in the night at Harbor, whose clock is that of New York."""


def to_nurse(cast: Cast, *, key: str = "case", at: datetime = DAY) -> Message:
    with act(cast.system, at=at) as tx:
        return queue(tx, kind=KIND, key=key, to_staff=cast.nurse.member.actor_id, due_at=at)


def of_kinds(post: Post, *names: str) -> list[Message]:
    """One message to the patient of each kind, so that none overtakes another."""
    rows = [post.queued() for _name in names]
    for row, name in zip(rows, names, strict=True):
        queueing._kinds[name] = queueing._kinds[KIND]
        Message.objects.filter(pk=row.pk).update(kind=name)
    return rows


def held_back(post: Post, count: int) -> None:
    """So many messages to the patient that are late and wait for the morning."""
    row = post.queued(due_at=DAY)
    copies = [Message.objects.get(pk=row.pk) for _each in range(count - 1)]
    for number, copy in enumerate(copies):
        copy.pk, copy.key, copy.kind = uuid7(), f"held:{number}", f"held{number}"
    Message.objects.bulk_create(copies)


def delivered(cast: Cast, gateway: Noting, *, at: datetime = DAY, **more: Noting) -> int:
    return sending.deliver(cast.harbor.pk, now=lambda: at, by={"text": gateway, "email": gateway, **more})


def test_a_text_gateway_that_gives_no_answer_keeps_no_colleague_waiting(cast: Cast, post: Post, phone: Contact) -> None:
    order: list[str] = []

    def noting(way: str, outcome: Outcome) -> Callable[[], Outcome]:
        def says() -> Outcome:
            order.append(way)
            return outcome

        return says

    texts = of_kinds(post, "one", "two", "three")
    case = to_nurse(cast, at=later(1))
    hangs, mails = Noting(noting("text", Unsure("text_no_answer"))), Noting(noting("email", Sent()))
    assert delivered(cast, hangs, at=later(2), email=mails) == 2
    assert order == ["email", "text"]
    assert post.now(case).state == "sent"
    assert sorted(post.now(row).state for row in texts) == ["unknown", "waiting", "waiting"]
    delivered(cast, hangs, at=later(3), email=mails)
    assert sorted(post.now(row).state for row in texts) == ["unknown", "unknown", "waiting"]


def test_a_refusal_that_may_be_about_us_fails_one_message_a_round(cast: Cast, post: Post, phone: Contact) -> None:
    rows = of_kinds(post, "one", "two")
    assert delivered(cast, Noting(lambda: Refused("smtp_550", lasting=True))) == 1
    assert sorted(post.now(row).state for row in rows) == ["failed", "waiting"]


def test_clinics_share_what_is_closed_in_a_round(cast: Cast, post: Post, phone: Contact) -> None:
    post.queued()
    this_round, gateway = due.Round(closed={"text"}), Noting()
    assert sending.deliver(cast.harbor.pk, now=lambda: DAY, by={"text": gateway}, this_round=this_round) == 0
    by_mail = replace(due.Round(), ways=frozenset({"email"}))
    assert sending.deliver(cast.harbor.pk, now=lambda: DAY, by={"text": gateway}, this_round=by_mail) == 0
    assert delivered(cast, gateway) == 1


def test_a_slow_gateway_gives_the_turn_back(
    cast: Cast, post: Post, phone: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_kinds(post, "one", "two", "three")
    clock = iter(range(0, 1000, 7))
    monkeypatch.setattr(sending, "monotonic", lambda: next(clock))
    assert [delivered(cast, Noting()), delivered(cast, Noting()), delivered(cast, Noting())] == [1, 1, 1]


def test_what_waits_for_the_morning_takes_nobodys_turn(cast: Cast, post: Post, phone: Contact) -> None:
    held_back(post, due.MOST_AT_ONCE + 30)
    row = post.queued(due_at=NIGHT)
    Message.objects.filter(pk=row.pk).update(kind="other")
    queueing._kinds["other"] = queueing._kinds[KIND]
    case = to_nurse(cast, at=NIGHT)
    gateway = Noting()
    assert delivered(cast, gateway, at=NIGHT) == 2
    assert {post.now(row).state, post.now(case).state} == {"sent"}


def test_a_message_behind_those_that_wait_for_the_morning_hangs(cast: Cast, post: Post, phone: Contact) -> None:
    held_back(post, due.MOST_AT_ONCE + 30)
    case = to_nurse(cast, at=NIGHT)
    with tenant(cast.harbor.pk):
        assert queries.hanging(cast.harbor.pk, before=NIGHT, at=NIGHT) == 1
        Message.objects.filter(pk=case.pk).update(state="sent")
        assert queries.hanging(cast.harbor.pk, before=NIGHT, at=NIGHT) == 0


def test_the_look_behind_those_that_wait_ends(
    cast: Cast, post: Post, phone: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "MOST_LOOKED_AT", due.PAGE)
    held_back(post, due.PAGE)
    case = to_nurse(cast, at=NIGHT)
    with tenant(cast.harbor.pk):
        assert queries.hanging(cast.harbor.pk, before=NIGHT, at=NIGHT) == 0
    assert delivered(cast, Noting(), at=NIGHT) == 1
    assert post.now(case).state == "sent"


def test_words_at_which_the_database_breaks_stop_no_other(
    cast: Cast, post: Post, phone: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tx: Tx, message: Message) -> Body:
        with connection.cursor() as cursor:
            cursor.execute("select nothing from nowhere")
        raise AssertionError

    first, second = of_kinds(post, "broken", "whole")
    monkeypatch.setitem(queueing._kinds, "broken", queueing.Kind(broken))
    assert delivered(cast, Noting()) == 1
    row = post.now(first)
    assert (row.state, row.why, row.try_at, post.now(second).state) == ("waiting", "words_failed", later(1), "sent")


def test_an_answer_to_the_try_before_somebody_asked_again_changes_nothing(
    cast: Cast, post: Post, phone: Contact
) -> None:
    row = post.queued()
    old = sending.claimed(cast.system, row.pk, at=DAY)
    sending.tick(cast.harbor.pk, later(2))
    actions.send_again(cast.nurse.acting, row.pk, at=later(3))
    new = sending.claimed(cast.system, row.pk, at=later(3))
    assert old is not None
    assert new is not None
    sending.settle(cast.system, old, Refused("text_422", lasting=True), at=later(4))
    assert post.now(row).state == "sending"
    sending.settle(cast.system, new, Sent(), at=later(4))
    assert post.now(row).state == "sent"


def test_whoever_asks_again_gives_all_tries_and_the_count_never_falls(cast: Cast, post: Post, phone: Contact) -> None:
    row, gateway, at, counts = post.queued(), Noting(lambda: Refused("text_unreachable")), DAY, [0]
    for _again in range(2):
        for wait in (*course.BACKOFF, timedelta(minutes=1)):
            assert delivered(cast, gateway, at=at) == 1
            counts.append(post.now(row).tries)
            at += wait
        assert post.now(row).state == "failed"
        actions.send_again(cast.nurse.acting, row.pk, at=at)
        counts.append(post.now(row).tries)
    assert counts == sorted(counts)
    assert [course.begun_anew(tries) for tries in (0, 1, 4, 5, 6, 10)] == [0, 5, 5, 5, 10, 10]


def test_without_a_public_address_patients_are_told_by_hand_and_colleagues_are_not(
    cast: Cast, post: Post, phone: Contact
) -> None:
    before = post.queued()
    with override_settings(**{**ON, "SLOWDRIP_PUBLIC_URL": ""}):
        Message.objects.filter(pk=before.pk).update(kind="other")
        queueing._kinds["other"] = queueing._kinds[KIND]
        after, case, gateway = post.queued(), to_nurse(cast), Noting()
        assert delivered(cast, gateway) == 1
    assert [to for to, _body in gateway.given] == [cast.nurse.user.email]
    assert {(post.now(row).state, post.now(row).way) for row in (before, after)} == {("waiting", "hand")}
    assert post.now(case).state == "sent"


def test_a_colleague_may_read_the_address_of_their_clinic(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Body("", "Look at https://nycketamine.example/harbor/")
    monkeypatch.setitem(queueing._kinds, KIND, queueing.Kind(lambda tx, message: words))
    to_nurse(cast)
    with override_settings(SLOWDRIP_PUBLIC_URL="https://nycketamine.example"):
        assert delivered(cast, Noting()) == 1

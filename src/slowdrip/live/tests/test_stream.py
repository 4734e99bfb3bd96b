"""The stream: who may open it, what a returning screen gets, and when it must start anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import Outbox
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.queries import head_seq
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.live.hub import Message
from slowdrip.live.reading import MOST_MISSED, look, missed
from slowdrip.live.views import wire
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs

pytestmark = pytest.mark.django_db


def publish(cast: Cast, times: int = 1) -> list[int]:
    """Publishes news and gives their numbers."""
    with tenant(cast.harbor.pk):
        before = head_seq(cast.harbor.pk)
    with act(cast.nurse.acting, at=DAY) as tx:
        for _ in range(times):
            tx.publish("infusion", cast.harbor.pk)
    return list(range(before + 1, before + 1 + times))


def test_a_look_gives_what_is_new_and_nothing_twice(cast: Cast) -> None:
    first, second = publish(cast, 2)
    assert [row.seq for row in look(cast.harbor.pk, first - 1).news] == [first, second]
    assert [row.seq for row in look(cast.harbor.pk, first).news] == [second]
    assert look(cast.harbor.pk, second).news == []


def test_a_screen_that_was_away_gets_what_it_missed(cast: Cast) -> None:
    first, second, third = publish(cast, 3)
    rows = missed(cast.harbor.pk, first)
    assert rows is not None
    assert [row.seq for row in rows] == [second, third]


def test_a_screen_that_missed_nothing_starts_where_it_is(cast: Cast) -> None:
    (last,) = publish(cast)
    assert missed(cast.harbor.pk, last) == []


def test_a_screen_away_past_the_expiry_starts_anew(cast: Cast) -> None:
    (seen,) = publish(cast)
    publish(cast)
    with tenant(cast.harbor.pk):
        Outbox.objects.filter(clinic=cast.harbor).delete()
    assert missed(cast.harbor.pk, seen) is None


def test_a_screen_that_claims_to_be_ahead_starts_anew(cast: Cast) -> None:
    (last,) = publish(cast)
    assert missed(cast.harbor.pk, last + 1000) is None


def test_a_screen_too_far_behind_starts_anew(cast: Cast) -> None:
    first = publish(cast, MOST_MISSED + 2)[0]
    assert missed(cast.harbor.pk, first) is None


def test_news_carry_ids_only(cast: Cast) -> None:
    publish(cast)
    row = look(cast.harbor.pk, 0).news[-1]
    text = wire(Message(row.topic, {"topic": row.topic, "id": str(row.subject_id)}, seq=row.seq))
    assert text == f'id: {row.seq}\nevent: infusion\ndata: {{"topic":"infusion","id":"{cast.harbor.pk}"}}\n\n'


def test_opening_the_stream_is_no_sign_of_life(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.nurse)
    client.get("/harbor/day/")
    session = client.session
    seat = {**session["slowdrip_seat"], "seen": (now() - timedelta(seconds=60)).isoformat()}
    session["slowdrip_seat"] = seat
    session.save()
    client.get("/harbor/stream")
    assert client.session["slowdrip_seat"] == seat
    client.get("/harbor/day/")
    assert client.session["slowdrip_seat"] != seat

"""A database that is away answers 503 and says whether something was saved; it never claims more than is known."""

import pytest
from django.db import OperationalError
from django.test import Client

from slowdrip.clinic.chart.views import taps
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions import charting
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record import acting
from slowdrip.clinic.record.moment import now
from slowdrip.site import problems
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.visit import Visit, build_visit

pytestmark = pytest.mark.django_db
NOTHING = "nothing of it was saved"
UNSURE = "not certain whether this was saved"


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return build_visit(cast)


@pytest.fixture
def nurse(cast: Cast, client_as: ClientAs) -> Client:
    client = client_as(cast.nurse)
    client.raise_request_exception = False
    return client


def away(*_: object, **__: object) -> None:
    raise OperationalError("the connection is lost")


def tapped(nurse: Client, visit: Visit) -> tuple[int, str]:
    at = now().isoformat()
    answer = nurse.post(f"/harbor/drips/{visit.infusion.pk}/tap/", {"kind": "site_fine", "occurred_at": at})
    return answer.status_code, answer.content.decode()


def nothing_is_claimed_lost_that_was_not(nurse: Client, visit: Visit, patch: pytest.MonkeyPatch) -> None:
    """The entry is committed; the page that says so can no longer be read."""
    before = InfusionEvent.objects.filter(infusion=visit.infusion).count()
    patch.setattr(taps, "charted_line", away)
    status, words = tapped(nurse, visit)
    assert InfusionEvent.objects.filter(infusion=visit.infusion).count() > before
    assert (status, UNSURE in words, NOTHING in words) == (503, True, False)


def test_away_while_it_is_stored_nothing_was_saved(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = InfusionEvent.objects.filter(infusion=visit.infusion).count()
    monkeypatch.setattr(charting, "store", away)
    status, words = tapped(nurse, visit)
    assert (status, NOTHING in words, UNSURE in words) == (503, True, False)
    assert InfusionEvent.objects.filter(infusion=visit.infusion).count() == before


def test_away_before_the_page_is_reached_nothing_was_saved(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.seat_of", away)
    status, words = tapped(nurse, visit)
    assert (status, NOTHING in words) == (503, True)


def test_away_after_it_was_stored_says_that_it_is_not_certain(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_is_claimed_lost_that_was_not(nurse, visit, monkeypatch)


def test_planted_fault_a_page_that_always_says_nothing_was_saved_is_noticed(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "_may_have_saved", lambda request: False)
    with pytest.raises(AssertionError):
        nothing_is_claimed_lost_that_was_not(nurse, visit, monkeypatch)


def test_away_at_the_commit_itself_is_not_told_as_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost_at_the_commit() -> None:
        with acting.act(cast.nurse.acting, at=now()) as tx:
            tx.complete = True
            away()

    with pytest.raises(OperationalError) as raised:
        lost_at_the_commit()
    assert not hasattr(raised.value, "__notes__")


def test_a_page_that_only_reads_is_broken_as_before(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.seat_of", away)
    assert nurse.get("/harbor/").status_code == 500


def test_another_fault_in_a_form_is_broken_as_before(
    nurse: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "chart", wrong)
    assert tapped(nurse, visit)[0] == 500

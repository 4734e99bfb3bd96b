"""Two tabs share one session: what a page sends is entered for whoever it was made for, or not at all."""

from uuid import uuid4

import pytest
from django.test import Client

from slowdrip.clinic.chart.tests.pages import url
from slowdrip.clinic.infusion.actions.charting import KEPT
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Void
from tests.cast import Cast
from tests.visit import Visit

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def charted(client: Client, visit: Visit, **fields: str) -> str:
    """Taps "IV site fine"; gives the id of the entry."""
    sent = {"event_id": str(uuid4()), "kind": "site_fine", **fields}
    assert client.post(url(visit, "tap"), sent, headers=HX).status_code == 200
    return sent["event_id"]


def undo_of_another_page_is_refused(client: Client, visit: Visit, cast: Cast) -> None:
    event_id = charted(client, visit)
    page_of_another = {"page_actor": str(cast.nurse.acting.actor_id)}
    answer = client.post(url(visit, "void", event=event_id), page_of_another, headers=HX)
    assert answer.status_code == 422
    assert "This screen changed hands" in answer.content.decode()
    assert not Void.objects.filter(target_id=event_id).exists()


def test_an_act_on_the_page_of_somebody_else_is_refused_with_words(second: Client, visit: Visit, cast: Cast) -> None:
    undo_of_another_page_is_refused(second, visit, cast)


def test_planted_fault_an_act_under_the_name_of_the_session_is_noticed(
    second: Client, visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.chart.views.answers.own_page", lambda request: None)
    with pytest.raises(AssertionError):
        undo_of_another_page_is_refused(second, visit, cast)


def test_an_ending_and_another_time_are_refused_from_the_page_of_somebody_else(
    second: Client, visit: Visit, cast: Cast
) -> None:
    event_id = charted(second, visit)
    page_of_another = {"page_actor": str(cast.nurse.acting.actor_id), "event_id": str(uuid4())}
    earlier = second.post(url(visit, "again", event=event_id), {**page_of_another, "earlier_min": "5"}, headers=HX)
    ending = {**page_of_another, "reason": "chest pain"}
    ended = second.post(url(visit, "enter", kind="transferred_ems"), ending, headers=HX)
    assert (earlier.status_code, ended.status_code) == (422, 422)
    assert all("This screen changed hands" in answer.content.decode() for answer in (earlier, ended))
    assert not InfusionEvent.objects.filter(id=page_of_another["event_id"]).exists()


def test_ones_own_page_is_served_and_ones_own_id_is_no_other_hand(second: Client, visit: Visit, cast: Cast) -> None:
    own = str(cast.second_nurse.acting.actor_id)
    event_id = charted(second, visit, captured_by=own)
    row = InfusionEvent.objects.get(id=event_id)
    assert str(row.by_id) == own
    assert row.source != KEPT
    assert second.post(url(visit, "void", event=event_id), {"page_actor": own}, headers=HX).status_code == 200


def test_a_call_for_help_is_not_kept_for_later_and_other_keys_are(second: Client, visit: Visit) -> None:
    page = second.get(url(visit, "chair")).content.decode()
    help_form = page.split('id="tap-help_called"')[1].split(">")[0]
    paused = page.split('id="tap-paused"')[1].split(">")[0]
    assert "data-queue" not in help_form
    assert "data-onetap-now" in help_form
    assert "data-queue" in paused


def test_a_form_whose_answer_was_lost_is_not_called_unsaved(second: Client) -> None:
    worker = second.get("/harbor/drips/worker.js").content.decode()
    sent, opened = worker.split('method === "POST" ? `')[1].split("` : `")
    assert "It is not known whether this was saved." in sent
    assert "Nothing of it was saved" not in sent
    assert "Nothing of it was saved" in opened.split("`")[0]


def test_the_screen_can_be_closed_without_the_server_and_says_that_no_alarm_comes(second: Client, visit: Visit) -> None:
    page = second.get(url(visit, "chair")).content.decode()
    closed = page.split("<template data-closed-here>")[1].split("</template>")[0]
    assert "No alarms from here" in closed
    assert visit.patient.mrn not in closed

"""The outbox, the words made on demand, the decisions, what stands on a colleague's screen, and the patient's panel."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.notices import actions, configured, queueing
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.notices.queries import outbox
from slowdrip.clinic.notices.queueing import Body, queue
from slowdrip.clinic.notices.tests.conftest import KIND, ON, Post, later
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs
from tests.pages import look_at

pytestmark = pytest.mark.django_db
PAGE = "/harbor/messages/"


@pytest.fixture(autouse=True)
def nothing_leaves(off: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No gateway, and every page believes that it is five minutes later."""
    look_at(monkeypatch, later(5))


@pytest.fixture
def nurse(cast: Cast, client_as: ClientAs) -> Client:
    return client_as(cast.nurse)


def text_of(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def decide(client: Client, row: Message, what: str) -> int:
    return int(client.post(f"{PAGE}{row.pk}/decide/", {"what": what}).status_code)


def in_state(row: Message, state: str, *, why: str = "text_no_answer", way: str = "text") -> Message:
    Message.objects.filter(pk=row.pk).update(state=state, why=why, way=way, sending_at=DAY, tries=1)
    row.refresh_from_db()
    return row


def test_what_waits_stands_with_name_kind_and_safe_contact(nurse: Client, post: Post, phone: Contact) -> None:
    post.queued()
    page = text_of(nurse)
    for told in ("Ferreira, Maya", "Call us", phone.value, "No gateway is set up"):
        assert told in page
    assert "Please call us." not in page


def test_without_a_safe_contact_the_page_says_to_ask_at_the_visit(nurse: Client, post: Post) -> None:
    post.queued()
    assert "No safe contact: ask at the visit." in text_of(nurse)


def test_what_is_not_due_or_is_over_does_not_stand_there(nurse: Client, post: Post) -> None:
    post.queued(due_at=later(60))
    post.queued(until=later(4))
    page = text_of(nurse)
    assert "Nothing waits to be handed over." in page
    assert "1 message waits for its time." in page


def test_the_words_are_made_on_demand_and_stand_there_once(nurse: Client, post: Post) -> None:
    row = post.queued()
    response = nurse.post(f"{PAGE}{row.pk}/words/")
    assert "Please call us." in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert nurse.get(f"{PAGE}{row.pk}/words/").status_code == 405
    entry = AuditEntry.objects.get(action="message.words_shown")
    assert (entry.subject_id, "call" in entry.detail) == (row.pk, False)


def test_a_link_in_words_is_whole_without_any_set_up(
    nurse: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = queueing.Kind(lambda tx, message: Body("", f"Here: {configured.absolute('/p/harbor/token/')} Thank you."))
    monkeypatch.setitem(queueing._kinds, KIND, words)
    row = post.queued()
    for public, begins in (("", "http://testserver"), ("https://harbor.example/", "https://harbor.example")):
        with override_settings(SLOWDRIP_PUBLIC_URL=public):
            page = nurse.post(f"{PAGE}{row.pk}/words/").content.decode()
        assert f'<a href="{begins}/p/harbor/token/"' in page
    with override_settings(SLOWDRIP_PUBLIC_URL=""):
        assert configured.absolute("/p/") == "/p/"


def test_words_that_nobody_needs_take_the_message_off_the_list(
    nurse: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(queueing._kinds, KIND, queueing.Kind(lambda tx, message: None))
    row = post.queued()
    nurse.post(f"{PAGE}{row.pk}/words/")
    assert post.now(row).state == "withdrawn"


def test_words_that_cannot_be_made_are_said_and_nothing_changes(
    nurse: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = post.queued()
    monkeypatch.delitem(queueing._kinds, KIND)
    nurse.post(f"{PAGE}{row.pk}/words/")
    assert post.now(row).state == "waiting"
    assert "words could not be made" in text_of(nurse)


@pytest.mark.parametrize(
    ("what", "state", "why"),
    [("told", "sent", "told"), ("handed_over", "sent", "handed_over"), ("not_reached", "failed", "not_reached")],
)
def test_what_became_of_a_message_by_hand_is_one_key(
    nurse: Client, post: Post, what: str, state: str, why: str
) -> None:
    row = post.queued()
    assert decide(nurse, row, what) == 302
    assert (post.now(row).state, post.now(row).why) == (state, why)
    assert decide(nurse, row, what) == 302
    assert "Somebody decided already" in text_of(nurse)


@pytest.mark.parametrize(
    ("before", "what", "state", "way"),
    [
        ("unknown", "arrived", "sent", "text"),
        ("unknown", "again", "waiting", "hand"),
        ("unknown", "by_hand", "waiting", "hand"),
        ("failed", "again", "waiting", "hand"),
        ("failed", "by_hand", "waiting", "hand"),
        ("bounced", "let_go", "withdrawn", "text"),
        ("sent", "came_back", "bounced", "text"),
    ],
)
def test_a_person_decides_about_what_went_wrong(
    nurse: Client, post: Post, before: str, what: str, state: str, way: str
) -> None:
    row = in_state(post.queued(), before)
    decide(nurse, row, what)
    assert (post.now(row).state, post.now(row).way) == (state, way)


@pytest.mark.parametrize("what", ["arrived", "again", "by_hand", "came_back", "nonsense", ""])
def test_a_decision_that_does_not_fit_changes_nothing(nurse: Client, post: Post, what: str) -> None:
    row = post.queued()
    decide(nurse, row, what)
    assert (post.now(row).state, post.now(row).tries) == ("waiting", 0)


def test_what_waits_for_its_gateway_cannot_be_let_go_or_handed_over(nurse: Client, post: Post, phone: Contact) -> None:
    with override_settings(**ON):
        row = post.queued()
    for what in ("let_go", "told", "not_reached"):
        decide(nurse, row, what)
    assert post.now(row).state == "waiting"


def test_unknown_failed_and_bounced_stand_with_reason_and_fix(nurse: Client, post: Post, phone: Contact) -> None:
    for state, why in (("unknown", "no_word"), ("failed", "text_401"), ("bounced", "smtp_550")):
        in_state(post.queued(), state, why=why)
    page = text_of(nurse)
    for told in (
        "the program ended while it was being sent",
        "Ask the person before you send it again",
        "did not accept SLOWDRIP_TEXT_TOKEN",
        "the mail server refused it with 550",
        "Ask for a new number or address",
    ):
        assert told in page


def test_a_stop_stands_there_and_is_lifted(nurse: Client, post: Post, phone: Contact) -> None:
    stop_url = f"/harbor/contacts/{phone.pk}/stop/"
    assert nurse.post(stop_url, {"why": "nonsense"}).status_code == 302
    assert not Stop.objects.exists()
    response = nurse.post(stop_url, {"why": "said_stop", "back": "patient"})
    assert response["Location"] == f"/harbor/people/{post.patient.pk}/"
    nurse.post(stop_url, {"why": "wrong_number"})
    row = Stop.objects.get()
    assert "the person wants no messages there" in text_of(nurse)
    nurse.post(f"/harbor/stops/{row.pk}/lift/")
    row.refresh_from_db()
    assert row.lifted_by_id == post.cast.nurse.member.actor_id
    assert phone.value not in text_of(nurse)


def test_a_message_that_came_back_by_word_stops_its_contact(nurse: Client, post: Post, phone: Contact) -> None:
    with override_settings(**ON):
        row = post.queued()
    decide(nurse, in_state(row, "sent"), "came_back")
    assert Stop.objects.get().contact == phone


def test_the_panel_shows_the_last_messages_with_their_state(nurse: Client, post: Post, phone: Contact) -> None:
    in_state(post.queued(), "sent", why="")
    post.queued(due_at=later(600))
    page = text_of(nurse, f"/harbor/people/{post.patient.pk}/")
    for told in ("Call us", "waits for", "It came back", f"Send nothing to {phone.value} any more"):
        assert told in page


def noticed(cast: Cast, *, page: str = "") -> Message:
    queueing.register_words(KIND, lambda tx, message: Body("", "x"), name="A list waits", page=page)
    with act(cast.system, at=DAY) as tx:
        return queue(tx, kind=KIND, key="to:nurse", to_staff=cast.nurse.member.actor_id, due_at=DAY)


def test_a_colleague_sees_it_on_each_screen_until_they_say_so(cast: Cast, client_as: ClientAs, nurse: Client) -> None:
    row = noticed(cast, page="encounters:calls_due")
    assert 'hx-get="/harbor/messages/mine/"' in text_of(nurse, "/harbor/calls-due/")
    shown = text_of(nurse, f"{PAGE}mine/")
    assert "A list waits" in shown
    assert 'href="/harbor/calls-due/"' in shown
    other = client_as(cast.second_nurse)
    assert "A list waits" not in text_of(other, f"{PAGE}mine/")
    assert other.post(f"{PAGE}{row.pk}/seen/").status_code == 404
    assert nurse.post(f"{PAGE}{row.pk}/seen/", headers={"HX-Request": "true"}).status_code == 204
    assert nurse.post(f"{PAGE}{row.pk}/seen/").status_code == 302
    assert "A list waits" not in text_of(nurse, f"{PAGE}mine/")


def test_the_menu_has_the_number_that_waits(nurse: Client, post: Post) -> None:
    post.queued()
    in_state(post.queued(), "unknown")
    post.queued(due_at=later(60))
    assert '<span id="messages-waiting"' in text_of(nurse)
    assert '<span id="messages-waiting" class="navcount" hx-swap-oob="true">2<' in text_of(nurse, f"{PAGE}mine/")


def test_the_queries_of_the_outbox_do_not_grow_with_it(nurse: Client, post: Post, phone: Contact) -> None:
    def filled(more: Callable[[], object]) -> int:
        more()
        nurse.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            assert nurse.get(PAGE).status_code == 200
        return len(seen)

    def some() -> None:
        for state in ("waiting", "unknown", "failed", "bounced"):
            in_state(post.queued(), state, way="hand" if state == "waiting" else "text")

    one = filled(some)

    def many() -> None:
        for _each in range(5):
            some()

    assert filled(many) <= one
    with CaptureQueriesContext(connection) as seen:
        outbox(post.cast.nurse.acting, at=later(5))
    assert len(seen) == 7


def test_the_panel_asks_for_two_things(nurse: Client, post: Post, phone: Contact, maya: Patient) -> None:
    from slowdrip.clinic.notices.queries import contacts_with_stops, last_messages

    for _each in range(4):
        post.queued()
    actor = post.cast.nurse.acting
    with CaptureQueriesContext(connection) as seen:
        assert len(last_messages(actor, maya.pk, most=5)) == 4
        assert [row.is_stopped for row in contacts_with_stops(actor, maya.pk)] == [False]
    assert len(seen) == 2


def test_desk_may_send_and_the_auditor_sees_nothing(cast: Cast, client_as: ClientAs, post: Post) -> None:
    row = post.queued()
    auditor = client_as(cast.auditor)
    assert auditor.get(PAGE).status_code == 403
    assert decide(auditor, row, "told") == 403
    assert "own-messages" not in text_of(auditor, "/harbor/people/")
    decide(client_as(cast.desk), row, "told")
    assert post.now(row).state == "sent"


def test_another_clinics_message_and_contact_do_not_exist(cast: Cast, post: Post, phone: Contact) -> None:
    row, outsider = post.queued(), cast.outsider.acting
    for action in (actions.arrived, actions.send_again, actions.let_go, actions.seen, actions.words_for_hand):
        with pytest.raises(Message.DoesNotExist):
            action(outsider, row.pk, at=DAY)
    with pytest.raises(Contact.DoesNotExist):
        actions.stop(outsider, phone.pk, why="said_stop", at=DAY)


def test_a_mistaken_gateway_is_said_on_the_page(nurse: Client) -> None:
    with override_settings(**{**ON, "SLOWDRIP_TEXT_URL": "http://texts.example/"}):
        page = text_of(nurse)
    assert "SLOWDRIP_TEXT_URL" in page
    assert "it must begin with https" in page
    assert "Sent by itself: e-mail." in page


def test_an_address_that_nobody_set_is_said_on_the_page(nurse: Client) -> None:
    with override_settings(**{**ON, "SLOWDRIP_PUBLIC_URL": ""}):
        page = text_of(nurse)
    assert "SLOWDRIP_PUBLIC_URL" in page
    assert "links to patients would lead nowhere" in page
    with override_settings(**ON):
        assert "SLOWDRIP_PUBLIC_URL" not in text_of(nurse)


def test_too_late_to_send_again_is_said(nurse: Client, post: Post) -> None:
    row = in_state(post.queued(until=later(3)), "unknown")
    decide(nurse, row, "again")
    assert "The time for this message is over." in text_of(nurse)
    assert post.now(row).state == "unknown"

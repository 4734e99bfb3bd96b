"""The gateways against real servers on this machine: what each answer means, and what is never sent in the clear."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.test import override_settings

from slowdrip.clinic.notices import configured
from slowdrip.clinic.notices.gateways import Bounced, Outcome, Refused, Sent, Unsure, gateways, limited, smtp, text
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body
from slowdrip.clinic.notices.tests.conftest import OFF, ON
from slowdrip.clinic.notices.tests.servers import Came, free_port, mail_server, text_server

BODY = Body("News for you", 'Please call us: "now", {to} & ü')
NUMBER = "+1 (555) 0170"


@pytest.fixture
def mails() -> Iterator[Came]:
    with mail_server() as came:
        yield came


@pytest.fixture
def texts() -> Iterator[Came]:
    with text_server() as came:
        yield came


def mailed(came: Came) -> Outcome:
    with override_settings(**{**ON, "SLOWDRIP_SMTP_URL": f"smtp://127.0.0.1:{came.port}"}):
        return gateways()["email"].send("maya@example.org", BODY)


def texted(came: Came, **more: str) -> Outcome:
    with override_settings(**{**ON, "SLOWDRIP_TEXT_URL": f"http://127.0.0.1:{came.port}/v1/send?from=7", **more}):
        return gateways()["text"].send(NUMBER, BODY)


def test_a_mail_arrives_as_it_was_written(mails: Came) -> None:
    assert mailed(mails) == Sent()
    ((to, content),) = mails.mails
    assert to == "maya@example.org"
    assert "Subject: News for you" in content
    assert "From: desk@harbor.example" in content


@pytest.mark.parametrize(
    ("step", "said", "outcome"),
    [
        ("RCPT", "550 5.1.1 no such mailbox", Bounced("smtp_550")),
        ("RCPT", "550-5.1.1 no such\r\n550 5.1.1 mailbox", Bounced("smtp_550")),
        ("RCPT", "550 5.2.1 mailbox is off", Bounced("smtp_550")),
        ("RCPT", "550 no such mailbox", Refused("smtp_550", lasting=True)),
        ("RCPT", "550 5.7.1 relaying denied", Refused("smtp_550", lasting=True)),
        ("RCPT", "553 5.7.1 sender is not yours", Refused("smtp_553", lasting=True)),
        ("RCPT", "550 5.1.8 sender's domain is not there", Refused("smtp_550", lasting=True)),
        ("RCPT", "551 not local", Refused("smtp_551", lasting=True)),
        ("RCPT", "450 mailbox busy", Refused("smtp_450")),
        ("RCPT", "554 we do not like you", Refused("smtp_554", lasting=True)),
        ("MAIL", "451 try later", Refused("smtp_451")),
        ("MAIL", "550 not from you", Refused("smtp_550", lasting=True)),
        ("DATA", "421 closing", Refused("smtp_421")),
        ("content", "552 too long", Refused("smtp_552", lasting=True)),
        ("content", "451 disk is full", Refused("smtp_451")),
        ("hello", "554 closed", Refused("smtp_unreachable")),
    ],
)
def test_what_a_mail_server_says_is_understood(mails: Came, step: str, said: str, outcome: Outcome) -> None:
    mails.answers[step] = said
    assert mailed(mails) == outcome


def test_a_mail_server_that_takes_the_words_and_goes_away_leaves_it_open(mails: Came) -> None:
    mails.hangs = True
    assert mailed(mails) == Unsure("smtp_no_answer")


def test_a_mail_server_that_is_not_there_took_nothing() -> None:
    assert mailed(Came(port=free_port())) == Refused("smtp_unreachable")


def test_a_subject_with_a_line_break_is_refused_before_it_becomes_a_header(mails: Came) -> None:
    with override_settings(**{**ON, "SLOWDRIP_SMTP_URL": f"smtp://127.0.0.1:{mails.port}"}):
        outcome = gateways()["email"].send("maya@example.org", Body("News\nBcc: all@example.org", "x"))
    assert outcome == Refused("smtp_address", lasting=True)
    assert mails.mails == []


def test_a_text_arrives_with_its_token_and_nothing_in_it_changes_the_form(texts: Came) -> None:
    assert texted(texts) == Sent()
    ((headers, content),) = texts.texts
    assert content == {"to": "+15550170", "text": BODY.text}
    assert (headers["Authorization"], headers["path"]) == ("Bearer token", "/v1/send?from=7")


def test_a_template_of_ones_own_is_filled(texts: Came) -> None:
    template = '{"messages": [{"phone": "{to}", "content": "Clinic: {text}", "urgent": false}]}'
    assert texted(texts, SLOWDRIP_TEXT_BODY=template) == Sent()
    assert texts.texts[0][1] == {
        "messages": [{"phone": "+15550170", "content": f"Clinic: {BODY.text}", "urgent": False}]
    }


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, Sent()),
        (202, Sent()),
        (302, Refused("text_302", lasting=True)),
        (400, Refused("text_400", lasting=True)),
        (401, Refused("text_401")),
        (410, Bounced("text_410")),
        (429, Refused("text_429")),
        (500, Unsure("text_500")),
        (502, Unsure("text_502")),
        (503, Refused("text_503")),
    ],
)
def test_what_a_text_gateway_says_is_understood(texts: Came, status: int, outcome: Outcome) -> None:
    texts.status = status
    assert texted(texts) == outcome
    assert len(texts.texts) == 1


def test_a_text_gateway_that_hangs_leaves_it_open(texts: Came, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "TIMEOUT_S", 0.2)
    texts.hangs = True
    assert texted(texts) == Unsure("text_no_answer")


def test_a_server_that_answers_byte_by_byte_is_given_up(texts: Came, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "TOTAL_S", 0.4)
    texts.drips = True
    began = time.monotonic()
    assert texted(texts) == Unsure("no_answer_in_time")
    assert time.monotonic() - began < text.TIMEOUT_S / 2


def test_a_way_at_which_calls_hang_gets_no_more(texts: Came, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "TOTAL_S", 0.2)
    monkeypatch.setattr(limited, "_room", {"text": threading.BoundedSemaphore(1)})
    texts.drips = True
    assert [texted(texts), texted(texts)] == [Unsure("no_answer_in_time"), Refused("gateway_hangs")]
    assert len(texts.texts) == 1


def test_a_gateway_that_breaks_is_unsure_and_leaves_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaks:
        def send(self, to: str, body: Body) -> Outcome:
            raise LookupError

    monkeypatch.setattr(limited, "_room", {"text": threading.BoundedSemaphore(1)})
    way = limited.Limited(Message.Way.TEXT, Breaks())
    for _each in range(3):
        assert way.send(NUMBER, BODY) == Unsure("gateway_broke")
        until = time.monotonic() + 5
        while limited._room[Message.Way.TEXT]._value == 0 and time.monotonic() < until:
            time.sleep(0.001)


def test_a_text_gateway_that_is_not_there_took_nothing() -> None:
    assert texted(Came(port=free_port())) == Refused("text_unreachable")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SLOWDRIP_TEXT_URL", "http://texts.example/send", "not_https"),
        ("SLOWDRIP_TEXT_URL", "ftp://texts.example/send", "not_an_address"),
        ("SLOWDRIP_TEXT_URL", "texts.example", "not_an_address"),
        ("SLOWDRIP_TEXT_BODY", "{to} {text}", "not_a_template"),
        ("SLOWDRIP_TEXT_BODY", '{"to": "{to}"}', "not_a_template"),
        ("SLOWDRIP_SMTP_URL", "mail.example", "not_an_address"),
        ("SLOWDRIP_SMTP_FROM", "", "not_an_address"),
    ],
)
def test_a_mistaken_setting_turns_its_gateway_off_and_says_why(name: str, value: str, code: str) -> None:
    with override_settings(**{**ON, name: value}):
        assert configured.mistakes() == [configured.Wrong(name, code)]
        assert len(gateways()) == len(configured.ways_on()) == 1


@pytest.mark.parametrize(("address", "code"), [("", "links_lead_nowhere"), ("harbor.example", "not_an_address")])
def test_without_a_public_address_there_is_no_way_to_patients(address: str, code: str) -> None:
    with override_settings(**{**ON, "SLOWDRIP_PUBLIC_URL": address}):
        assert configured.ways_to_patients() == frozenset()
        assert configured.ways_on() == {"email", "text"}
        assert configured.mistakes() == [configured.Wrong("SLOWDRIP_PUBLIC_URL", code)]
    with override_settings(**{**OFF, "SLOWDRIP_PUBLIC_URL": address}):
        assert configured.mistakes() == []


def test_without_settings_or_in_the_demo_there_is_no_gateway() -> None:
    for settings in (OFF, {**ON, "DEMO": True}):
        with override_settings(**settings):
            assert dict(gateways()) == {}
            assert configured.mistakes() == []


def test_mail_leaves_this_machine_only_under_tls() -> None:
    for url, starts_tls, is_smtps in (
        ("smtp://mail.example:587", True, False),
        ("smtps://mail.example", False, True),
        ("smtp://localhost:25", False, False),
    ):
        with override_settings(**{**ON, "SLOWDRIP_SMTP_URL": url}):
            found = configured.mail()
        assert isinstance(found, configured.Mail)
        assert (found.starts_tls, found.is_smtps) == (starts_tls, is_smtps)


def test_a_mail_server_without_tls_gets_nothing(mails: Came, monkeypatch: pytest.MonkeyPatch) -> None:
    """This little server offers no STARTTLS; seen as one elsewhere, it must be refused before the words."""
    monkeypatch.setattr(configured, "LOOPBACK", frozenset())
    assert mailed(mails) == Refused("smtp_no_tls")
    assert mails.mails == []


def test_name_and_password_stand_in_no_printed_settings() -> None:
    with override_settings(**{**ON, "SLOWDRIP_SMTP_URL": "smtps://me:s%40cret@mail.example"}):
        mail, texts = configured.mail(), configured.texts()
    assert isinstance(mail, configured.Mail)
    assert mail.password == "s@cret"
    assert "s@cret" not in repr(mail)
    assert "token" not in repr(texts)


def test_no_call_lasts_as_long_as_a_message_may_stand_in_sending() -> None:
    from slowdrip.clinic.notices.course import SENDING_LASTS

    assert SENDING_LASTS.total_seconds() > limited.TOTAL_S * 1.5
    assert max(smtp.TIMEOUT_S, text.TIMEOUT_S) < limited.TOTAL_S

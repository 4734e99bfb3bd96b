"""The answer names the message, says yes or no, and why."""

from datetime import UTC, datetime

import hl7
import pytest

from slowdrip.exchange.hl7.acknowledging import acknowledge
from slowdrip.exchange.hl7.tests.messages import NAMES, message, read

AT = datetime(2026, 3, 2, 15, 4, 7, tzinfo=UTC)


def fields(answer: bytes) -> hl7.Message:
    return hl7.parse(answer.decode())


@pytest.mark.parametrize("name", NAMES)
def test_a_foreign_parser_reads_the_answer_and_finds_the_control_id(name: str) -> None:
    answer = fields(acknowledge(message(name), code="AA", reason="", at=AT))
    assert [str(segment[0]) for segment in answer] == ["MSH", "MSA"]
    assert (str(answer.segment("MSH")[3]), str(answer.segment("MSH")[9])) == ("SLOWDRIP", "ACK^R01^ACK")
    assert str(answer.segment("MSA")[1]) == "AA"
    assert answer.unescape(str(answer.segment("MSA")[2])) == read(message(name)).control_id


def test_a_refusal_carries_condition_severity_and_reason() -> None:
    answer = fields(acknowledge(message("pcd01_plain"), code="AR", reason="unsupported_version", at=AT))
    error = answer.segment("ERR")
    assert (str(error[3]), str(error[4]), str(error[8])) == ("203^^HL70357", "E", "unsupported_version")
    assert str(answer.segment("MSA")[1]) == "AR"


def test_the_answer_goes_back_to_the_sender_by_name() -> None:
    answer = fields(acknowledge(message("pcd01_plain"), code="AA", reason="", at=AT))
    assert str(answer.segment("MSH")[5]) == "CHAIRMON^00A1B2FFFE000001^EUI-64"
    assert str(answer.segment("MSH")[6]) == "Bramble Clinic"


@pytest.mark.parametrize("raw", [None, b"", b"GET / HTTP/1.1", b"\xff\xff", b"MSH", b"MSH|^~\\&"])
def test_what_was_never_readable_is_answered_all_the_same(raw: bytes | None) -> None:
    answer = fields(acknowledge(raw, code="AE", reason="not_hl7", at=AT))
    assert (str(answer.segment("MSA")[1]), str(answer.segment("MSA")[2])) == ("AE", "")


def test_a_bad_character_set_does_not_hide_the_control_id() -> None:
    raw = message("pcd01_plain").replace(b"UNICODE UTF-8", b"8859/99", 1)
    assert b"\rMSA|AR|PLAIN-1\r" in acknowledge(raw, code="AR", reason="bad_charset", at=AT)


def test_a_sender_cannot_write_segments_into_the_answer() -> None:
    raw = (
        message("pcd01_plain").replace(b"|PLAIN-1|", b"|A\\X0D\\MSA\\F\\AA|", 1).replace(b"CHAIRMON^", b"X\\X0D\\^", 1)
    )
    answer = acknowledge(raw, code="AE", reason="x\ry", at=AT)
    assert answer.count(b"\r") == 3


def test_two_answers_have_two_ids() -> None:
    one = acknowledge(message("pcd01_plain"), code="AA", reason="", at=AT)
    other = acknowledge(message("pcd01_plain"), code="AA", reason="", at=AT.replace(second=8))
    assert fields(one).segment("MSH")[10] != fields(other).segment("MSH")[10]

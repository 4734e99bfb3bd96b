"""A message that cannot be read is refused as a whole, with a reason that the sender gets."""

from datetime import UTC, datetime

import pytest

from slowdrip.exchange.hl7.parsing import read_message
from slowdrip.exchange.hl7.segments import MAX_SEGMENTS
from slowdrip.exchange.hl7.tests.messages import RECEIVED_AT, message, read
from slowdrip.exchange.hl7.unreadable import CONDITIONS, Unreadable

PLAIN = message("pcd01_plain")
LATIN = message("latin1_names")
MANY = b"OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1|97|262688^MDC_DIM_PERCENT^MDC|||||R\r" * MAX_SEGMENTS

REFUSED = [
    (b"", "not_hl7", "AE"),
    (b"\r\r", "not_hl7", "AE"),
    (b"hello", "not_hl7", "AE"),
    (b"GET / HTTP/1.1\r\nHost: x\r\n", "no_msh", "AE"),
    (b"\xff\xfeM\x00S\x00H\x00", "not_hl7", "AE"),
    (PLAIN.partition(b"\r")[2], "no_msh", "AE"),
    (b"BHS|^~\\&|x\r" + PLAIN, "no_msh", "AE"),
    (b"MSH", "bad_separators", "AE"),
    (b"MSH|", "bad_separators", "AE"),
    (b"MSH|^^\\&|A|B", "bad_separators", "AE"),
    (b"MSH7^~\\&7A7B", "bad_separators", "AE"),
    (PLAIN.replace(b"|^~\\&|", b"|.~\\&|", 1), "bad_separators", "AE"),
    (PLAIN.replace(b"|PLAIN-1|", b"||", 1), "no_control_id", "AE"),
    (PLAIN.replace(b"|PLAIN-1|", b'|""|', 1), "no_control_id", "AE"),
    (PLAIN.replace(b"|PLAIN-1|", b"|\x07|", 1), "no_control_id", "AE"),
    (PLAIN.replace(b"|PLAIN-1|", b"|" + b"x" * 200 + b"|", 1), "no_control_id", "AE"),
    (PLAIN.replace(b"ORU^R01^ORU_R01", b"ORU^R40^ORU_R40", 1), "unsupported_type", "AR"),
    (PLAIN.replace(b"ORU^R01^ORU_R01", b"ADT^A01", 1), "unsupported_type", "AR"),
    (PLAIN.replace(b"|P|2.6|", b"|P|3.0|", 1), "unsupported_version", "AR"),
    (PLAIN.replace(b"|P|2.6|", b"|P||", 1), "unsupported_version", "AR"),
    (PLAIN.replace(b"|P|2.6|", b"|T|2.6|", 1), "not_production", "AR"),
    (PLAIN.replace(b"|P|2.6|", b"|D|2.6|", 1), "not_production", "AR"),
    (PLAIN.replace(b"UNICODE UTF-8", b"8859/99", 1), "bad_charset", "AR"),
    (PLAIN.replace(b"Lind", b"L\xefnd", 1), "bad_charset", "AR"),
    (PLAIN + PLAIN, "several_messages", "AE"),
    (PLAIN + b"PID|||P-2\rOBX|1\r", "several_patients", "AE"),
    (PLAIN + MANY, "too_many_segments", "AE"),
]


@pytest.mark.parametrize(("raw", "code", "answer"), REFUSED)
def test_it_is_refused_with_its_reason(raw: bytes, code: str, answer: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert (refused.value.code, refused.value.answer) == (code, answer)


def test_every_reason_is_shown_here_or_belongs_to_the_frame() -> None:
    assert {code for _, code, _ in REFUSED} | {"too_large"} == set(CONDITIONS)


def test_a_name_in_latin_letters_without_a_stated_character_set_does_not_cost_the_numbers() -> None:
    found = read(LATIN.replace(b"||||||8859/1", b"", 1))
    assert found.patient_ids == ("P-É2",)
    assert len(found.observations) == 1


def test_a_message_without_one_usable_number_is_still_a_message() -> None:
    found = read(message("mindray_no_status_like"))
    assert found.observations == ()
    assert len(found.rejected) == 3


def test_letters_a_database_would_choke_on_are_marked() -> None:
    found = read(PLAIN.replace(b"P-1001", b"P-\x001001").replace(b"147842", b"14\x007842"))
    assert found.patient_ids == ("P-\ufffd1001",)
    assert [(each.position, each.reason) for each in found.rejected] == [(2, "code_mismatch")]


def test_the_time_of_arrival_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_message(PLAIN, received_at=datetime(2026, 3, 2), default_zone=UTC)  # noqa: DTZ001 - that is the point


def test_an_observation_without_any_time_is_of_the_time_of_arrival() -> None:
    bare = b"MSH|^~\\&|M|||||x|ORU^R01|1|P|2.6\r".replace(b"|||||x|", b"||||||")
    found = read(bare + b"OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1|97|262688^MDC_DIM_PERCENT^MDC|||||R\r")
    assert found.sent_at is None
    assert [(each.at, each.device_time) for each in found.observations] == [(RECEIVED_AT, None)]

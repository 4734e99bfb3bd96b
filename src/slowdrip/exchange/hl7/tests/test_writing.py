"""What the simulated monitor writes is read back digit for digit."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import hl7
import pytest

from slowdrip.exchange.hl7.tests.messages import RECEIVED_AT, read
from slowdrip.exchange.hl7.writing import SENT_AS, Sent, oru
from slowdrip.knowledge.codes import default_codes

AT = datetime(2026, 3, 2, 15, 4, 5, 250_000, tzinfo=UTC)
VALUES = {"temperature": "36.7", "spo2": "97", "nibp_sys": "121", "resp_rate": "14"}


def test_every_channel_comes_back_as_sent() -> None:
    sent = [Sent(channel, VALUES.get(channel, "80"), AT) for channel in SENT_AS]
    found = read(oru("00A1B2FFFE000001", "7", AT, sent, patient_id="P-1", location="Chair 3"))
    assert {each.code: each.value for each in found.observations} == {each.channel: Decimal(each.text) for each in sent}
    assert (found.control_id, found.sending_device, found.patient_ids) == ("7", "00A1B2FFFE000001", ("P-1",))
    assert (found.location, found.sent_at, found.rejected) == ("Chair 3", AT, ())
    assert {each.at for each in found.observations} == {AT}


def test_it_writes_every_channel_there_is() -> None:
    assert set(SENT_AS) == {each.name for each in default_codes().channels}


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Europe/Berlin"])
def test_the_zone_changes_the_text_and_not_the_instant(zone: str) -> None:
    raw = oru("M", "1", AT, [Sent("spo2", "97", AT)], zone=ZoneInfo(zone))
    assert read(raw).observations[0].at == AT


def test_separators_in_names_do_no_harm() -> None:
    found = read(oru("M|O^N\\&~", "a|b", AT, [Sent("spo2", "97", RECEIVED_AT)], patient_id="P|^&1", location="C|3"))
    assert (found.sending_device, found.control_id) == ("M|O^N\\&~", "a|b")
    assert (found.patient_ids, found.location) == (("P|^&1",), "C|3")


def test_a_foreign_parser_reads_it() -> None:
    parsed = hl7.parse(oru("M", "1", AT, [Sent("spo2", "97", AT)]).decode())
    assert [str(row[5]) for row in parsed.segments("OBX")] == ["", "97"]

"""Every reason the reader can give has words on the pages."""

from slowdrip.clinic.monitors.reasons import NOT_READ, TURNED_AWAY
from slowdrip.exchange.hl7.framing import Fault
from slowdrip.exchange.hl7.observations import Reason
from slowdrip.exchange.hl7.unreadable import CONDITIONS


def test_every_reason_for_a_row_has_words() -> None:
    assert {reason.value for reason in Reason} == set(NOT_READ)


def test_every_reason_for_a_message_has_words() -> None:
    assert {*CONDITIONS, *(fault.value for fault in Fault)} <= set(TURNED_AWAY)

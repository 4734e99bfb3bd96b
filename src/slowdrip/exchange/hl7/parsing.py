"""A monitor's message as observations and refusals, or one typed reason why it cannot be read."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Final

from slowdrip.exchange.hl7.charsets import decoded
from slowdrip.exchange.hl7.devices import MAX_ID_CHARS, Sources, device_of, patient_ids
from slowdrip.exchange.hl7.header import Header, read_header
from slowdrip.exchange.hl7.observations import MAX_CODE_CHARS, MonitorMessage, Observation, Reason, Rejected
from slowdrip.exchange.hl7.results import Moment, read_row, rejected
from slowdrip.exchange.hl7.segments import Segment, named, printable, read_segments
from slowdrip.exchange.hl7.times import BadTime, read_time
from slowdrip.exchange.hl7.unreadable import Unreadable

# Segments of ORU^R01 that say nothing about a vital sign. A Z segment is the maker's own.
PASSED_OVER: Final = frozenset(
    {"MSH", "SFT", "UAC", "PID", "PD1", "NTE", "NK1", "PV1", "PV2", "PRT", "ORC", "OBR", "TQ1", "TQ2", "CTD"}
    | {"FT1", "CTI", "SPM", "ROL", "DSC"}
)


def read_message(raw: bytes, *, received_at: datetime, default_zone: tzinfo) -> MonitorMessage:
    """What a message says; `default_zone` is for time stamps without an offset. Raises Unreadable, nothing else."""
    if received_at.tzinfo is None:
        raise ValueError("received_at needs a zone")
    segments = read_segments(decoded(raw))
    header = read_header(segments[0])
    _refuse_mixtures(segments)
    moment = Moment(received_at.astimezone(UTC), default_zone, "", header.stamp)
    rows = tuple(_without_repeats(_rows(segments, moment), named(segments, "OBX")))
    return MonitorMessage(
        control_id=header.control_id,
        sending_device=device_of(segments),
        patient_ids=patient_ids(named(segments, "PID")),
        location=_location(segments),
        sent_at=_sent_at(header, moment),
        observations=tuple(row for row in rows if isinstance(row, Observation)),
        rejected=tuple(row for row in rows if isinstance(row, Rejected)),
        version=header.version,
    )


def _refuse_mixtures(segments: tuple[Segment, ...]) -> None:
    """Refuses a message about several patients, and several messages in one frame."""
    if len({each.fields for each in named(segments, "PID")}) > 1:
        raise Unreadable("several_patients")
    if len(named(segments, "MSH")) > 1:
        raise Unreadable("several_messages")


def _rows(segments: tuple[Segment, ...], moment: Moment) -> Iterator[Observation | Rejected]:
    sources = Sources(segments)
    position = 0
    for segment in segments:
        if segment.name == "OBR":
            sources.enter_order(segment)
            moment = Moment(moment.received_at, moment.zone, segment.component(7, 1), moment.message_stamp)
        elif segment.name == "OBX":
            position += 1
            row = read_row(segment, position, moment, is_other=sources.is_other(segment))
            if row is not None:
                yield row
        elif segment.name not in PASSED_OVER and not segment.name.startswith("Z"):
            line = printable(segment.separators.field.join(segment.fields))
            yield Rejected(position, line[:MAX_CODE_CHARS], Reason.UNKNOWN_SEGMENT)


def _without_repeats(rows: Iterable[Observation | Rejected], sent: list[Segment]) -> Iterator[Observation | Rejected]:
    """The rows, with a channel's second value for one instant refused: the first one stands."""
    first: dict[tuple[str, datetime], Observation] = {}
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        earlier = first.setdefault((row.code, row.at), row)
        if earlier is row:
            yield row
            continue
        reason = Reason.REPEATED if earlier.value == row.value else Reason.CONFLICTING
        yield rejected(sent[row.position - 1], row.position, reason)


def _location(segments: tuple[Segment, ...]) -> str:
    """PV1-3 as text: the parts that are there, as in `ward / room / bed`."""
    visits = named(segments, "PV1")
    parts = visits[0].components(3) if visits else ()
    return " / ".join(each for each in parts if each and each != '""')[:MAX_ID_CHARS]


def _sent_at(header: Header, moment: Moment) -> datetime | None:
    try:
        return read_time(header.stamp, zone=moment.zone, near=moment.received_at)
    except BadTime:
        return None

"""The text of a message, in the character set that its header names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from slowdrip.exchange.hl7.unreadable import Unreadable

CHARSET_FIELD: Final = 17  # MSH-18: MSH-1 is the separator, so a split of the line finds it one place earlier
# HL7 table 0211, as far as monitors use it.
CODECS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ASCII": "ascii",
        "UNICODE": "utf-8",
        "UNICODE UTF-8": "utf-8",
        "UTF-8": "utf-8",
        "8859/1": "iso8859-1",
        "8859/2": "iso8859-2",
        "8859/5": "iso8859-5",
        "8859/7": "iso8859-7",
        "8859/9": "iso8859-9",
        "8859/15": "iso8859-15",
        "GB 18030-2000": "gb18030",
    }
)


def decoded(raw: bytes) -> str:
    """The message as text; a message that names no character set is read as UTF-8, else as ISO 8859-1."""
    named = charset_of(raw)
    if not named:
        return _undeclared(raw)
    codec = CODECS.get(named.upper())
    if codec is None:
        raise Unreadable("bad_charset", found=named[:40])
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as fault:
        raise Unreadable("bad_charset", found=named, position=fault.start) from fault


def charset_of(raw: bytes) -> str:
    """The first character set that MSH-18 names, or nothing."""
    line = raw.lstrip().replace(b"\n", b"\r").split(b"\r")[0].decode("ascii", errors="replace")
    fields = line.split(line[3:4]) if line.startswith("MSH") and line[3:4] else []
    return fields[CHARSET_FIELD].split("~")[0].strip() if len(fields) > CHARSET_FIELD else ""


def _undeclared(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("iso8859-1")

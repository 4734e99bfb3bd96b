"""A second, plain opinion on what a row may become: its own tables, its own arithmetic, no code of the reader."""

import re
from decimal import Decimal
from fractions import Fraction

from slowdrip.exchange.hl7.observations import MonitorMessage, Observation

PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
SENTINELS = {-1, -100, -999, 2047, 9999, 32767, -32768, 65535, 8388607}
RANGES = {
    "heart_rate": (0, 350),
    "pulse_rate": (10, 350),
    "spo2": (10, 100),
    "nibp_sys": (30, 300),
    "nibp_dia": (10, 250),
    "nibp_mean": (20, 275),
    "resp_rate": (0, 150),
    "temperature": (11, 47),
}
UNITS = {
    "beat_per_min": {"264864", "MDC_DIM_BEAT_PER_MIN", "/min", "0004-0aa0"},
    "resp_per_min": {"264928", "MDC_DIM_RESP_PER_MIN", "/min", "0004-0ae0"},
    "percent": {"262688", "MDC_DIM_PERCENT", "%", "0004-0220"},
    "mmhg": {"266016", "MDC_DIM_MMHG", "mm[Hg]", "0004-0f20"},
    "degc": {"268192", "MDC_DIM_DEGC", "Cel", "0004-17a0"},
}
FOREIGN_UNITS = {
    "mmhg": ({"265987", "MDC_DIM_KILO_PASCAL", "kPa", "0004-0f03"}, Fraction(1000000000, 133322387), 0),
    "degc": ({"266560", "MDC_DIM_FAHR", "[degF]", "0004-1140"}, Fraction(5, 9), 32),
}


def complaints(raw: bytes, read: MonitorMessage) -> list[str]:
    """What is wrong with the observations of a message, by this opinion."""
    rows, inside = rows_of(raw), separators_of(raw)
    return [f"{each}: {why}" for each in read.observations for why in _wrong(each, rows, inside)]


def rows_of(raw: bytes) -> list[list[str]]:
    """The OBX rows of a message, cut at its field separator; numbers and codes are ASCII, whatever the names are."""
    text = raw.decode("latin-1").strip("\r\n\t ")
    lines = [line.strip("\t ") for line in re.split(r"[\r\n]+", text)]
    return [line.split(text[3]) for line in lines if line.split(text[3])[0] == "OBX"]


def separators_of(raw: bytes) -> str:
    """The letters that cut a field of the message into parts, as a class of letters."""
    text = raw.decode("latin-1").strip("\r\n\t ")
    return f"[{re.escape(text[4:].split(text[3])[0][:4])}]"


def _wrong(found: Observation, rows: list[list[str]], inside: str) -> list[str]:
    row = [*rows[found.position - 1], *[""] * 20]
    low, high = RANGES[found.code]
    sent = row[5].strip(" ")
    wrong = [] if low <= found.value <= high else ["outside the physical range"]
    if row[2].strip() != "NM" or row[11].strip() not in ("R", "F"):
        wrong.append("not a final or plain number")
    if not PLAIN.fullmatch(sent) or Decimal(sent) in SENTINELS:
        return [*wrong, "the message has no number there"]
    return (
        wrong
        if _same(found, Decimal(sent), words_of(row[6], inside))
        else [*wrong, "not the number of the message in an allowed unit"]
    )


def words_of(unit: str, inside: str) -> set[str]:
    """The parts of a unit field, without UCUM's annotations."""
    return {word.strip() for word in re.split(inside, re.sub(r"\{[^{}]*\}", "", unit))}


def _same(found: Observation, sent: Decimal, words: set[str]) -> bool:
    if words & UNITS[found.unit] and found.value == sent:
        return True
    names, factor, zero = FOREIGN_UNITS.get(found.unit, (set(), Fraction(1), 0))
    meant = (Fraction(sent) - zero) * factor
    return bool(words & names) and abs(Fraction(found.value) - meant) <= Fraction(6, 100)

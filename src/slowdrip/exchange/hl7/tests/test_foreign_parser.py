"""A parser that is not ours finds the same fields."""

import hl7
import pytest

from slowdrip.exchange.hl7.charsets import decoded
from slowdrip.exchange.hl7.segments import read_segments
from slowdrip.exchange.hl7.tests.messages import NAMES, message


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_every_segment_is_the_same(name: str) -> None:
    text = decoded(message(name))
    ours = read_segments(text)
    theirs = hl7.parse(text)
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert list(mine.fields) == [str(field) for field in other]


def test_escapes_are_undone_alike() -> None:
    text = decoded(message("escapes"))
    theirs = hl7.parse(text)
    for mine, other in zip(read_segments(text), theirs, strict=True):
        if mine.name in ("PV1", "MSH"):
            continue  # line breaks and separators inside names: we write a space, they write a line end
        assert mine.component(3, 1) == theirs.unescape(str(other[3]).split("~")[0].split("^")[0])

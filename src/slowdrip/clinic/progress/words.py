"""Words of progress: lines, labels, points, phases and indications."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slowdrip.knowledge.types.scale_rules import Kind

Words = str | Promise

LEVEL_WORDS: Final[Mapping[Kind, Words]] = {
    Kind.RESPONSE: _("response"),
    Kind.REMISSION: _("remission"),
    Kind.CHANGE: _("meaningful change"),
    Kind.RELIABLE: _("reliable change"),
}
LINE_WORDS: Final[Mapping[Kind, Words]] = {
    Kind.RESPONSE: _("Response"),
    Kind.REMISSION: _("Remission"),
    Kind.CHANGE: _("Meaningful change"),
    Kind.RELIABLE: _("Reliable change"),
}
INDICATION_WORDS: Final[Mapping[str, Words]] = {
    "depression": _("Depression"),
    "bipolar": _("Bipolar depression"),
    "anxiety": _("Anxiety"),
    "ptsd": _("PTSD"),
}
PHASE_WORDS: Final[Mapping[str, Words]] = {
    "series": _("series"),
    "maintenance": _("maintenance"),
    "ended": _("after the treatment"),
}
POINT_WORDS: Final[Mapping[str, Words]] = {
    "4h": _("hours after the drip"),
    "24h": _("the day after the drip"),
    "72h": _("three days after the drip"),
    "end": _("end of the series"),
    "maintenance": _("in maintenance"),
    "later_1": _("first later time"),
    "later_2": _("second later time"),
    "later_3": _("third later time"),
    "bladder": _("bladder check"),
}
HOURS: Final = frozenset({"4h", "24h", "72h"})
WEEK: Final = "week_"
BEFORE: Final = "before_"


def point_word(point: str) -> str:
    """Gives a point of the plan in words."""
    if point.startswith(WEEK):
        return gettext("week %(number)s") % {"number": point.removeprefix(WEEK)}
    if point.startswith(BEFORE):
        return gettext("before drip %(number)s") % {"number": point.removeprefix(BEFORE)}
    return str(POINT_WORDS.get(point, point))


def place_of(point: str) -> tuple[int, int]:
    """Gives the place of a point among the others: before the drips, hours and weeks after them, the end, and later."""
    for place, prefix in ((0, BEFORE), (2, WEEK)):
        number = point.removeprefix(prefix)
        if number != point and number.isdecimal():
            return place, int(number)
    known = list(POINT_WORDS)
    return (1 if point in HOURS else 3, known.index(point) if point in known else len(known))

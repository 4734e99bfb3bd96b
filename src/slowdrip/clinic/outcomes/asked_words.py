"""Words of the questions that are asked: points in time, states, reasons, phases and indications."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.outcomes.asked import State, Why
from slowdrip.clinic.record.words import Sentence, register
from slowdrip.science.asking import Point

POINTS: Final[dict[str, Sentence]] = {
    Point.BEFORE: _("Before a drip"),
    Point.FIRST: _("Hours after a drip"),
    Point.SECOND: _("The day after a drip"),
    Point.DIARY: _("Three days after a drip"),
    Point.WEEK: _("Each week of the series"),
    Point.END: _("End of the series"),
    Point.MAINTENANCE: _("In maintenance"),
    Point.LATER_1: _("First month after the series"),
    Point.LATER_2: _("Third month after the series"),
    Point.LATER_3: _("Sixth month after the series"),
    Point.BLADDER: _("Bladder, monthly"),
    "handed": _("Handed over by staff"),
}
STATES: Final[dict[State, Sentence]] = {
    State.UPCOMING: _("to come"),
    State.OPEN: _("open"),
    State.ANSWERED: _("answered"),
    State.MISSED: _("not answered"),
    State.WITHDRAWN: _("withdrawn"),
}
WITHDRAWN: Final[dict[str, Sentence]] = {
    "merged": _("asked together with another"),
    "visit_not_happening": _("the visit did not happen"),
    "paused": _("asking was paused"),
    "not_due": _("not due any more"),
}
WHYS: Final[dict[Why, Sentence]] = {
    Why.STOPPED: _("Messages were stopped"),
    Why.CAME_BACK: _("The message came back"),
    Why.NO_CONTACT: _("No contact that is safe to use"),
    Why.NOT_ANSWERED: _("Not answered"),
}
PHASES: Final[dict[str, Sentence]] = {
    "series": _("Series"),
    "maintenance": _("Maintenance"),
    "ended": _("Treatment ended"),
}
INDICATIONS: Final[dict[str, Sentence]] = {
    "depression": _("Depression"),
    "bipolar": _("Bipolar depression"),
    "anxiety": _("Anxiety"),
    "ptsd": _("PTSD"),
}
SENTENCES: Final[dict[str, Sentence]] = {
    "phase_in_future": _("This day is still to come. Type the day on which it began."),
    "no_such_time_zone": _("“%(typed)s” is no time zone. Choose one from the list, for example America/Denver."),
}


def register_all() -> None:
    """Adds the sentences."""
    register(SENTENCES)

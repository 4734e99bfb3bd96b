"""Sentences for what is refused, and the words for codes of runs."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.cognition.models import CognitionRun, Occasion, Task, Way
from slowdrip.clinic.record.words import Sentence, register

SENTENCES: Final[dict[str, Sentence]] = {
    "cognition_off": _("The clinic's policy does not offer these tasks. The medical director can change that."),
    "task_not_open": _("This game is not open any more. Go back to your list."),
    "run_not_begun": _("We do not know this game. Go back to your list and start it again."),
    "trials_unreadable": _("We could not read what this device sent. Nothing was saved."),
    "trials_too_large": _("This device sent far more than one game can have. Nothing was saved."),
    "trials_too_many": _("This device sent %(sent)s answers and one game can have %(most)s. Nothing was saved."),
    "trials_not_whole": _("This device sent %(sent)s of %(most)s answers. Nothing was saved."),
    "trials_no_such_digit": _("This device sent an answer that the game does not have. Nothing was saved."),
    "trials_outside_the_time": _("This device sent times that the game cannot have. Nothing was saved."),
}
Words = str | Promise
TASK_WORDS: Final[dict[str, Words]] = {
    Task.SYMBOLS: _("Symbols and digits"),
    Task.REACTIONS: _("Reaction time"),
}
OCCASION_WORDS: Final[dict[str, Words]] = {
    Occasion.BASELINE: _("before the first infusion"),
    Occasion.DISCHARGE: _("at discharge"),
    Occasion.NEXT_DAY: _("next day"),
    Occasion.OTHER: _("at another time"),
}
WAY_WORDS: Final[dict[str, Words]] = {Way.LINK: _("own phone"), Way.KIOSK: _("tablet of the clinic")}
INPUT_WORDS: Final[dict[str, Words]] = {
    "touch": _("touch"),
    "mouse": _("mouse"),
    "pen": _("pen"),
    "keyboard": _("keyboard"),
    "mixed": _("several ways of typing"),
    "none": _("nothing tapped"),
}
ENDED_WORDS: Final[dict[str, Words]] = {
    CognitionRun.Ended.INTERRUPTED: _("interrupted"),
    CognitionRun.Ended.NOT_NOW: _("“Not now”"),
}
REASON_WORDS: Final[dict[str, Words]] = {
    CognitionRun.Reason.HIDDEN: _("the page was left"),
    CognitionRun.Reason.STOPPED: _("the patient stopped"),
}
WHY_WORDS: Final[dict[str, Words]] = {
    "nothing_answered": _("no score: nothing was answered"),
    "too_few_valid": _("no score: too few valid presses"),
    "no_baseline": _("no baseline"),
    "other_way": _("not compared: the baseline was on another kind of device (phone or tablet)"),
    "other_device": _("not compared: the baseline was on another browser or system"),
    "other_input": _("not compared: the baseline was answered in another way (touch, mouse or keyboard)"),
    "other_length": _("not compared: the baseline had another length"),
    "other_scorer": _("not compared: the baseline was scored by other rules"),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

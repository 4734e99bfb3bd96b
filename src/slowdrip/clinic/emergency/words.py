"""Sentences for what is refused around an emergency."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.words import Sentence, register

SENTENCES: Final[dict[str, Sentence]] = {
    "no_such_emergency": _("There was no emergency like this at this visit. Open it from the record."),
    "emergency_still_open": _("The emergency is still open. End it on its page, then write the debrief."),
    "no_such_medicine": _("This medicine is not on the signed standing orders. Reload the page, or enter it by hand."),
    "card_empty": _("Write at least one line for the card, or one medicine."),
    "card_line_too_long": _("Line %(line)s has more than %(most)s characters. Shorten it."),
    "card_too_many_lines": _("At most %(most)s lines fit a card that is read in an emergency. Shorten it."),
    "medicine_line_form": _(
        "Line %(line)s: write medicine | dose as written | route | for what, with three marks “|” between them."
    ),
    "medicine_line_route": _("Line %(line)s: “%(typed)s” is no route. Write one of: %(routes)s."),
    "card_unchanged": _("Nothing differs from version %(number)s, which is in force."),
    "drill_over": _("This drill is over. Start another one under Day."),
    "no_such_step": _("This step is not known. Reload the page."),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

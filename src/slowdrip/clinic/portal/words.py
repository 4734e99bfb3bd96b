"""Sentences for what is refused under /p/."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.words import Sentence, register

SENTENCES: Final[dict[str, Sentence]] = {
    "code_not_for_this_link": _("This link only takes answers."),
    "no_safe_contact": _("We have no phone or e-mail that is safe for a code. Call us, and we will sort it out."),
    "no_way_for_codes": _("We cannot send you a code just now. Call us, and we will sort it out."),
    "too_many_codes": _("You asked for many codes in one hour. Wait an hour, or call us."),
    "code_wrong": _("That is not the code. Look again and type it once more."),
    "code_gone": _("That code does not work any more. Ask for a new one."),
    "tablet_is_back": _("This tablet was taken back before."),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

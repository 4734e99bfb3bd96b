"""Sentences for what is refused, and short words for scores and answers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.words import Sentence, register
from slowdrip.knowledge.types.scale_rules import Kind
from slowdrip.science.scales import Offer

SENTENCES: Final[dict[str, Sentence]] = {
    "not_asked": _("This is not one of your questions. Go back to the list."),
    "scale_not_for_patients": _("This form has no words to show here."),
    "scale_off": _("This form is off here until somebody records the permission to use it."),
    "answered_in_future": _("That time has not come yet. Type when the patient answered."),
    "answer_out_of_range": _("This form takes %(low)s to %(high)s here."),
    "answer_not_a_number": _("Type a number, or one of the letters below the form."),
    "answer_always_applies": _("This question applies to everybody. Type a number, r or x."),
    "answer_unknown_item": _("This form has no such question."),
    "answer_total_not_taken": _("This form is entered by its questions, not by a total."),
    "answer_unknown_score": _("This form has no such total."),
    "nothing_typed": _("Nothing was typed. Type at least one answer."),
    "nothing_to_hand": _("Choose at least one form."),
    "tap_one": _("Tap what fits, or “None of these”."),
    "words_without_answer": _("Answer a question first. Then add your own words."),
    "not_a_permission_scale": _("This form needs no permission."),
    "permission_in_future": _("That day has not come yet."),
}

WAYS: Final[dict[str, Sentence]] = {
    "link": _("phone link"),
    "kiosk": _("clinic tablet"),
    "staff": _("said to staff"),
    "paper": _("paper"),
    "import": _("import"),
}
OFFERS: Final[dict[str, Sentence]] = {
    Offer.WITH_TEXT: _("with its words"),
    Offer.COMPARE_FIRST: _("with its words; compare them with the owner's page first"),
    Offer.NUMBERED: _("numbers only, from your own licensed form"),
    Offer.OFF: _("off until a permission is recorded"),
}
KINDS: Final[dict[Kind, Sentence]] = {
    Kind.RESPONSE: _("response"),
    Kind.REMISSION: _("remission"),
    Kind.CHANGE: _("meaningful change"),
    Kind.RELIABLE: _("reliable change"),
    Kind.WORSENING: _("worse"),
}
BANDS: Final[dict[str, Sentence]] = {
    "absent": _("absent"),
    "extreme": _("extreme"),
    "high": _("high"),
    "low": _("low"),
    "mild": _("mild"),
    "minimal": _("minimal"),
    "moderate": _("moderate"),
    "moderately_severe": _("moderately severe"),
    "negative": _("negative"),
    "none": _("none to minimal"),
    "normal": _("normal"),
    "positive": _("positive"),
    "remission": _("remission"),
    "review": _("to be looked at"),
    "severe": _("severe"),
    "substantial": _("substantial"),
    "subthreshold": _("below the threshold"),
    "very_severe": _("very severe"),
    "within_normal": _("within normal"),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

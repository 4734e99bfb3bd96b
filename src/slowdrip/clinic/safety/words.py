"""Words of the roster, of safety plans and of cases: titles, choices, and sentences for what is refused."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.record.words import Sentence, register
from slowdrip.clinic.safety.covering import BACKUP, FIRST

PLACES: Final[dict[str, Words]] = {FIRST: _("First on call"), BACKUP: _("Backup")}
SENTENCES: Final[dict[str, Sentence]] = {
    "roster_days": _("Choose between 1 and %(most)s days."),
    "roster_ends_first": _("It ends before it begins. Type a later end."),
    "roster_too_long": _("At most %(most)s days at once. Type an earlier end, and write the rest afterwards."),
    "roster_past": _("This time is over. Type an end that is still to come."),
    "roster_meets_itself": _("The next day begins before the last one ends. Type an earlier end, or fewer days."),
    "roster_not_able": _("This person cannot be on call: they left, or may not act on a case. Choose somebody else."),
    "roster_taken": _("%(who)s has this place then. Withdraw that first, or let somebody cover for them."),
    "roster_own_backup": _("This person has the other place then. Nobody is their own backup: choose somebody else."),
    "roster_cover_of_cover": _("This is a cover itself. Withdraw it, and write another one."),
    "roster_cover_outside": _("A cover lies inside the time that it covers. Type times between its start and end."),
    "roster_covers_self": _("This person has that time already. Choose whoever answers instead."),
    "roster_covered": _("%(who)s covers a part of this already. Withdraw that first, or type other times."),
    "roster_over": _("This is over or was withdrawn. Nothing was changed."),
    "closed_day_past": _("This day is over. Type one that is still to come."),
    "plan_step_empty": _("This step is empty. Ask for it, or write that the patient names none."),
    "no_such_case": _("This case does not exist here. Go back to the board."),
    "case_closed": _("This case was closed meanwhile. Open it again first, with a reason."),
    "case_open": _("This case is open already."),
    "other_case_open": _("This patient has another open case. Go on there: one is open at a time."),
    "case_not_disposable": _("Not yet: %(reasons)s."),
    "known_not_signed": _("No signature for known thoughts holds now. Sign these thoughts as known first."),
    "plan_not_standing": _("There is no safety plan that holds. Write one together first."),
    "case_not_closable": _("It cannot be closed yet: %(reasons)s."),
    "owner_not_able": _("This person cannot answer for a case: they left, or have not the right. Choose another one."),
    "text_read_already": _("Somebody read this meanwhile. Look at what they noted."),
    "screen_answer_unknown": _("This question takes another answer. Tap one of its keys."),
    "known_beyond_thoughts": _("%(trigger)s: this is more than thoughts, so it cannot be signed as known. Act on it."),
    "known_review_by": _("Type a time that is still to come and at most %(most)s days away."),
    "known_tier_high": _("The last screen says high or not settled, so nothing is signed as known. Act on it."),
    "no_such_plan": _("This plan does not exist here. Write a safety plan first."),
    "plan_voided": _("This plan was voided meanwhile. Write a new one first."),
    "plan_review_past": _("Type a day that is still to come."),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)

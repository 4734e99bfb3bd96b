"""Words of a safety plan: our own titles and hints for the steps that published plans have."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words

STEP_TITLES: Final[dict[str, Words]] = {
    "signs": _("1. How I notice that a crisis is coming"),
    "alone": _("2. What I can do by myself"),
    "away": _("3. People and places that take my mind off it"),
    "people": _("4. People I can ask for help"),
    "professionals": _("5. Professionals and services I can call"),
    "surroundings": _("6. How I make the place around me safer"),
}
STEP_HINTS: Final[dict[str, Words]] = {
    "signs": _("Thoughts, moods, situations, what the body does."),
    "alone": _("What has helped before, without anybody else."),
    "away": _("Whom to be with and where to go, without having to talk about it."),
    "people": _("Name and number of each."),
    "professionals": _("Name and number of each. The numbers for a crisis are printed below by themselves."),
    "surroundings": _("What could be used to do harm, who keeps it or locks it away, and by when."),
}
PLAN_TITLES: Final[dict[str, Words]] = {
    **STEP_TITLES,
    "barriers": _("What could get in the way, and what helps against it"),
    "kept": _("Where I keep this plan"),
    "sure": _("How sure I am to use it, from 0 to 10"),
}

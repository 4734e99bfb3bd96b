"""What the policy's refusals say."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slowdrip.knowledge.authored.problems import MESSAGES, Problem

SENTENCES = {
    "policy_refused": _("This policy cannot be used. Nothing was stored. Mend each problem below and send it again."),
    "nothing_changed": _("This is the same as version %(number)s. Nothing was stored."),
    "not_a_draft": _("Only a draft can be withdrawn. To change what is in force, write a new version and sign it."),
    "already_signed": _("This version is signed already."),
    "newer_in_force": _(
        "Version %(number)s is in force and newer. To go back, store the old text as a new version and sign it."
    ),
    "no_such_key": _("There is no value called %(key)s in this policy."),
    "yes_or_no": _("Type yes or no."),
    "not_whole": _("“%(typed)s” is not a whole number. Round it."),
}


def fix_of(problem: Problem) -> str:
    """Gives what is wrong at a key of a policy text, and the fix."""
    sentence = gettext(MESSAGES[problem.code])
    return sentence.format_map({"key": problem.key, **problem.params})

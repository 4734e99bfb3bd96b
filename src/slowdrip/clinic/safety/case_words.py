"""Words for every code of a case: tiers, signs, what was done, who is called, what is waited for, where it ends."""

from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words
from slowdrip.knowledge.scales.catalogue import scale, scale_names
from slowdrip.science.rules.risk_case import Disposal, Duty, OwnerWhy, Step, Tier, Urgency, What

TIERS: Final[dict[str, Words]] = {
    Tier.HIGH: _("High risk: do not leave alone"),
    Tier.UNDETERMINED: _("Not settled: met like high risk"),
    Tier.MODERATE: _("Moderate risk"),
    Tier.LOW: _("Low risk"),
    Tier.NONE: _("No sign at the screen"),
}
NOT_SCREENED: Final = _("Not screened yet")
WHAT: Final[dict[str, Words]] = {
    What.CONTACT_TRIED: _("Tried to reach the patient, no answer"),
    What.CONTACT_REACHED: _("Spoke with the patient"),
    What.MEANS_SAFETY: _("Made the place safer: agreed who keeps the means"),
    What.ESCORT: _("Somebody stays with the patient"),
    What.EMERGENCY: _("Emergency services called"),
    What.HANDED_OVER: _("Handed over to another service, by voice"),
    What.OTHER: _("Something else"),
}
DISPOSALS: Final[dict[str, Words]] = {
    Disposal.NO_CONCERN: _("No concern left"),
    Disposal.SAFETY_PLAN: _("At home with a safety plan"),
    Disposal.FOLLOW_UP: _("Follow-up with us, on a fixed day"),
    Disposal.REFERRED: _("Referred to another service"),
    Disposal.EMERGENCY_CARE: _("In emergency care"),
    Disposal.ADMITTED: _("Admitted"),
    Disposal.KNOWN: _("Known thoughts, with a signed plan"),
    Disposal.OTHER: _("Something else"),
}
OWNER_WHY: Final[dict[str, Words]] = {
    OwnerWhy.ON_CALL: _("first on call"),
    OwnerWhy.BACKUP: _("backup, as nobody was first on call"),
    OwnerWhy.NOBODY_ON_CALL: _("director, as nobody was on call"),
    OwnerWhy.TAKEN: _("took it"),
    OwnerWhy.NAMED: _("was named"),
}
STEPS: Final[dict[str, Words]] = {
    Step.TOLD: _("Told at once"),
    Step.SOON: _("Reminded before the deadline"),
    Step.OWNER: _("Late: called whoever answers for it"),
    Step.FIRST: _("Late: called the first on call"),
    Step.BACKUP: _("Late: called the backup"),
    Step.EVERYONE: _("Late: called everybody who can sign"),
}
DUTIES: Final[dict[str, Words]] = {
    Duty.SCREEN: _("Screen the patient"),
    Duty.ACT: _("Act after the screen"),
    Duty.READ: _("Read what the patient wrote"),
    Duty.REVIEW: _("Look again at what was signed as known"),
    Duty.SETTLE: _("Go on with this case, or close it"),
}
REASONS: Final[dict[str, Words]] = {
    "not_open": _("the case is closed"),
    "screen_demanded": _("nobody has screened the patient since the last sign"),
    "text_unread": _("nobody has read what the patient wrote"),
    "not_acted": _("nobody reached the patient since the screen (after a moderate one a signed safety plan is enough)"),
    "no_disposition": _("nobody has said where it ends"),
    "not_signed": _("nobody signed"),
    "is_open": _("the case is open"),
}
PROBLEMS: Final[dict[str, Words]] = {
    "text_not_unread": _("This had been read before; nothing was changed by it."),
    "disposition_ignored": _("Where it ends did not count, because"),
    "close_ignored": _("It was not closed, because"),
    "reopen_ignored": _("It was not opened again, because"),
}
URGENCIES: Final[dict[str, Words]] = {
    Urgency.URGENT: _("urgent: screened within minutes"),
    Urgency.REVIEW: _("to be looked at: screened within hours"),
}
TOOLS: Final[dict[str, Words]] = {
    "asq": _("ASQ, five questions"),
    "cssrs_screener": _("Columbia screener"),
    "cssrs_since_last": _("Columbia screener, since the last contact"),
    "clinician": _("a clinician's own judgement"),
}
OUTCOMES: Final[dict[str, Words]] = {
    "acute_positive": _("acute positive"),
    "non_acute_positive": _("non-acute positive"),
    "incomplete": _("positive, question 5 not answered"),
    "negative": _("negative"),
    "undetermined": _("not settled by the answers"),
    "high": _("high"),
    "moderate": _("moderate"),
    "low": _("low"),
    "none": _("none"),
}
SOURCES: Final[dict[str, Words]] = {
    "answer": _("answered"),
    "refused": _("refused to answer"),
    "unanswered": _("left out"),
    "own_words": _("in the patient's own words"),
    "silence": _("no answer"),
    "known.review": _("review"),
    "chair": _("at the chair"),
    "staff": _("staff"),
    "worsening": _("got worse"),
    "reopened": _("opened again"),
}
WORSE: Final = "phq9.worse"
"""Its height is by how many points."""
SIGNS: Final[dict[str, Words]] = {
    "staff.concern": _("Somebody of the staff is worried"),
    "silence": _("No answer to the questions after a positive one"),
    WORSE: _("PHQ-9 well above the one before the first infusion"),
    "known.review": _("The day of review of a signed plan has come"),
    "reopened": _("The case was opened again"),
    "own_words": _("What the patient wrote worries whoever read it"),
    "chart.suicidality_before": _("Asked at the chair before the drip: thoughts of suicide"),
    "chart.suicidality_before.item_4": _("Asked at the chair before the drip: up to question 4, some intent"),
    "chart.suicidality_before.item_5": _("Asked at the chair before the drip: up to question 5, intent with a plan"),
    "chart.suicidality_before.behaviour": _("Asked at the chair before the drip: behaviour, something was done"),
    "chart.suicidality_before.declined": _("Asked at the chair before the drip: declined to answer"),
    "chart.suicidality_after": _("Asked at the chair after the drip: thoughts of suicide"),
    "chart.suicidality_after.item_4": _("Asked at the chair after the drip: up to question 4, some intent"),
    "chart.suicidality_after.item_5": _("Asked at the chair after the drip: up to question 5, intent with a plan"),
    "chart.suicidality_after.behaviour": _("Asked at the chair after the drip: behaviour, something was done"),
    "chart.suicidality_after.declined": _("Asked at the chair after the drip: declined to answer"),
}
BY_QUESTION: Final = ("chart.", "asq.")
"""Of these the height is the highest question answered yes, not an answer."""
TRIGGERS: Final[dict[str, Words]] = {
    "positive": _("a yes to one of its questions"),
    "acute": _("thoughts of killing oneself right now"),
    "moderate_or_high": _("moderate or high risk"),
    "intent_plan_behaviour": _("intent, plan or behaviour"),
    "any": _("not zero"),
    "item3": _("question 3, on suicide"),
    "item9": _("question 9, on being better off dead or hurting oneself"),
    "item10": _("question 10, on suicidal thoughts"),
    "item10_high": _("question 10, on suicidal thoughts, high"),
    "item12": _("question 12, on death or suicide"),
    "item12_high": _("question 12, on death or suicide, high"),
    "own_words": _("own words"),
}


def sign_words(code: str, *, source: str = "", height: int | None = None) -> str:
    """Gives a sign in words: which question, what about it, and the value that was answered."""
    if code in SIGNS:
        return _with_height(str(SIGNS[code]), code, height)
    name, _dot, trigger = code.partition(".")
    if name not in scale_names():
        return code
    words = f"{scale(name).title}: {TRIGGERS.get(trigger, trigger)}"
    told = f"{words}, {SOURCES[source]}" if source in ("refused", "unanswered") else words
    return _with_height(told, code, height)


def _with_height(words: str, code: str, height: int | None) -> str:
    if height is None:
        return words
    if code == WORSE:
        return _now("%(words)s (%(n)s points worse)") % {"words": words, "n": height}
    if code.startswith(BY_QUESTION):
        return _now("%(words)s (up to question %(n)s)") % {"words": words, "n": height}
    return _now("%(words)s (answered %(height)s)") % {"words": words, "height": height}


def tier_words(tier: str | None) -> str:
    """Gives what the last screen said."""
    return str(TIERS.get(tier or "", NOT_SCREENED))


def duty_of(deadline: str) -> str:
    """Gives what was waited for, out of the name of its deadline."""
    return str(DUTIES.get(deadline.partition(":")[0], deadline))


def reasons_words(codes: list[str] | tuple[str, ...]) -> str:
    """Gives what is in the way, one after the other."""
    return "; ".join(str(REASONS.get(code, code)) for code in codes)

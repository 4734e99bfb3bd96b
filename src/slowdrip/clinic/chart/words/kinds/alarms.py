"""Words for alarms as they stand in the log: raised with the rule, acknowledged, escalated, resolved."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from slowdrip.clinic.accounts.words import role_word
from slowdrip.clinic.chart.words.alarms import rule_words, tier_words, what_words
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.state import Alarm


def alarm_raised(told: Telling) -> str:
    """The alarm with its rule."""
    alarm = alarm_of(told.event)
    what = with_reason(_("%(tier)s alarm") % {"tier": tier_words(alarm.tier)}, what_words(alarm, told.zone))
    return joined(what, _("rule: %(rule)s") % {"rule": rule_words(alarm)})


def alarm_acknowledged(told: Telling) -> str:
    """Somebody is at the chair."""
    until = told.clock("silent_until")
    return joined(_("Alarm acknowledged"), _("quiet until %(time)s") % {"time": until} if until else "")


def alarm_escalated(told: Telling) -> str:
    """Nobody answered in time."""
    role = told.text("to_role")
    whom = told.person("to_person") or (str(role_word(role)) if role else "")
    return _("Alarm not answered, now calling: %(whom)s") % {"whom": whom} if whom else _("Alarm not answered")


def alarm_resolved(told: Telling) -> str:
    """Over, and why."""
    reason = told.text("reason")
    return with_reason(_("Alarm resolved"), code_words(reason) if reason else "", told.text("note"))


def alarm_of(event: Event) -> Alarm:
    """Gives the alarm that this event raised, as it was then."""
    inputs = event.payload.get("inputs")
    return Alarm(
        rule=str(event.payload.get("rule", "")),
        tier=str(event.payload.get("tier", "")),
        trigger=str(event.payload.get("trigger", "")),
        inputs=inputs if isinstance(inputs, Mapping) else {},
        policy_version=str(event.payload.get("policy_version", "")),
        raised_at=event.occurred_at,
    )


SAID: Mapping[str, Callable[[Telling], str]] = {
    "alarm_raised": alarm_raised,
    "alarm_acknowledged": alarm_acknowledged,
    "alarm_escalated": alarm_escalated,
    "alarm_resolved": alarm_resolved,
}

"""Alarms: raised, acknowledged, escalated, resolved. The id of the raising event is the alarm's id."""

from slowdrip.science.infusion.events.fields import choice, integer, mapping, maybe, staff, text, timestamp
from slowdrip.science.infusion.events.kinds import Group, Kind

TIERS = ("advisory", "urgent", "emergency", "technical")

KINDS = (
    Kind(
        "alarm_raised",
        (
            text("rule", 80),
            choice("tier", *TIERS),
            text("trigger", 200),
            mapping("inputs"),
            text("policy_version", 80),
            maybe(text("source", 200)),
        ),
        Group.ALARM,
    ),
    Kind("alarm_acknowledged", (text("alarm_id", 64), maybe(timestamp("silent_until"))), Group.ALARM),
    Kind(
        "alarm_escalated",
        (text("alarm_id", 64), integer("level", 1, 9), maybe(text("to_role", 40)), maybe(staff("to_person"))),
        Group.ALARM,
    ),
    Kind("alarm_resolved", (text("alarm_id", 64), text("reason", 80), maybe(text("note", 500))), Group.ALARM),
)

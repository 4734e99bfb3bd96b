"""Words for an alarm, a file for each rule."""

from slowdrip.clinic.chart.words.alarms.whole import (
    AlarmWords,
    alarm_short,
    alarm_words,
    rule_words,
    tier_words,
    what_words,
)

__all__ = ["AlarmWords", "alarm_short", "alarm_words", "rule_words", "tier_words", "what_words"]

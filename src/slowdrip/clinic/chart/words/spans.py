"""Words for how long something took or is late: now, less than a minute, minutes, hours; never a bare zero."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = timedelta(minutes=1)
PER_H = 60


def span_words(span: timedelta) -> str:
    """Gives a length of time in whole minutes, from an hour on in hours and minutes; a negative one counts as none."""
    return minutes_words(span // MINUTE) if span >= MINUTE else _("less than a minute")


def minutes_words(minutes: int) -> str:
    """Gives one minute or more in words, from an hour on in hours and minutes."""
    hours, rest = divmod(minutes, PER_H)
    told_h = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    told_min = ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest}
    return " ".join(told for told, number in ((told_h, hours), (told_min, rest or not hours)) if number)


def late_words(late: timedelta) -> str:
    """Gives how late something is; at its time, or before it, it is due now or not late."""
    if late < timedelta(0):
        return _("not late")
    return _("due now") if not late else _("%(span)s late") % {"span": span_words(late)}

"""Words for the drip: what was done at the pump."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.telling import Telling, with_reason


def started(told: Telling) -> str:
    """The pump was started."""
    rate = told.rate()
    return _("Started at %(rate)s") % {"rate": rate} if rate else _("Started")


def rate_changed(told: Telling) -> str:
    """Another rate."""
    return with_reason(_("Rate changed to %(rate)s") % {"rate": told.rate()}, told.text("reason"))


def paused(told: Telling) -> str:
    """The pump was paused."""
    return with_reason(_("Pump paused"), told.word("reason"))


def resumed(told: Telling) -> str:
    """The pump runs on."""
    rate = told.rate()
    return _("Pump resumed at %(rate)s") % {"rate": rate} if rate else _("Pump resumed")


def stopped(told: Telling) -> str:
    """The pump was stopped before the end."""
    return with_reason(_("Pump stopped"), told.word("reason"), told.text("note"))


def stop_reason(told: Telling) -> str:
    """Why it was stopped, told afterwards."""
    return with_reason(_("Why the pump was stopped"), told.word("reason"), told.text("note"))


def completed(told: Telling) -> str:
    """The drip ran to its end."""
    return _("Drip completed")


SAID: Mapping[str, Callable[[Telling], str]] = {
    "started": started,
    "rate_changed": rate_changed,
    "paused": paused,
    "resumed": resumed,
    "stopped": stopped,
    "stop_reason": stop_reason,
    "completed": completed,
}

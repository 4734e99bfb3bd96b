"""Words for an emergency: it began, what was done, it is over."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason


def emergency_began(told: Telling) -> str:
    """An emergency began."""
    return with_reason(_("Emergency began"), told.text("note"))


def emergency_step(told: Telling) -> str:
    """One thing done in it."""
    flow = told.number("oxygen_l_per_min")
    step = told.word("step") or _("Something was done in the emergency")
    return joined(step, _("%(flow)s L/min") % {"flow": flow} if flow else "", told.text("note"))


def emergency_over(told: Telling) -> str:
    """It is over."""
    return with_reason(_("Emergency over"), told.text("note"))


SAID: Mapping[str, Callable[[Telling], str]] = {
    "emergency_began": emergency_began,
    "emergency_step": emergency_step,
    "emergency_over": emergency_over,
}

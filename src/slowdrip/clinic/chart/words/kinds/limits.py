"""Words for limits of one drip's own: which, by whom, and why."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason
from slowdrip.science.infusion.events.limits import LIMITS_SET

LIMITS: Final[Mapping[str, Words]] = {
    "sbp_high_mmhg": gettext_lazy("systolic ≥ %(n)s mmHg"),
    "dbp_high_mmhg": gettext_lazy("diastolic ≥ %(n)s mmHg"),
    "hr_high_per_min": gettext_lazy("HR ≥ %(n)s /min"),
    "hr_low_per_min": gettext_lazy("HR < %(n)s /min"),
    "spo2_low_pct": gettext_lazy("SpO₂ < %(n)s %%"),
    "rr_low_per_min": gettext_lazy("Resp. < %(n)s /min"),
}


def limit_words(name: str, value: int) -> str:
    """Gives one own limit as it calls: SpO₂ < 91 %."""
    return str(LIMITS[name]) % {"n": value}


def limits_set(told: Telling) -> str:
    """Alarm limits of this drip's own, by the prescriber who signed them."""
    given = [limit_words(name, value) for name in LIMITS if (value := told.whole(name)) is not None]
    if not given:
        again = with_reason(_("The policy's alarm limits again"), told.person("prescriber"))
        return joined(again, told.text("reason"))
    said = with_reason(_("Own alarm limits"), ", ".join(given), told.person("prescriber"))
    return joined(said, told.text("reason"))


SAID: Mapping[str, Callable[[Telling], str]] = {LIMITS_SET: limits_set}

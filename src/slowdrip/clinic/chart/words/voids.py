"""Words for why an entry was voided: what a key stored is a code, what a person wrote stays as written."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.infusion.actions.correcting import REASON_ADDED, TIME_CORRECTED

BY_MISTAKE: Final = "entered_by_mistake"
VOIDS: Final[dict[str, Words]] = {
    BY_MISTAKE: _("entered by mistake"),
    "wrong_patient": _("wrong patient"),
    "wrong_value_or_time": _("wrong value or time"),
    TIME_CORRECTED: _("time corrected"),
    REASON_ADDED: _("reason added"),
}


def void_words(reason: str) -> str:
    """Gives the reason of a void in words."""
    return str(VOIDS.get(reason, reason))

"""The medicines of a patient in one line, with what that line is worth: who asked, when, and what changed since."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .medicine_panel import MedicinePanel, medicine_panel
from .models import Patient
from .queries.medicines import LISTED, NOT_ASKED

DAY_FORMAT: Final = "j M Y"


def listed_words(patient: Patient, *, at: datetime, zone: ZoneInfo) -> str:
    """Gives the list in one line: names with doses, "none" as told, or that nobody asked; and what it is worth."""
    panel = medicine_panel(patient, at=at)
    return "; ".join((_listed_names(panel), *_worth(panel, zone)))


def _listed_names(panel: MedicinePanel) -> str:
    if panel.state == NOT_ASKED:
        return _("not asked")
    if panel.state != LISTED:
        return _("takes none")
    told = sorted((row.taken.medicine for row in panel.rows), key=lambda medicine: medicine.substance.casefold())
    return ", ".join(f"{medicine.substance} {medicine.dose}".strip() for medicine in told)


def _worth(panel: MedicinePanel, zone: ZoneInfo) -> Iterator[str]:
    if panel.asked_at is not None:
        yield _("asked on %(day)s") % {"day": date_format(panel.asked_at.astimezone(zone), DAY_FORMAT)}
    elif panel.state == LISTED:
        yield _("never asked whether this is all")
    if panel.changed:
        yield _("the list changed since")
    if panel.is_old:
        days = panel.old_after_days.value
        yield ngettext("older than %(n)s day: ask again", "older than %(n)s days: ask again", days) % {"n": days}

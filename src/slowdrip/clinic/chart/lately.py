"""What happened, as a busy page shows it: the same line said again and again stands once, with how often."""

from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.timeline import Entry


def gathered(entries: list[Entry]) -> list[Entry]:
    """Gives the lines with neighbours that say the same gathered into the newest; what can be voided stays alone."""
    runs = [list(run) for _same, run in groupby(entries, key=_said)]
    return [_times(run) for run in runs]


def _said(entry: Entry) -> tuple[str, ...]:
    return (entry.id,) if entry.undo_url or entry.void else (entry.what, entry.by, entry.tier)


def _times(run: list[Entry]) -> Entry:
    if len(run) == 1:
        return run[0]
    since = _("%(what)s (%(n)s times since %(clock)s)")
    return replace(run[0], what=since % {"what": run[0].what, "n": len(run), "clock": run[-1].clock})

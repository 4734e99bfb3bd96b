"""When something happened, typed as a time of day: the last time the clock showed it."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from slowdrip.clinic.record.refusal import Refused

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)", re.ASCII)
AHEAD = timedelta(minutes=1)
BACK = timedelta(hours=12)


def happened_at(typed: str, *, at: datetime, zone: ZoneInfo, field: str = "occurred") -> datetime:
    """Gives the instant of a typed time of day, today or last night; empty means now. A time to come is refused."""
    text = typed.strip()
    if not text:
        return at
    found = CLOCK.fullmatch(text)
    if found is None:
        raise Refused("time_of_day_form", field=field)
    local = at.astimezone(zone)
    told = datetime.combine(local.date(), time(int(found[1]), int(found[2])), tzinfo=zone)
    if told - local <= AHEAD:
        # The minute now under way counts as now, so that it does not sort before what was charted in it.
        return at if local - told < timedelta(minutes=1) else told
    if told - local > BACK:
        return told - timedelta(days=1)
    raise Refused("time_ahead", field=field, now=f"{local:%H:%M}")

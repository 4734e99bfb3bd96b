"""What is done with monitors, one function per intent."""

from slowdrip.clinic.monitors.actions.accepting import accept
from slowdrip.clinic.monitors.actions.naming import keep_monitor
from slowdrip.clinic.monitors.actions.pairing import pair, unpair
from slowdrip.clinic.monitors.actions.receiving import receive

__all__ = ["accept", "keep_monitor", "pair", "receive", "unpair"]

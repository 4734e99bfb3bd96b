"""Code tables of other systems: what a bedside monitor may call a channel and a unit."""

from slowdrip.knowledge.codes.loader import CodesError, default_codes, load_codes
from slowdrip.knowledge.codes.tables import Channel, Code, MonitorCodes, Unit

__all__ = ["Channel", "Code", "CodesError", "MonitorCodes", "Unit", "default_codes", "load_codes"]

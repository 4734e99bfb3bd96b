"""The alarms of a matter that lasts: off the monitor for too long, consent withdrawn, too few people in the house."""

from slowdrip.science.rules.lasting.consent import withdrawn_at
from slowdrip.science.rules.lasting.deciding import RESOLVE_REASONS, Matter, decide

__all__ = ["RESOLVE_REASONS", "Matter", "decide", "withdrawn_at"]

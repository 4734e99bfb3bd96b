"""The alarms of a matter that lasts: off the monitor too long, consent withdrawn, too few people, a patient unheard."""

from slowdrip.science.rules.lasting.consent import withdrawn_at
from slowdrip.science.rules.lasting.deciding import RESOLVE_REASONS, Matter, decide

__all__ = ["RESOLVE_REASONS", "Matter", "decide", "withdrawn_at"]

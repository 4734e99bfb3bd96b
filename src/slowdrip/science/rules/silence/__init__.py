"""The silent-channel alarm: what a paired monitor used to send and no longer does."""

from slowdrip.science.rules.silence.deciding import RULE, decide
from slowdrip.science.rules.silence.heard import MONITOR, ChannelHeard, SilenceLimits

__all__ = ["MONITOR", "RULE", "ChannelHeard", "SilenceLimits", "decide"]

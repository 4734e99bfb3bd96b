"""The alarms of a paired monitor's own numbers, which nobody has looked at yet: saturation, heart, breath, cuff."""

from slowdrip.science.rules.streamed.deciding import decide
from slowdrip.science.rules.streamed.limits import ChannelLimits, CuffLimits, StreamedLimits
from slowdrip.science.rules.streamed.looking import open_channels, worth_a_look
from slowdrip.science.rules.streamed.rules import CHANNEL_OF, CHARTED, RESOLVE_REASONS, RULES
from slowdrip.science.rules.streamed.samples import CUFF, Sample

__all__ = [
    "CHANNEL_OF",
    "CHARTED",
    "CUFF",
    "RESOLVE_REASONS",
    "RULES",
    "ChannelLimits",
    "CuffLimits",
    "Sample",
    "StreamedLimits",
    "decide",
    "open_channels",
    "worth_a_look",
]

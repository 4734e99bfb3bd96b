"""What the illness does over weeks: how a score moved since a pinned baseline, and what that may be called."""

from slowdrip.science.response.judging import Ideation, Judged, ideation, judged
from slowdrip.science.response.worsening import told_worse

__all__ = ["Ideation", "Judged", "ideation", "judged", "told_worse"]

"""Questionnaires and rating scales as data: one file each, loaded strictly."""

from slowdrip.knowledge.scales.catalogue import scale, scale_names, scales
from slowdrip.knowledge.scales.loader import ScaleError, load_scale, load_text_pack

__all__ = ["ScaleError", "load_scale", "load_text_pack", "scale", "scale_names", "scales"]

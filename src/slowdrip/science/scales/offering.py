"""What a clinic may show of a scale: all of it, nothing yet, or numbers only."""

from collections.abc import Iterable
from enum import StrEnum

from slowdrip.knowledge.types.scales import Distribution, Permission, Scale


class Offer(StrEnum):
    """How a scale may be used at a site."""

    WITH_TEXT = "with_text"
    COMPARE_FIRST = "compare_first"  # with text, and the warning that nobody compared it with the owner's page yet
    NUMBERED = "numbered"  # item numbers or a total, no words
    OFF = "off"


def offer(scale: Scale, permissions: Iterable[Permission] = ()) -> Offer:
    """How a scale may be used; one that needs permission is off until the site has recorded it.

    `compare_first` is a warning for whoever switches the scale on: one of its texts was read in a copy only.
    """
    if scale.licence.distribution is Distribution.ON_PERMISSION:
        is_permitted = any(each.scale == scale.name for each in permissions)
        return Offer.NUMBERED if is_permitted else Offer.OFF
    shown = [each for each in scale.texts.values() if each.is_official]
    if not shown:
        return Offer.NUMBERED
    return Offer.COMPARE_FIRST if any(each.compare_before_use for each in shown) else Offer.WITH_TEXT


def may_load_text(scale: Scale, permissions: Iterable[Permission]) -> bool:
    """Whether a site may bring its own words: only after recording who allowed it, when, and for what.

    A licence that nobody verified allows nothing by itself.
    """
    if scale.licence.distribution is Distribution.WITH_TEXT and scale.licence.origin.is_in_force:
        return True
    return any(each.scale == scale.name for each in permissions)

"""A change of rate as a screen shows it: the bag that hangs, dated, and the figures that are read together."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.science.pharmacology.dosing import RateChange, RateFigures
from slowdrip.science.pharmacology.dosing.display import number

from .hanging import Hanging
from .shown import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class BagShown:
    """The bag that hangs at an instant by the record, in mg and mL."""

    at: datetime
    label: str
    mg: str
    ml: str
    mg_per_ml: str
    given_mg: str
    given_ml: str
    left_mg: str
    left_ml: str
    ml_per_h: str
    ends_mg: str
    ends_ml: str
    is_paused: bool


def bag_shown(hanging: Hanging, ordered_ug: int) -> BagShown:
    """Gives the bag in words; what is left is counted to where the order in force ends."""
    strength = Fraction(hanging.drug_ug, hanging.volume_ul)
    ends_ul = min(hanging.ends_at_ul, hanging.volume_ul)
    given_ul = min(hanging.out_ul, hanging.volume_ul)
    given_ug = int(given_ul * strength)
    return BagShown(
        at=hanging.at,
        label=hanging.label,
        mg=thousandth(hanging.drug_ug),
        ml=thousandth(hanging.volume_ul),
        mg_per_ml=number(strength),
        given_mg=thousandth(given_ug),
        given_ml=thousandth(given_ul, places=1),
        left_mg=thousandth(max(int(ends_ul * strength) - given_ug, 0)),
        left_ml=thousandth(max(hanging.ends_at_ul - hanging.out_ul, 0), places=1),
        ml_per_h=thousandth(hanging.rate_ul_per_h),
        ends_mg=thousandth(ordered_ug),
        ends_ml=thousandth(hanging.ends_at_ul),
        is_paused=hanging.is_paused,
    )


def rate_figures_shown(figures: RateFigures, change: RateChange, *, seen_at: datetime, zone: ZoneInfo) -> list[Figure]:
    """Gives the figures that are read together, the rate first."""
    f, clock = figures, f"{seen_at.astimezone(zone):%H:%M}"
    now = _("now %(rate)s mL/h, times %(ratio)s") % {
        "rate": thousandth(change.present_rate_ul_per_h),
        "ratio": number(f.of_present_rate, places=2),
    }
    parts = _("%(given)s mg in by %(clock)s, %(rest)s mg to come") % {
        "given": thousandth(f.given_ug),
        "clock": clock,
        "rest": thousandth(f.rest_ug),
    }
    reached = _("until %(mg)s mg are in") % {"mg": thousandth(f.total_ug)}
    whole = _("%(min)s min from start to end, without pauses") % {"min": number(f.whole_min, places=1)}
    return [
        Figure(_("New rate"), thousandth(f.rate_ul_per_h), "mL/h", now, lead=True),
        Figure(_("Per weight and hour"), number(f.mg_per_kg_per_h), "mg/kg/h"),
        Figure(_("Per weight and minute"), number(f.mcg_per_kg_per_min, places=2), "mcg/kg/min"),
        Figure(_("Runs on for"), number(f.run_min, places=1), "min", reached),
        Figure(_("Bag empty in"), number(f.bag_empty_min, places=1), "min", whole),
        Figure(_("In total, run to the end"), thousandth(f.total_ug), "mg", parts),
        Figure(_("Total per weight"), number(f.total_mg_per_kg), "mg/kg"),
        Figure(_("Still to be infused"), thousandth(f.vtbi_ul), "mL", _stop(f)),
    ]


def _stop(figures: RateFigures) -> str:
    return _("stops when %(volume)s mL of the bag are in") % {"volume": thousandth(figures.stop_at_ul)}


def thousandth(amount: int, *, places: int = 3) -> str:
    """Gives µg as mg, µL as mL, µL/h as mL/h, as people read them."""
    return number(Fraction(amount, 1000), places=places)

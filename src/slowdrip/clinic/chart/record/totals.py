"""Where the drug of a drip went, in mg that add up, and what pump and bag said beside it."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.ordered import Line
from slowdrip.science.infusion import InfusionState, account, difference_at_end
from slowdrip.science.infusion.state import Drip, Order
from slowdrip.science.pharmacology.dosing import display

UG_PER_MG = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The four numbers at the head, the account of the drug, and the volumes at the end."""

    ordered: str
    given: str
    pump: str
    wasted: str
    account: list[Line]
    volumes: list[Line]


def totals(state: InfusionState) -> Totals:
    """Gives the totals of a drip as of its state."""
    found, order = account(state), state.drip.order
    return Totals(
        ordered=mg(_ordered_ug(order)) if order else "",
        given=mg(found.delivered_ug),
        pump=_by_pump(state),
        wasted=mg(found.wasted_ug),
        account=[
            Line(_("Drawn from vials"), mg(found.drawn_ug)),
            Line(_("Given to the patient, by the record"), mg(found.delivered_ug)),
            Line(_("Left in bag or syringe"), mg(found.residual_ug)),
            Line(_("Wasted before a witness"), mg(found.wasted_ug)),
            Line(_("Unaccounted for"), mg(found.unaccounted_ug)),
        ],
        volumes=_volumes(state),
    )


def mg(amount_ug: Fraction) -> str:
    """Gives micrograms as milligrams to a thousandth."""
    return f"{display.number(amount_ug / UG_PER_MG)} mg"


def _ordered_ug(order: Order) -> Fraction:
    """A change of rate draws nothing up and may end the bag earlier: it orders what leaves the bag until then."""
    if order.draw_volume_ul is not None:
        return Fraction(order.dose_ug)
    return Fraction(order.dose_ug * min(order.vtbi_ul, order.total_volume_ul), order.total_volume_ul)


def _by_pump(state: InfusionState) -> str:
    found = difference_at_end(state)
    if found is None or found.pump_volume_ul is None:
        return ""
    bag = _only_bag(state.drip)
    return mg(found.pump_volume_ul * bag / UG_PER_MG) if bag else display.ml(found.pump_volume_ul)


def _only_bag(drip: Drip) -> Fraction | None:
    """The concentration in ng/µL when one bag hung; with several the pump's volume says nothing about the drug."""
    hung = [bag for bag in drip.bags if bag.hung_at is not None]
    return hung[0].ng_per_ul if len(hung) == 1 else None


def _volumes(state: InfusionState) -> list[Line]:
    found = difference_at_end(state)
    if found is None:
        return []
    told = (
        (_("Given, by the record"), found.recorded_ul),
        (_("Given, by the pump"), found.pump_volume_ul),
        (_("Pump less record"), found.pump_less_record_ul),
        (_("Should be left"), found.expected_residual_ul),
        (_("Counted as left"), found.residual_ul),
        (_("Counted less expected"), found.residual_less_expected_ul),
    )
    return [Line(label, ml(value)) for label, value in told if value is not None]


def ml(volume_ul: Fraction | int) -> str:
    """Gives a volume in mL to a hundredth."""
    return f"{display.number(Fraction(volume_ul) / 1000, places=2)} mL"

"""What a signed order asked for, read from its own document: every figure, as the prescriber saw it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.treatment.documents import changes_rate, read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.rate_sheet import rate_sheet_of
from slowdrip.clinic.treatment.words import BASIS_WORDS, DILUENT_WORDS
from slowdrip.science.pharmacology.dosing import display

TIERS: Final = {
    "ok": gettext_lazy("usual"),
    "needs_reason": gettext_lazy("unusual, with a reason"),
    "needs_second_clinician_and_reason": gettext_lazy("high risk, with a reason and a second clinician"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: what, and its value."""

    label: str
    value: str


def dosing_weight_kg(order: Order | None) -> Decimal | None:
    """Gives the weight that the dose refers to, or None when the document does not say it."""
    if order is None:
        return None
    try:
        return Decimal(str(read_document(order.document)["figures"]["dosing_weight_kg"]))
    except (KeyError, TypeError, InvalidOperation):
        return None


def mg_per_kg(given_ug: Fraction, order: Order | None) -> str:
    """Gives what was given per kilogram to two decimals, rounded down; empty when the weight is not known."""
    kg = dosing_weight_kg(order)
    if not kg:
        return ""
    hundredths = int(given_ug / 10 / Fraction(kg))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def order_lines(order: Order) -> list[Line]:
    """Gives all figures of an order in the order in which they are read.

    What holds comes first: the newest change of rate, the changes before it, then the order for the bag that hangs.
    """
    document = read_document(order.document)
    if changes_rate(document):
        return list(_changed(order, document))
    return [*_asked(document), *_prepared(document), *_pump(order, document), *_decided(document)]


def _changed(order: Order, document: dict[str, Any]) -> Iterator[Line]:
    found = {str(each.pk): each for each in Order.objects.filter(clinic_id=order.clinic_id, pk__in=_chain(document))}
    first, *changes = (found[key] for key in _chain(document))
    zone = ZoneInfo(order.clinic.time_zone)
    for change in (order, *reversed(changes)):
        yield from _change_lines(change, zone)
    no_more = {_("Pump"): _("Pump, at first"), _("Speed"): _("Speed, at first")}
    yield from (replace(line, label=no_more.get(line.label, line.label)) for line in order_lines(first))


def _chain(document: dict[str, Any]) -> list[str]:
    return [str(each) for each in document["bag"]["orders"]]


def _change_lines(order: Order, zone: ZoneInfo) -> Iterator[Line]:
    """What one change of rate ordered, as of the instant whose figures were signed."""
    sheet, document = rate_sheet_of(order), read_document(order.document)
    clock = f"{sheet.seen_at.astimezone(zone):%H:%M}"
    asked = _("the rest over %(min)s min") % {"min": sheet.asked_min} if sheet.asked_min else ""
    ends = _("stop after %(mg)s mg in total") % {"mg": sheet.asked_total_mg} if sheet.asked_total_mg else ""
    rate = _("%(rate)s mL/h instead of %(was)s mL/h") % {"rate": sheet.ml_per_h, "was": sheet.was_ml_per_h}
    yield Line(_("Rate changed, %(clock)s") % {"clock": clock}, ", ".join(filter(None, (rate, asked, ends))))
    yield Line(_("Then"), _("%(given)s mg in, %(rest)s mg to come, %(ml)s mL in %(min)s min") % {
        "given": sheet.given_mg, "rest": sheet.rest_mg, "ml": sheet.vtbi_ml, "min": sheet.run_min,
    })  # fmt: skip
    yield Line(_("Speed"), _("%(h)s mg/kg/h = %(min)s mcg/kg/min") % {
        "h": sheet.mg_per_kg_per_h, "min": sheet.mcg_per_kg_per_min,
    })  # fmt: skip
    yield from _decided(document)


def _asked(document: dict[str, Any]) -> Iterator[Line]:
    asked, figures = _part(document, "request"), _part(document, "figures")
    if "ordered_mg_per_kg" in figures:
        basis = str(BASIS_WORDS.get(str(figures.get("weight_basis", "")), "")).lower()
        words = _("%(dose)s mg/kg of %(kg)s kg (%(basis)s), %(minutes)s min")
        yield Line(_("Dose"), words % {
            "dose": figures["ordered_mg_per_kg"], "kg": figures.get("dosing_weight_kg", "?"),
            "basis": basis, "minutes": figures.get("duration_min", "?"),
        })  # fmt: skip
    if "dose_ug" in figures:
        yield Line(_("Ketamine base"), _mg(figures["dose_ug"]))
    if asked.get("weight_basis_reason"):
        yield Line(_("Why this weight"), str(asked["weight_basis_reason"]))


def _prepared(document: dict[str, Any]) -> Iterator[Line]:
    figures, product, asked = _part(document, "figures"), _part(document, "product"), _part(document, "request")
    if "draw_ul" in figures:
        strength = display.number(Fraction(int(product.get("conc_ug_per_ml", 0)), 1000))
        words = _("%(volume)s of %(strength)s mg/mL = %(mg)s")
        drawn = {"volume": _ml(figures["draw_ul"]), "strength": strength, "mg": _mg(figures.get("drawn_ug", "0"))}
        yield Line(_("Draw"), words % drawn)
    made = _part(asked, "preparation")
    if "made_up_to_ml" in made:
        yield Line(_("Preparation"), _("made up to %(volume)s mL") % {"volume": made["made_up_to_ml"]})
    elif "bag_ml" in made:
        words = _("added to a bag of %(volume)s mL, overfill %(overfill)s mL")
        yield Line(_("Preparation"), words % {"volume": made["bag_ml"], "overfill": made.get("overfill_ml", "0")})
    if asked.get("diluent"):
        yield Line(_("Diluent"), str(DILUENT_WORDS.get(asked["diluent"], asked["diluent"])))
    if "final_conc_mg_per_ml" in figures:
        yield Line(_("Final mixture"), f"{figures['final_conc_mg_per_ml']} mg/mL")


def _pump(order: Order, document: dict[str, Any]) -> Iterator[Line]:
    figures = _part(document, "figures")
    words = _("%(rate)s, VTBI %(vtbi)s")
    pump = {"rate": display.ml_per_h(order.rate_ul_per_h), "vtbi": display.ml(order.vtbi_ul)}
    yield Line(_("Pump"), words % pump)
    if {"mg_per_kg_per_h", "mcg_per_kg_per_min"} <= figures.keys():
        yield Line(_("Speed"), _("%(h)s mg/kg/h = %(min)s mcg/kg/min") % {
            "h": _short(figures["mg_per_kg_per_h"]), "min": _short(figures["mcg_per_kg_per_min"]),
        })  # fmt: skip


def _decided(document: dict[str, Any]) -> Iterator[Line]:
    if document.get("tier"):
        yield Line(_("Dose tier"), str(TIERS.get(document["tier"], document["tier"])))
    if document.get("reason"):
        yield Line(_("Reason"), str(document["reason"]))
    if document.get("verbal"):
        back = _("read back") if document.get("read_back") else _("not read back")
        yield Line(_("Verbal order"), back)
    policy = _part(document, "policy")
    if "number" in policy:
        yield Line(_("Checked against"), _("policy version %(n)s") % {"n": policy["number"]})


def _part(document: dict[str, Any], name: str) -> dict[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _mg(amount_ug: str) -> str:
    return f"{display.number(Fraction(amount_ug) / 1000)} mg"


def _ml(volume_ul: str) -> str:
    return f"{display.number(Fraction(volume_ul) / 1000)} mL"


def _short(value: str) -> str:
    return display.number(Fraction(value))

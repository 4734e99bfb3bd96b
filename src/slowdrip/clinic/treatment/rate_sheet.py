"""A signed change of rate as it is read back: the bag, what was asked, what it comes to, from the document alone."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from slowdrip.science.pharmacology.dosing.display import kg, number

from .documents import read_document
from .finding_fields import RATE, REST, TOTAL
from .models import Order
from .rate_documents import change_from_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSheet:
    """The change in texts, units apart; figures are as they were signed, amounts as of `seen_at`."""

    bag_order_id: UUID
    label: str
    bag_mg: str
    bag_ml: str
    mg_per_ml: str
    seen_at: datetime
    given_mg: str
    given_ml: str
    left_ml: str
    was_ml_per_h: str
    was_paused: bool
    asked_ml_per_h: str
    asked_min: str
    asked_total_mg: str
    ordered_mg: str
    dosing_kg: str
    ml_per_h: str
    vtbi_ml: str
    run_min: str
    whole_min: str
    bag_empty_min: str
    total_mg: str
    total_mg_per_kg: str
    rest_mg: str
    mg_per_kg_per_h: str
    mcg_per_kg_per_min: str


def rate_sheet_of(order: Order) -> RateSheet:
    """Gives the sheet of a stored change of rate."""
    document = read_document(order.document)
    told, change = document["change"], change_from_text(document["change"])
    return RateSheet(
        bag_order_id=UUID(document["bag"]["orders"][0]),
        label=document["bag"]["label"],
        bag_mg=_thousandth(change.bag_ug),
        bag_ml=_thousandth(change.bag_ul),
        mg_per_ml=number(change.ug_per_ul),
        seen_at=datetime.fromisoformat(told["seen_at"]),
        given_mg=_thousandth(change.given_ug),
        given_ml=_thousandth(change.out_ul),
        left_ml=_thousandth(change.ends_at_ul - change.out_ul),
        was_ml_per_h=_thousandth(change.present_rate_ul_per_h),
        was_paused=told["paused"],
        asked_ml_per_h=_text(told.get(RATE)),
        asked_min=_text(told.get(REST)),
        asked_total_mg=_text(told[TOTAL]),
        ordered_mg=_thousandth(change.ordered_ug),
        dosing_kg=kg(Decimal(change.dosing_kg)),
        **_figures(document["figures"]),
    )


def _figures(figures: dict[str, Any]) -> dict[str, str]:
    thousandths = {"ml_per_h": "rate_ul_per_h", "vtbi_ml": "vtbi_ul", "total_mg": "total_ug", "rest_mg": "rest_ug"}
    minutes = ("run_min", "whole_min", "bag_empty_min")
    per_weight = ("total_mg_per_kg", "mg_per_kg_per_h", "mcg_per_kg_per_min")
    return {
        **{name: _thousandth(int(figures[stored])) for name, stored in thousandths.items()},
        **{name: number(Fraction(figures[name]), places=1) for name in minutes},
        **{name: number(Fraction(figures[name])) for name in per_weight},
    }


def _thousandth(amount: int) -> str:
    return number(Fraction(amount, 1000))


def _text(told: str | None) -> str:
    return "" if told is None else number(Decimal(told))

"""The signed document of a change of rate: the bag, what was asked beside what the record said, and how to read it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from slowdrip.science.pharmacology.dosing import NewRate, RateChange, RateFigures, RestOver
from slowdrip.science.pharmacology.dosing.display import exact_text, figures_as_text

from .documents import RATE_CHANGE, SCHEMA, bag_orders, changes_rate, finding_as_text, read_document
from .finding_fields import RATE, REST, TOTAL
from .models import Order
from .rate_proposals import RateProposal
from .steps import Drafted

OF_THE_BAG: Final = ("request", "product", "weight")
"""Copied from the order for which the bag was made: what is in it and whom it doses stays as it was signed there."""
HALF_A_MINUTE: Final = Decimal("0.5")
ASKED: Final = ("asked", "total_mg")


def rate_drafted(proposal: RateProposal, *, at: datetime) -> Drafted:
    """Gives a change of rate, ready to be stored."""
    change, figures = proposal.signable
    version, old = proposal.in_force.version, read_document(proposal.old.document)
    orders = bag_orders(proposal.old, old)
    content = {
        "schema": SCHEMA,
        "kind": RATE_CHANGE,
        "patient": proposal.old.patient_id,
        "at": at,
        **{name: old[name] for name in OF_THE_BAG},
        "bag": {"orders": list(orders), "infusion": proposal.hanging.infusion_id, "label": proposal.hanging.label},
        "change": {
            **change_as_text(change),
            "seen_at": proposal.hanging.at,
            "paused": proposal.hanging.is_paused,
            "of_sha256": proposal.old.document_sha256,
        },
        "figures": figures_as_text(figures),
        "findings": [finding_as_text(each.finding) for each in proposal.noticed],
        "tier": proposal.tier.code,
        "policy": {"version": version.pk, "number": version.number, "sha256": version.sha256},
    }
    return Drafted(
        patient=proposal.old.patient,
        version=version,
        content=content,
        columns=rate_columns(figures),
        tier=proposal.tier.code,
        needs_second=proposal.needs_second,
    )


def rate_columns(figures: RateFigures) -> dict[str, int]:
    """Gives the order's columns: the bag as it is, the new rate, and what the pump still has to give in which time."""
    return {
        "dose_ug": figures.dose_ug,
        "draw_ul": figures.draw_ul,
        "final_volume_ul": figures.final_volume_ul,
        "rate_ul_per_h": figures.rate_ul_per_h,
        "vtbi_ul": figures.vtbi_ul,
        "duration_s": round(figures.run_min * 60),
    }


def change_as_text(change: RateChange) -> dict[str, Any]:
    """Gives a change as plain texts and whole numbers; of rate and time only the one that was asked for."""
    numbers = {each.name: getattr(change, each.name) for each in fields(change) if each.name not in ASKED}
    told = {name: value if isinstance(value, int) else exact_text(value) for name, value in numbers.items()}
    asked = (RATE, change.asked.ml_per_h) if isinstance(change.asked, NewRate) else (REST, change.asked.minutes)
    return {
        **told,
        asked[0]: exact_text(asked[1]),
        TOTAL: None if change.total_mg is None else exact_text(change.total_mg),
    }


def change_from_text(told: Mapping[str, Any]) -> RateChange:
    """Gives the change back from its plain texts."""
    names = [each.name for each in fields(RateChange) if each.name not in ASKED]
    numbers: dict[str, Any] = {
        name: told[name] if isinstance(told[name], int) else Decimal(told[name]) for name in names
    }
    asked = NewRate(Decimal(told[RATE])) if RATE in told else RestOver(Decimal(told[REST]))
    return RateChange(asked=asked, total_mg=None if told[TOTAL] is None else Decimal(told[TOTAL]), **numbers)


def asks_for_rate(document: Mapping[str, Any]) -> bool:
    """Says whether the prescriber asked for a rate, so that the minutes are what is left to work out."""
    return changes_rate(document) and RATE in document["change"]


def doses_ug(order: Order, document: Mapping[str, Any]) -> tuple[int, ...]:
    """Gives the doses that a verifier may come to: as ordered, and for a change of rate as it leaves the drawn bag."""
    if not changes_rate(document):
        return (order.dose_ug,)
    return order.dose_ug, int(document["figures"]["total_ug"])


def same_minutes(minutes: Decimal, document: Mapping[str, Any]) -> bool:
    """Says whether these are the minutes left, to the nearest whole one."""
    return abs(minutes - Decimal(document["figures"]["run_min"])) <= HALF_A_MINUTE

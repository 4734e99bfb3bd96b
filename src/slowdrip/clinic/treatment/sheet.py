"""A signed order as it is read back: what was asked, and what it comes to, from the document alone."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from slowdrip.clinic.policy.queries import policy_of
from slowdrip.knowledge.types import Policy
from slowdrip.science.pharmacology.dosing import Finding, Tier
from slowdrip.science.pharmacology.dosing.display import kg, lb, number

from .documents import read_document
from .finding_fields import field_of
from .models import Order
from .reading import Noticed
from .shown import Said, findings_said
from .words import BASIS_WORDS, DILUENT_WORDS, END_WORDS, PREPARATION_WORDS, PRIME_WORDS, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The order in texts, units apart; figures are as they were signed."""

    mg_per_kg: str
    dosing_kg: str
    kg: str
    lb: str
    basis: Words
    basis_reason: str
    minutes: str
    drug: str
    vial_mg_per_ml: str
    vial_ml: str
    diluent: Words
    preparation: Words
    volume_ml: str
    overfill_ml: str
    line_prime_ml: str
    prime_with: Words
    end_of_line: Words
    dose_mg: str
    draw_ml: str
    in_bag_mg: str
    fluid_ml: str
    final_ml: str
    mg_per_ml: str
    ml_per_h: str
    vtbi_ml: str
    mg_per_kg_per_h: str
    mcg_per_kg_per_min: str
    vials: str
    reason: str
    tier: str
    findings: list[Said]
    policy_number: int
    taken_at: str
    sha256: str


def sheet_of(order: Order) -> Sheet:
    """Gives the sheet of a stored order."""
    document = read_document(order.document)
    asked, figures, made = document["request"], document["figures"], document["request"]["preparation"]
    is_added = "bag_ml" in made
    return Sheet(
        mg_per_kg=number(Decimal(asked["dose_mg_per_kg"])),
        dosing_kg=kg(Decimal(figures["dosing_weight_kg"])),
        kg=kg(Decimal(asked["weight"]["kg"])),
        lb=lb(Decimal(asked["weight"]["kg"])),
        basis=BASIS_WORDS[asked["weight_basis"]],
        basis_reason=asked["weight_basis_reason"],
        minutes=number(Decimal(asked["duration_min"])),
        drug=document["product"]["drug"],
        vial_mg_per_ml=number(Decimal(asked["product"]["conc_mg_per_ml"])),
        vial_ml=number(Decimal(asked["product"]["vial_ml"])),
        diluent=DILUENT_WORDS[asked["diluent"]],
        preparation=PREPARATION_WORDS["added_to" if is_added else "made_up_to"],
        volume_ml=number(Decimal(made["bag_ml"] if is_added else made["made_up_to_ml"])),
        overfill_ml=number(Decimal(made["overfill_ml"])) if is_added else "",
        line_prime_ml=number(Decimal(asked["line_prime_ml"])),
        prime_with=PRIME_WORDS[asked["prime_with"]],
        end_of_line=END_WORDS[asked["end_of_line"]],
        **_figures(figures),
        reason=document["reason"],
        tier=document["tier"],
        findings=_findings(document["findings"], policy_of(order.policy)),
        policy_number=document["policy"]["number"],
        taken_at=document["weight"]["taken_at"],
        sha256=order.document_sha256,
    )


def _figures(figures: dict[str, str]) -> dict[str, str]:
    thousandths = {
        "dose_mg": "dose_ug",
        "draw_ml": "draw_ul",
        "in_bag_mg": "drawn_ug",
        "final_ml": "final_volume_ul",
        "ml_per_h": "rate_ul_per_h",
        "vtbi_ml": "vtbi_ul",
    }
    return {
        **{name: number(Decimal(figures[stored]) / 1000) for name, stored in thousandths.items()},
        "fluid_ml": number(Decimal(int(figures["final_volume_ul"]) - int(figures["draw_ul"])) / 1000),
        "mg_per_ml": number(Fraction(figures["final_conc_mg_per_ml"])),
        "mg_per_kg_per_h": number(Fraction(figures["mg_per_kg_per_h"])),
        "mcg_per_kg_per_min": number(Fraction(figures["mcg_per_kg_per_min"])),
        "vials": figures.get("vials", ""),
    }


def _findings(stored: list[dict[str, Any]], policy: Policy) -> list[Said]:
    findings = (Finding(each["code"], Tier[each["severity"].upper()], _params(each["params"])) for each in stored)
    return findings_said([Noticed(finding, field_of(finding)) for finding in findings], policy)


def _params(stored: dict[str, Any]) -> dict[str, Decimal | int | str]:
    return {name: _read(value) for name, value in stored.items()}


def _read(value: Any) -> Decimal | int | str:
    """Decimals were stored as texts."""
    text = str(value)
    return Decimal(text) if isinstance(value, str) and text.replace(".", "", 1).lstrip("-").isdigit() else value

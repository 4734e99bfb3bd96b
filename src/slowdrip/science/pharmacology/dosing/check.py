"""The one entry for pages: figures, every finding at once, and what the order needs before it may be signed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slowdrip.science.pharmacology.dosing import fields, mixture, tiers, units, weight_checks
from slowdrip.science.pharmacology.dosing.figures import OrderFigures
from slowdrip.science.pharmacology.dosing.findings import Finding, Refusal, Tier, worst
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.mixture import Mixture
from slowdrip.science.pharmacology.dosing.order import compute
from slowdrip.science.pharmacology.dosing.quantity import (
    Parsed,
    Unit,
    parse_quantity,
    parse_quantity_or_zero,
)
from slowdrip.science.pharmacology.dosing.request import NO_HISTORY, History, OrderRequest
from slowdrip.science.pharmacology.dosing.weights import dosing_weight

__all__ = ["Checked", "Parsed", "Unit", "check", "parse_quantity", "parse_quantity_or_zero"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check. `figures` may be there while `tier` is IMPOSSIBLE: show them, never sign them."""

    figures: OrderFigures | None
    findings: tuple[Finding, ...]
    tier: Tier

    @property
    def may_be_signed(self) -> bool:
        """Whether anyone may sign this at all, with the reason and second clinician that `tier` asks for."""
        return self.figures is not None and self.tier < Tier.IMPOSSIBLE


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at."""

    request: OrderRequest
    limits: DoseLimits
    history: History

    @property
    def dosing_kg(self) -> Decimal | None:
        """The weight the dose multiplies, if there is one."""
        kg = dosing_weight(self.request)
        return None if isinstance(kg, Finding) else kg

    @property
    def mg_per_kg(self) -> Fraction:
        """The dose per kg: the larger of per chosen and per measured weight, so no basis hides a high dose."""
        ordered = Fraction(self.request.dose_mg_per_kg)
        kg = self.dosing_kg
        return ordered if kg is None else max(ordered, ordered * Fraction(kg) / Fraction(self.request.weight.kg))


def check(request: OrderRequest, *, limits: DoseLimits, history: History = NO_HISTORY) -> Checked:
    """Everything there is to say about an order. Never raises for bad numbers; the gravest findings come first."""
    faults = (*fields.field_findings(request), *fields.history_findings(history))
    outcome = compute(request, limits=limits)
    refusals = outcome.findings if isinstance(outcome, Refusal) else ()
    figures = None if isinstance(outcome, Refusal) else outcome
    noticed = tuple(_noticed(Case(request, limits, history), fields.bad_fields(faults)))
    line = tuple(tiers.line_findings(figures.line_loss_pct, limits)) if figures else ()
    findings = _gravest_first((*faults, *refusals, *noticed, *line))
    return Checked(figures, findings, worst(findings))


def _noticed(case: Case, bad: frozenset[str]) -> Iterator[Finding]:
    """The findings of every rule whose own numbers are usable, so one bad field does not silence the rest."""
    for needs, rule in RULES:
        if not needs & bad:
            yield from rule(case)


def _gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    once: list[Finding] = []
    for finding in findings:
        if finding not in once:
            once.append(finding)
    return tuple(sorted(once, key=lambda finding: -finding.severity))


def _dose(case: Case) -> Iterator[Finding]:
    yield from tiers.dose_findings(case.mg_per_kg, case.limits)


def _slip(case: Case) -> Iterator[Finding]:
    yield from tiers.slip_findings(Fraction(case.request.dose_mg_per_kg), case.limits, case.history)


def _amount(case: Case) -> Iterator[Finding]:
    kg = case.dosing_kg
    if kg is None:
        return
    dose_ug = Fraction(case.request.dose_mg_per_kg) * Fraction(kg) * units.UG_PER_MG
    yield from tiers.amount_findings(dose_ug, case.limits)
    yield from tiers.amount_slip_findings(dose_ug, case.limits, case.history)


def _time(case: Case) -> Iterator[Finding]:
    yield from tiers.time_findings(case.request.duration_min, case.mg_per_kg, case.limits)


def _product(case: Case) -> Iterator[Finding]:
    yield from tiers.product_findings(case.request.product, case.limits)


def _dilution(case: Case) -> Iterator[Finding]:
    kg = case.dosing_kg
    mixed = kg and mixture.mixture(case.request, dosing_kg=kg, limits=case.limits)
    if isinstance(mixed, Mixture):
        yield from tiers.dilution_findings(case.request.product, mixed, case.limits)


def _weight_age(case: Case) -> Iterator[Finding]:
    yield from weight_checks.age_findings(case.request.weight.age_h, case.limits)


def _weight_range(case: Case) -> Iterator[Finding]:
    yield from weight_checks.range_findings(case.request.weight.kg, case.limits)


def _weight_for_height(case: Case) -> Iterator[Finding]:
    height_cm = case.request.height_cm
    if height_cm is not None:
        yield from weight_checks.height_findings(case.request.weight.kg, height_cm, case.limits)


def _weight_change(case: Case) -> Iterator[Finding]:
    last_kg = case.history.last_weight_kg
    if last_kg is not None:
        yield from weight_checks.change_findings(case.request.weight.kg, last_kg, case.limits)


def _basis(case: Case) -> Iterator[Finding]:
    actual = case.request.weight.kg
    kg = case.dosing_kg or actual
    yield from tiers.basis_findings(case.request.weight_basis, dosing_kg=kg, actual_kg=actual, limits=case.limits)


Rule: TypeAlias = Callable[[Case], Iterator[Finding]]

WEIGHT = frozenset({"weight_kg", "weight_how", "weight_basis", "height_cm", "sex"})
DOSE = WEIGHT | {"dose_mg_per_kg"}
MIX = DOSE | {"product_conc_mg_per_ml", "product_labelled_as", "preparation", "made_up_to_ml", "bag_ml", "overfill_ml"}

RULES: tuple[tuple[frozenset[str], Rule], ...] = (
    (DOSE, _dose),
    (frozenset({"dose_mg_per_kg", "last_mg_per_kg"}), _slip),
    (DOSE | {"last_dose_ug"}, _amount),
    (DOSE | {"duration_min"}, _time),
    (frozenset({"product_conc_mg_per_ml"}), _product),
    (MIX, _dilution),
    (frozenset({"weight_age_h"}), _weight_age),
    (frozenset({"weight_kg"}), _weight_range),
    (frozenset({"weight_kg", "height_cm"}), _weight_for_height),
    (frozenset({"weight_kg", "last_weight_kg"}), _weight_change),
    (WEIGHT, _basis),
)
"""Each rule with the fields it reads."""

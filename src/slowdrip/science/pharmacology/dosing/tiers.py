"""How unusual is this dose? Three tiers of policy, and the slips that no reason can lift."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from slowdrip.science.pharmacology.dosing import units
from slowdrip.science.pharmacology.dosing.findings import Finding, Number, Tier, found, impossible
from slowdrip.science.pharmacology.dosing.limits import DoseLimits
from slowdrip.science.pharmacology.dosing.mixture import Mixture
from slowdrip.science.pharmacology.dosing.request import History, Product, WeightBasis

REASON = Tier.NEEDS_REASON
SECOND = Tier.NEEDS_SECOND_CLINICIAN_AND_REASON


def dose_findings(mg_per_kg: Fraction, limits: DoseLimits) -> Iterator[Finding]:
    """The tier of a dose in mg/kg; give the larger of per chosen weight and per actual weight."""
    for code, severity, limit in _dose_ladder(limits):
        beyond = mg_per_kg < limit if code in LOW_CODES else mg_per_kg > limit
        if beyond:
            yield found(code, severity, mg_per_kg=mg_per_kg, limit_mg_per_kg=limit)
            return


LOW_CODES = frozenset({"dose_impossibly_low", "dose_below_usual"})


def _dose_ladder(limits: DoseLimits) -> tuple[tuple[str, Tier, Number], ...]:
    """Gravest first, so that the first one crossed is the tier."""
    return (
        ("dose_impossibly_high", Tier.IMPOSSIBLE, limits.impossible_above_mg_per_kg),
        ("dose_impossibly_low", Tier.IMPOSSIBLE, limits.impossible_below_mg_per_kg),
        ("dose_high", SECOND, limits.second_clinician_above_mg_per_kg),
        ("dose_above_usual", REASON, limits.reason_above_mg_per_kg),
        ("dose_below_usual", REASON, limits.reason_below_mg_per_kg),
    )


def amount_findings(dose_ug: Fraction, limits: DoseLimits) -> Iterator[Finding]:
    """The whole dose against the policy's limit for one infusion, if it has one, whatever the weight says."""
    limit = limits.impossible_above_ug
    if limit is not None and dose_ug > limit:
        yield impossible("amount_impossibly_high", dose_ug=dose_ug, limit_ug=limit)


def slip_findings(mg_per_kg: Fraction, limits: DoseLimits, history: History) -> Iterator[Finding]:
    """A dose per kg about ten or a thousand times the clinic's usual dose, or this patient's last, either way."""
    yield from slips(mg_per_kg, limits.usual_mg_per_kg, "usual_mg_per_kg", limits)
    if history.last_mg_per_kg is not None:
        yield from slips(mg_per_kg, history.last_mg_per_kg, "last_mg_per_kg", limits)


def amount_slip_findings(dose_ug: Fraction, limits: DoseLimits, history: History) -> Iterator[Finding]:
    """The same for the whole dose: it also catches a slip in the weight."""
    if history.last_dose_ug is not None:
        yield from slips(dose_ug, history.last_dose_ug, "last_dose_ug", limits)


def time_findings(duration_min: Number, mg_per_kg: Fraction, limits: DoseLimits) -> Iterator[Finding]:
    """Too short, too long or too fast (label: rapid IV causes apnoea and a larger pressor response; facts C)."""
    yield from duration_findings(duration_min, limits)
    yield from speed_findings(mg_per_kg * units.MIN_PER_H / Fraction(duration_min), limits)


def duration_findings(duration_min: Number | Fraction, limits: DoseLimits) -> Iterator[Finding]:
    """How long the whole drip takes."""
    if not limits.impossible_under_min <= duration_min <= limits.impossible_over_min:
        under, over = limits.impossible_under_min, limits.impossible_over_min
        yield impossible("duration_outside_range", duration_min=duration_min, min_min=under, max_min=over)
    elif duration_min < limits.reason_under_min:
        yield found("duration_short", REASON, duration_min=duration_min, limit_min=limits.reason_under_min)
    elif duration_min > limits.reason_over_min:
        yield found("duration_long", REASON, duration_min=duration_min, limit_min=limits.reason_over_min)


def product_findings(product: Product, limits: DoseLimits) -> Iterator[Finding]:
    """A vial strength the policy does not list: a slip in the strength is a slip in the dose."""
    if product.conc_mg_per_ml not in {Decimal(conc) for conc in limits.product_concs_mg_per_ml}:
        yield found("product_conc_unlisted", SECOND, conc_mg_per_ml=product.conc_mg_per_ml)


def dilution_findings(product: Product, mixed: Mixture, limits: DoseLimits) -> Iterator[Finding]:
    """A vial that must be diluted and is not enough (label: 100 mg/mL, at least equal volume), or too strong a bag."""
    must = product.must_dilute or product.conc_mg_per_ml >= limits.dilute_at_least_mg_per_ml
    least_ul = mixed.draw_ul * Fraction(limits.dilution_min_ratio)
    if must and mixed.diluent_ul < least_ul:
        yield impossible("must_be_diluted", diluent_ul=mixed.diluent_ul, least_ul=least_ul)
    yield from _strength_findings(mixed.ug_per_ul, limits)


def line_findings(line_loss_pct: Fraction, limits: DoseLimits) -> Iterator[Finding]:
    """Drug that is meant to stay in the line never reaches the patient: how much is too much."""
    if line_loss_pct > limits.line_loss_impossible_above_pct:
        limit = limits.line_loss_impossible_above_pct
        yield impossible("line_keeps_too_much", line_loss_pct=line_loss_pct, limit_pct=limit)
    elif line_loss_pct > limits.line_loss_reason_above_pct:
        limit = limits.line_loss_reason_above_pct
        yield found("line_keeps_drug", REASON, line_loss_pct=line_loss_pct, limit_pct=limit)


def basis_findings(
    basis: WeightBasis, *, dosing_kg: Number, actual_kg: Number, limits: DoseLimits
) -> Iterator[Finding]:
    """A basis the policy does not allow, or one that doses a slight patient above the measured weight."""
    if basis not in limits.weight_bases_allowed:
        yield impossible("basis_not_allowed", basis=basis.value)
    if dosing_kg > actual_kg:
        yield found("basis_above_actual", SECOND, dosing_kg=dosing_kg, actual_kg=actual_kg)


def speed_findings(mg_per_kg_per_h: Fraction, limits: DoseLimits) -> Iterator[Finding]:
    """How fast the drug goes in; give the larger of per chosen weight and per actual weight."""
    never, above = limits.impossible_above_mg_per_kg_per_h, limits.reason_above_mg_per_kg_per_h
    if mg_per_kg_per_h > never:
        yield impossible("speed_impossibly_high", mg_per_kg_per_h=mg_per_kg_per_h, limit_mg_per_kg_per_h=never)
    elif mg_per_kg_per_h > above:
        yield found("speed_high", REASON, mg_per_kg_per_h=mg_per_kg_per_h, limit_mg_per_kg_per_h=above)


def _strength_findings(mg_per_ml: Fraction, limits: DoseLimits) -> Iterator[Finding]:
    never, above = limits.impossible_above_mg_per_ml, limits.reason_above_mg_per_ml
    if mg_per_ml > never:
        yield impossible("final_conc_too_high", mg_per_ml=mg_per_ml, limit_mg_per_ml=never)
    elif mg_per_ml > above:
        yield found("final_conc_high", REASON, mg_per_ml=mg_per_ml, limit_mg_per_ml=above)


def slips(value: Fraction, reference: Number, name: str, limits: DoseLimits) -> Iterator[Finding]:
    """A value about ten or a thousand times its reference, either way; `name` says what the reference is."""
    ratio = value / Fraction(reference)
    way = "high" if ratio > 1 else "low"
    times = max(ratio, 1 / ratio)
    if times >= limits.thousandfold_from_ratio:
        yield impossible(f"thousandfold_{way}", ratio=ratio, against=name, reference=reference)
    elif times >= limits.tenfold_from_ratio:
        yield impossible(f"tenfold_{way}", ratio=ratio, against=name, reference=reference)

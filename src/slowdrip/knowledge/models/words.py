"""The words of a model card: kinds, uses, flows and rules as a reader of papers says them."""

from collections.abc import Mapping
from types import MappingProxyType

from slowdrip.knowledge.types.model_parts import Covariate, Curve, Flow, FlowSort, Rule
from slowdrip.knowledge.types.models import Kind, Use

CONFIRM = "confirm with your medical director"
KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.KINETICS: "Where the drug goes",
        Kind.EFFECT: "What the drug does",
        Kind.LINK: "From one sampling site to another",
        Kind.CONSTANTS: "Constants",
    }
)
USES: Mapping[Use, str] = MappingProxyType(
    {
        Use.DEFAULT: "the default",
        Use.VENOUS_REFERENCE: "the reference for venous samples and norketamine",
        Use.COVARIATE_REFERENCE: "the reference for covariates and patient spread",
        Use.QUALITATIVE: "a picture of the metabolites",
        Use.COMPARATOR: "a comparator, never a default",
    }
)
RULES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.POWER_OF_WEIGHT: "times (weight / `reference`) to the power `exponent`.",
        Rule.SLOPE_ABOVE_AGE: "plus `slope` for each year above `above`.",
        Rule.LIVER_FLOW_ABOVE_AGE: "liver flow changes by `slope` for each year above `above`; the clearance follows a "
        "well-stirred liver of `liver_flow` and `intrinsic_clearance`.",
        Rule.FACTOR: "times `factor`.",
    }
)


def rule_words(covariate: Covariate) -> str:
    """What a covariate does to its parameters."""
    return RULES[covariate.rule]


def flow_words(flow: Flow) -> str:
    """One flow as a line of a paper."""
    if flow.sort is FlowSort.EXCHANGE:
        way = f"`{flow.by}` there, `{flow.back}` back" if flow.back else f"`{flow.by}`"
        return f"`{flow.start}` ⇄ `{flow.end}` by {way}"
    if flow.sort is FlowSort.LOSS:
        return f"`{flow.start}` → out of the body by `{flow.by}`"
    share = f", of which `{flow.share}` arrives" if flow.share else ""
    steps = f", through {flow.transit_steps} equal steps that take `{flow.transit}` together" if flow.transit else ""
    return f"`{flow.start}` → `{flow.end}` by `{flow.by}`{share}{steps}"


def steep_words(curve: Curve) -> str:
    """One effect curve as a line of a paper."""
    return (
        f"`{curve.e_max}` × Ce^γ / (`{curve.c50}`^γ + Ce^γ), γ = `{curve.gamma}`, Ce of {curve.driver} in its effect "
        f"site, behind the artery by `{curve.half_life}`"
    )

"""What one row of a model file cannot show: names nobody defines, numbers nobody uses, drug that cannot leave."""

from collections.abc import Iterator

from slowdrip.knowledge.models.page import Page, join
from slowdrip.knowledge.types.model_parts import Flow, FlowSort, Variability
from slowdrip.knowledge.types.model_units import UNITS
from slowdrip.knowledge.types.models import Kinetics, Model

BY_CLEARANCE = "clearance"
BY_RATE = "rate"
CURVE_UNITS = {
    "half_life": ("time",),
    "e_max": ("fraction", "percent"),
    "c50": ("concentration", "molar_concentration"),
    "gamma": ("number",),
}
LINK_UNITS = {"direct": ("fraction",), "lagged": ("fraction",), "half_life": ("time",)}
# Parameters of an effect that the code reads by name, beside those that its curves name.
READ_BY_NAME = frozenset({"scale_cadss", "systolic_share", "diastolic_share", "s_in_racemate", "cuff_sd"})

Use = tuple[str, str, tuple[str, ...]]


def note_contradictions(model: Model, page: Page) -> None:
    """Notes everything in a model that contradicts something else in it."""
    for key, parameter, measures in _uses(model):
        _note_use(model, key, parameter, measures, page)
    _note_unused(model, page)
    if model.kinetics is not None:
        _note_flows(model.kinetics, page)
        _note_volumes(model, model.kinetics, page)
    if model.link is not None:
        _note_shares(model, (model.link.direct, model.link.lagged), page)
    for each in model.variability:
        _note_spreads(model, each, page)
    for residual in model.residuals:
        if model.kinetics is None or residual.of not in {each.name for each in model.kinetics.readouts}:
            page.found.add(f"residuals.{residual.name}.of", "unknown_choice", found=residual.of, expected="a readout")


def _uses(model: Model) -> Iterator[Use]:
    """Each place that names a parameter: its key, the parameter, and what its unit may measure."""
    if model.kinetics is not None:
        yield from _kinetic_uses(model.kinetics)
    for curve in model.curves:
        yield from ((f"curves.{curve.name}.{part}", getattr(curve, part), units) for part, units in CURVE_UNITS.items())
    if model.link is not None:
        yield from ((f"link.{part}", getattr(model.link, part), units) for part, units in LINK_UNITS.items())
    for covariate in model.covariates:
        yield from ((f"covariates.{covariate.name}.on", each, ()) for each in covariate.on)


def _kinetic_uses(kinetics: Kinetics) -> Iterator[Use]:
    if kinetics.clearance:
        yield "kinetics.clearance", kinetics.clearance, (BY_CLEARANCE, BY_RATE)
    for place in kinetics.compartments:
        if place.volume is not None:
            yield f"kinetics.compartments.{place.name}.volume", place.volume, ("volume",)
    for number, flow in enumerate(kinetics.flows):
        key = f"kinetics.flows.{number}"
        yield f"{key}.by", flow.by, (BY_RATE,) if flow.back else (BY_CLEARANCE, BY_RATE)
        for part, units in (("back", (BY_RATE,)), ("share", ("fraction",)), ("transit", ("time",))):
            if getattr(flow, part):
                yield f"{key}.{part}", getattr(flow, part), units
    for readout in kinetics.readouts:
        for part, units in (("mass_ratio", ("mass_ratio",)), ("band", ("percent",))):
            if getattr(readout, part):
                yield f"kinetics.readouts.{readout.name}.{part}", getattr(readout, part), units


def _note_use(model: Model, key: str, parameter: str, measures: tuple[str, ...], page: Page) -> None:
    made = model.parameters.get(parameter)
    if made is None:
        page.found.add(key, "unknown_parameter", found=parameter, expected=", ".join(model.parameters) or "none")
        return
    unit = UNITS.get(made.unit)
    if measures and unit is not None and unit.measures not in measures:
        page.found.add(key, "wrong_dimension", found=f"{parameter} in {made.unit}", expected=" or ".join(measures))


def _note_unused(model: Model, page: Page) -> None:
    if model.kind == "constants":
        return
    used = {parameter for _, parameter, _ in _uses(model)}
    for name in model.parameters:
        if name not in used and name not in READ_BY_NAME:
            page.found.add(f"parameters.{name}", "unused_parameter")


def _note_shares(model: Model, names: tuple[str, str], page: Page) -> None:
    """Notes shares that are not one together: the link would make or lose drug."""
    shares = [model.parameters[name].value for name in names if name in model.parameters]
    if len(shares) == len(names) and sum(shares) != 1:
        page.found.add("link", "not_whole", found=sum(shares))


def _note_flows(kinetics: Kinetics, page: Page) -> None:
    volumes = {each.name: each.volume for each in kinetics.compartments}
    known = ", ".join(volumes)
    ends = [("kinetics.dose_enters", kinetics.dose_enters)]
    ends += [(f"kinetics.flows.{n}", end) for n, flow in enumerate(kinetics.flows) for end in _ends(flow)]
    ends += [(f"kinetics.readouts.{each.name}.compartment", each.compartment) for each in kinetics.readouts]
    for key, name in ends:
        if name not in volumes:
            page.found.add(key, "unknown_compartment", found=name, expected=known)
    reached = _reached(kinetics)
    for name in volumes:
        if name not in reached:
            page.found.add(f"kinetics.compartments.{name}", "unreached_compartment")
    if not any(flow.sort is FlowSort.LOSS for flow in kinetics.flows):
        page.found.add("kinetics.flows", "no_way_out")


def _note_volumes(model: Model, kinetics: Kinetics, page: Page) -> None:
    """Notes compartments without the volume that a readout of them, or a clearance out of them, divides by."""
    needed = {each.compartment for each in kinetics.readouts}
    for flow in kinetics.flows:
        made = model.parameters.get(flow.by)
        if made is not None and made.unit in UNITS and UNITS[made.unit].measures == BY_CLEARANCE:
            needed |= set(_ends(flow)) if flow.sort is FlowSort.EXCHANGE else {flow.start}
    for each in kinetics.compartments:
        if each.name in needed and each.volume is None:
            page.found.add(join("kinetics.compartments", each.name), "missing_volume")


def _ends(flow: Flow) -> tuple[str, ...]:
    return (flow.start, flow.end) if flow.sort is not FlowSort.LOSS else (flow.start,)


def _reached(kinetics: Kinetics) -> set[str]:
    """The compartments that drug given at the start can come to."""
    reached = {kinetics.dose_enters}
    for _ in kinetics.compartments:
        reached |= {flow.end for flow in kinetics.flows if flow.end and flow.start in reached}
    return reached


def _note_spreads(model: Model, spreads: Variability, page: Page) -> None:
    key = f"variability.{spreads.name}"
    for part in ("between_subjects", "between_occasions"):
        for each in getattr(spreads, part):
            _note_use(model, f"{key}.{part}.{each.parameter}", each.parameter, (), page)
    own = {each.parameter: each.quantity for each in spreads.between_subjects}
    for number, covariance in enumerate(spreads.covariances):
        pair = [own.get(each) for each in covariance.parameters]
        variances = [each.value for each in pair if each is not None and each.unit == "omega^2"]
        possible = len(variances) == 2 and covariance.quantity.value**2 < variances[0] * variances[1]
        if not possible:
            page.found.add(f"{key}.covariances.{number}", "impossible_covariance")

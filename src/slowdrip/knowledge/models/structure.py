"""Reads where the drug goes, what it does, and how two sites differ."""

from collections.abc import Callable
from typing import Any

from slowdrip.knowledge.models.page import Page, check_keys, choice, confidence, join, named, source, table, text
from slowdrip.knowledge.types.model_parts import Compartment, Curve, Flow, FlowSort, Readout, Site, SiteLink, Statement
from slowdrip.knowledge.types.models import Kinetics

DRUGS = ("ketamine", "s_ketamine")
ANALYTES = (*DRUGS, "r_ketamine", "s_norketamine", "s_hydroxynorketamine")
READOUT_MAY = ("note", "mass_ratio", "band", "qualitative")
FLOW_KEYS = {
    FlowSort.EXCHANGE: (("start", "end", "by"), ("back",)),
    FlowSort.LOSS: (("start", "by"), ()),
    FlowSort.TRANSFER: (("start", "end", "by"), ("share", "transit", "transit_steps")),
}
KINETICS_KEYS = ("drug", "dose_enters", "compartments", "flows", "readouts")
MOST_STEPS = 10


def kinetics(raw: object, key: str, page: Page) -> Kinetics:
    """The compartments, flows and readouts of a model."""
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=KINETICS_KEYS, may=("clearance",))
    return Kinetics(
        drug=choice(entry, "drug", key, page, allowed=DRUGS),
        dose_enters=text(entry, "dose_enters", key, page),
        compartments=_each(entry, "compartments", key, page, read=_compartment),
        flows=_each(entry, "flows", key, page, read=_flow),
        readouts=_each(entry, "readouts", key, page, read=_readout),
        clearance=text(entry, "clearance", key, page),
    )


def curves(raw: object, key: str, page: Page) -> tuple[Curve, ...]:
    """The effects of a model."""
    return tuple(_curve(each, name, join(key, name), page) for name, each in named(raw, key, page).items())


def link(raw: object, key: str, page: Page) -> SiteLink:
    """How one site follows from another."""
    entry = table(raw, key, page)
    names = ("start", "end", "direct", "lagged", "half_life")
    check_keys(entry, key, page, needs=names)
    start, end = (Site(choice(entry, each, key, page, allowed=tuple(Site))) for each in names[:2])
    direct, lagged, half_life = (text(entry, each, key, page) for each in names[2:])
    return SiteLink(start, end, direct, lagged, half_life)


Reader = Callable[[object, str, str, Page], Any]


def _each(entry: dict[str, Any], part: str, key: str, page: Page, /, *, read: Reader) -> tuple[Any, ...]:
    if part not in entry:
        return ()
    inside = join(key, part)
    rows = named(entry[part], inside, page)
    if not rows:
        page.found.add(inside, "empty_section")
    return tuple(read(each, name, join(inside, name), page) for name, each in rows.items())


def _compartment(raw: object, name: str, key: str, page: Page) -> Compartment:
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=(), may=("volume",))
    return Compartment(name, text(entry, "volume", key, page) or None)


def _flow(raw: object, name: str, key: str, page: Page) -> Flow:
    entry = table(raw, key, page)
    sort = FlowSort(choice(entry, "sort", key, page, allowed=tuple(FlowSort)))
    needs, may = FLOW_KEYS[sort]
    check_keys(entry, key, page, needs=("sort", *needs), may=may)
    start, end, by, back, share, transit = (
        text(entry, each, key, page) for each in ("start", "end", "by", "back", "share", "transit")
    )
    return Flow(sort, start, end, by, back, share, transit, _steps(entry, key, page))


def _steps(entry: dict[str, Any], key: str, page: Page) -> int:
    """How many steps a transit has; both or neither of its two keys are there."""
    steps = entry.get("transit_steps", 0)
    if type(steps) is not int or (steps == 0) != ("transit" not in entry) or not 0 <= steps <= MOST_STEPS:
        page.found.add(join(key, "transit_steps"), "wrong_type", found=steps, expected="a whole number from 1 to 10")
        return 0
    return steps


def _readout(raw: object, name: str, key: str, page: Page) -> Readout:
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=("analyte", "compartment", "site", "source", "confidence"), may=READOUT_MAY)
    of = source(entry, key, page)
    qualitative = entry.get("qualitative", False)
    if not isinstance(qualitative, bool):
        page.found.add(join(key, "qualitative"), "wrong_type", found=qualitative, expected="true or false")
    return Readout(
        name=name,
        analyte=choice(entry, "analyte", key, page, allowed=ANALYTES),
        compartment=text(entry, "compartment", key, page),
        site=Site(choice(entry, "site", key, page, allowed=tuple(Site))),
        said=Statement(
            text(entry, "site", key, page), of, confidence(entry, key, page, of=of), text(entry, "note", key, page)
        ),
        mass_ratio=text(entry, "mass_ratio", key, page),
        band=text(entry, "band", key, page),
        qualitative=qualitative is True,
    )


def _curve(raw: object, name: str, key: str, page: Page) -> Curve:
    entry = table(raw, key, page)
    check_keys(entry, key, page, needs=("driver", "half_life", "e_max", "c50", "gamma"))
    driver = choice(entry, "driver", key, page, allowed=DRUGS)
    half_life, e_max, c50, gamma = (text(entry, each, key, page) for each in ("half_life", "e_max", "c50", "gamma"))
    return Curve(name, driver, half_life, e_max, c50, gamma)

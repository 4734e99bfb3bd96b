"""Loads a model file strictly: everything known, in its unit, with meaning, source and confidence, or refused."""

from types import MappingProxyType
from typing import Any

from slowdrip.knowledge.authored.problems import AuthoredError, Findings
from slowdrip.knowledge.authored.toml import read_toml
from slowdrip.knowledge.models.canonical import content_sha256
from slowdrip.knowledge.models.checks import note_contradictions
from slowdrip.knowledge.models.covariates import covariates
from slowdrip.knowledge.models.page import (
    Page,
    check_keys,
    choice,
    join,
    named,
    quantity,
    reference,
    span,
    statement,
    text,
)
from slowdrip.knowledge.models.spreads import residuals, variability
from slowdrip.knowledge.models.structure import curves, kinetics, link
from slowdrip.knowledge.types.model_parts import Quantity, Range
from slowdrip.knowledge.types.model_units import RANGES
from slowdrip.knowledge.types.models import Kind, Model, Use

SCHEMA_VERSION = 1
ALWAYS = ("schema_version", "kind", "use", "title", "references", "population", "parameters")
PARTS = ("kinetics", "curves", "link", "covariates", "variability", "residuals", "validity", "remarks", "anchors")
OWN_PARTS = {
    Kind.KINETICS: ("kinetics", "validity"),
    Kind.EFFECT: ("curves", "validity"),
    Kind.LINK: ("link",),
    Kind.CONSTANTS: (),
}
NOT_FOR = {
    Kind.KINETICS: ("curves", "link"),
    Kind.EFFECT: ("kinetics", "link", "covariates", "residuals"),
    Kind.LINK: ("kinetics", "curves", "covariates", "residuals"),
    Kind.CONSTANTS: ("kinetics", "curves", "link", "covariates", "residuals", "variability", "validity"),
}
NEEDED_RANGES = {Kind.KINETICS: ("weight", "age", "dose", "duration", "rate"), Kind.EFFECT: ("conc",)}


class ModelError(AuthoredError):
    """A model file is refused; carries every problem with file, key, code, numbers and fix."""


def load_model(content: str, *, name: str) -> Model:
    """The model that a TOML text describes; raises ModelError with all problems at once.

    `name` is the model's, such as `kamp2020`; its file is that name with `.toml`.
    """
    found = Findings(f"{name}.toml")
    raw = read_toml(content, found, error=ModelError)
    page = Page(found)
    model = _read(raw, name, page)
    found.raise_as(ModelError)
    note_contradictions(model, page)
    found.raise_as(ModelError)
    return model


def _read(raw: dict[str, Any], name: str, page: Page) -> Model:
    kind = _read_head(raw, page)
    for each, entry in named(raw.get("references", {}), "references", page).items():
        page.references[each] = reference(entry, each, join("references", each), page)
    part = {each: raw[each] for each in PARTS if each in raw and each not in NOT_FOR[kind]}
    return Model(
        name=name,
        content_sha256=content_sha256(raw),
        kind=kind,
        use=Use(choice(raw, "use", "", page, allowed=tuple(Use))),
        title=text(raw, "title", "", page),
        references=tuple(page.references.values()),
        population=statement(raw.get("population", {}), "population", page),
        parameters=_quantities(raw.get("parameters", {}), "parameters", page),
        validity=_ranges(part, kind, page),
        kinetics=kinetics(part["kinetics"], "kinetics", page) if "kinetics" in part else None,
        curves=curves(part.get("curves", {}), "curves", page),
        link=link(part["link"], "link", page) if "link" in part else None,
        covariates=covariates(part.get("covariates", {}), "covariates", page),
        variability=variability(part.get("variability", {}), "variability", page),
        residuals=residuals(part.get("residuals", {}), "residuals", page),
        remarks=tuple(
            statement(each, join("remarks", word), page)
            for word, each in named(part.get("remarks", {}), "remarks", page).items()
        ),
        anchors=_quantities(part.get("anchors", {}), "anchors", page),
    )


def _read_head(raw: dict[str, Any], page: Page) -> Kind:
    """The kind of a model, after its top keys were checked against what that kind has."""
    version = raw.get("schema_version")
    if version != SCHEMA_VERSION:
        page.found.add("schema_version", "wrong_type", found=version, expected=SCHEMA_VERSION)
    kind = Kind(choice(raw, "kind", "", page, allowed=tuple(Kind)))
    own = tuple(each for each in PARTS if each not in NOT_FOR[kind])
    for name in NOT_FOR[kind]:
        if name in raw:
            page.found.add(name, "wrong_part", found=kind)
    left = {name: each for name, each in raw.items() if name not in NOT_FOR[kind]}
    check_keys(left, "", page, needs=(*ALWAYS, *OWN_PARTS[kind]), may=own)
    return kind


def _quantities(raw: object, key: str, page: Page) -> MappingProxyType[str, Quantity]:
    entries = named(raw, key, page)
    return MappingProxyType({name: quantity(each, join(key, name), page) for name, each in entries.items()})


def _ranges(part: dict[str, Any], kind: Kind, page: Page) -> MappingProxyType[str, Range]:
    if "validity" not in part:
        return MappingProxyType({})
    rows = named(part["validity"], "validity", page)
    check_keys(rows, "validity", page, needs=NEEDED_RANGES.get(kind, ()), may=RANGES)
    return MappingProxyType(
        {
            name: span(each, join("validity", name), page, unit_name=RANGES[name])
            for name, each in rows.items()
            if name in RANGES
        }
    )

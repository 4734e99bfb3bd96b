"""Every table says what kind it is, which clinic a row belongs to, and never points to a later app."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from tests.architecture.imports import APPS

KINDS = frozenset({"log", "register", "projection", "transient"})

# Tables that do not belong to one clinic, each with its reason.
WITHOUT_CLINIC = {
    "record.Clinic": "is the clinic",
    "accounts.User": "a person signs in once and has a membership in each clinic",
}

# Indexes over several columns that do not start with the clinic, as "Model: column, column", each with its reason.
OTHER_INDEXES: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Table:
    """What the checks ask of one model."""

    name: str
    app: str
    kind: str
    clinic_required: bool
    composites: tuple[tuple[str, ...], ...]
    points_to: tuple[str, ...]


def table_of(model: type[models.Model]) -> Table:
    """The facts of one model."""
    fields = {field.name: field for field in model._meta.local_fields}
    clinic = fields.get("clinic")
    related = (field.related_model for field in fields.values() if field.is_relation)
    return Table(
        name=model._meta.label,
        app=model._meta.app_label,
        kind=str(getattr(model, "table_kind", "")),
        clinic_required=clinic is not None and not clinic.null,
        composites=composites_of(model),
        points_to=tuple(other._meta.app_label for other in related if isinstance(other, type)),
    )


def composites_of(model: type[models.Model]) -> tuple[tuple[str, ...], ...]:
    """The columns of each index or constraint over more than one column."""
    indexes = [tuple(name.lstrip("-") for name in index.fields) for index in model._meta.indexes]
    uniques = [tuple(rule.fields) for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    together = [tuple(columns) for columns in model._meta.unique_together]
    return tuple(columns for columns in (*indexes, *uniques, *together) if len(columns) > 1)


def kindless(tables: Iterable[Table]) -> list[str]:
    """Tables that do not say whether they are a log, a register, a projection or transient."""
    return [table.name for table in tables if table.kind not in KINDS]


def homeless(tables: Iterable[Table], *, allowed: Iterable[str] = WITHOUT_CLINIC) -> list[str]:
    """Tables whose rows may belong to no clinic."""
    return [table.name for table in tables if not table.clinic_required and table.name not in set(allowed)]


def unled_indexes(tables: Iterable[Table], *, allowed: Iterable[str] = OTHER_INDEXES) -> list[str]:
    """Indexes over several columns that do not begin with the clinic, in tables that have one."""
    found = [
        f"{table.name}: {', '.join(columns)}"
        for table in tables
        if table.clinic_required
        for columns in table.composites
        if columns[0] != "clinic"
    ]
    return [fault for fault in found if fault not in set(allowed)]


def rightward_keys(tables: Iterable[Table]) -> list[str]:
    """Foreign keys from an earlier app to a later one: an import in disguise."""
    return [
        f"{table.name} points to {other}"
        for table in tables
        for other in table.points_to
        if table.app in APPS and other in APPS and APPS.index(other) > APPS.index(table.app)
    ]

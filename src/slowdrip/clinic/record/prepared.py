"""Statements that every entry runs: put into SQL once per model, then only filled with values.

The ORM builds each statement anew, which costs more than the database's own work. These say what the ORM would say, of
the same models, over the same connection, so row-level security, triggers and the open transaction hold alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)
Converter = Callable[[Any, Any, Any], Any]
Turn = Callable[[Any, BaseDatabaseWrapper], Any] | None
# Their values go to the driver as they are, whatever the database; None is the same for all.
AS_THEY_ARE = frozenset(
    {"CharField", "TextField", "BigIntegerField", "IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"}
)


def one(model: type[Row], **by: Any) -> Row | None:
    """Gives the row whose columns are these, or None; `by` names columns that a constraint makes unique."""
    found = matching(model, **by)
    return found[0] if found else None


def matching(model: type[Row], **by: Any) -> list[Row]:
    """Gives the rows whose columns are these, in any order."""
    return _asked(model, _select(model, tuple(by)), _values(model, by))


def one_locked(model: type[Row], **by: Any) -> Row | None:
    """Gives the row whose columns are these under its row lock, or None; needs an open transaction.

    Its key does not change, so rows that only point at it (a monitor's numbers) are written beside it and never wait in
    a circle with the clinic's head.
    """
    if not connection.in_atomic_block:
        raise AssertionError("a row is locked inside an action only")
    lock = " FOR NO KEY UPDATE" if connection.features.has_select_for_update else ""
    found = _asked(model, _select(model, tuple(by)) + lock, _values(model, by))
    return found[0] if found else None


def all_of(model: type[Row], ids: Sequence[Any]) -> list[Row]:
    """Gives the rows that have one of these ids, in any order."""
    key, found = model._meta.pk, list[Row]()
    for part in _parts(ids, fields=1):
        sql = f"{_select(model)} WHERE {_name(key.column)} IN ({', '.join(['%s'] * len(part))})"
        found += _asked(model, sql, [key.get_db_prep_value(each, connection) for each in part])
    return found


def insert(rows: Sequence[models.Model]) -> None:
    """Writes new rows of one model in one statement, or in few when the database takes no more values at once."""
    if not rows:
        return
    model, database = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    (head, each), turns = _insert(model), _turns(model, database.vendor)
    with database.cursor() as cursor:
        for part in _parts(rows, fields=len(turns)):
            cursor.execute(head + ", ".join([each] * len(part)), _written(part, turns, database))
    for row in rows:
        row._state.adding, row._state.db = False, database.alias


def _written(rows: Sequence[models.Model], turns: Sequence[Turn], database: BaseDatabaseWrapper) -> list[Any]:
    values: list[Any] = []
    values_of = attrgetter(*_columns(type(rows[0])))
    for row in rows:
        told = values_of(row)
        values += [
            value if turn is None or value is None else turn(value, database)
            for value, turn in zip(told, turns, strict=True)
        ]
    return values


def update(model: type[models.Model], values: dict[str, Any], **by: Any) -> int:
    """Writes columns of the rows whose columns are these; gives how many rows there were."""
    told = [*_values(model, values), *_values(model, by)]
    with connection.cursor() as cursor:
        cursor.execute(_update(model, tuple(values), tuple(by)), told)
        return int(cursor.rowcount)


def _asked(model: type[Row], sql: str, values: list[Any]) -> list[Row]:
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    names, converters = _columns(model), _converters(model, database.vendor)
    return [model.from_db(database.alias, names, _read(row, converters, database)) for row in rows]


def _read(row: Sequence[Any], converters: Iterable[tuple[int, Any, Converter]], database: Any) -> list[Any]:
    values = list(row)
    for place, column, converter in converters:
        values[place] = converter(values[place], column, database)
    return values


def _values(model: type[models.Model], by: dict[str, Any]) -> list[Any]:
    fields, database = _fields(model), connections[DEFAULT_DB_ALIAS]
    return [fields[name].get_db_prep_save(value, database) for name, value in by.items()]


def _parts(rows: Sequence[Any], *, fields: int) -> Iterable[Sequence[Any]]:
    most = connection.features.max_query_params
    size = max(1, most // fields) if most else len(rows)
    return (rows[start : start + size] for start in range(0, len(rows), max(1, size)))


@cache
def _fields(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return list(_fields(model))


@cache
def _turns(model: type[models.Model], vendor: str) -> tuple[Turn, ...]:
    """What turns the value of each field into what this kind of database takes; None where nothing is to turn."""
    return tuple(_turn(field) for field in model._meta.concrete_fields)


def _turn(field: models.Field[Any, Any]) -> Turn:
    kind = getattr(field, "target_field", field).get_internal_type()
    if kind in AS_THEY_ARE or (kind == "UUIDField" and connection.features.has_native_uuid_field):
        return None
    if kind == "UUIDField":
        return lambda value, _database: value.hex
    return field.get_db_prep_save


@cache
def _converters(model: type[models.Model], vendor: str) -> tuple[tuple[int, Any, Converter], ...]:
    """What turns a column as the driver gives it into the value of the field, as the ORM does it."""
    found = []
    for place, field in enumerate(model._meta.concrete_fields):
        column = field.get_col(model._meta.db_table)
        turns = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        found += [(place, column, turn) for turn in turns]
    return tuple(found)


@cache
def _select(model: type[models.Model], by: tuple[str, ...] = ()) -> str:
    columns = ", ".join(_name(field.column) for field in model._meta.concrete_fields)
    where = f" WHERE {_equal(model, by, ' AND ')}" if by else ""
    return f"SELECT {columns} FROM {_name(model._meta.db_table)}{where}"  # noqa: S608  # names out of the models


@cache
def _insert(model: type[models.Model]) -> tuple[str, str]:
    fields = model._meta.concrete_fields
    columns = ", ".join(_name(field.column) for field in fields)
    head = f"INSERT INTO {_name(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608  # names out of the models
    return head, f"({', '.join(['%s'] * len(fields))})"


@cache
def _update(model: type[models.Model], names: tuple[str, ...], by: tuple[str, ...]) -> str:
    table, told = _name(model._meta.db_table), _equal(model, names, ", ")
    return f"UPDATE {table} SET {told} WHERE {_equal(model, by, ' AND ')}"  # noqa: S608  # names out of the models


def _equal(model: type[models.Model], names: Iterable[str], between: str) -> str:
    return between.join(f"{_name(_fields(model)[name].column)} = %s" for name in names)


def _name(name: str | None) -> str:
    return str(connection.ops.quote_name(name or ""))

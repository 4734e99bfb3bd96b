"""The kinds of table, read from the models themselves."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.tables import (
    OTHER_INDEXES,
    WITHOUT_CLINIC,
    Table,
    homeless,
    kindless,
    rightward_keys,
    table_of,
    unled_indexes,
)


@pytest.fixture(scope="module")
def tables() -> tuple[Table, ...]:
    return tuple(table_of(model) for model in apps.get_models() if model.__module__.startswith("slowdrip."))


def test_every_table_says_what_kind_it_is(tables: tuple[Table, ...]) -> None:
    assert kindless(tables) == []


def test_every_row_belongs_to_a_clinic(tables: tuple[Table, ...]) -> None:
    assert homeless(tables) == []


def test_every_composite_index_begins_with_the_clinic(tables: tuple[Table, ...]) -> None:
    assert unled_indexes(tables) == []


def test_no_table_points_to_a_later_app(tables: tuple[Table, ...]) -> None:
    assert rightward_keys(tables) == []


def test_the_exceptions_name_tables_that_exist(tables: tuple[Table, ...]) -> None:
    known = {table.name for table in tables}
    assert set(WITHOUT_CLINIC) <= known
    assert {name.split(":")[0] for name in OTHER_INDEXES} <= known


@isolate_apps("slowdrip.clinic.record", "slowdrip.clinic.infusion")
def test_a_planted_table_without_kind_clinic_or_order_is_found() -> None:
    class Infusion(models.Model):
        class Meta:
            app_label = "infusion"

    class Loose(models.Model):
        infusion = models.ForeignKey(Infusion, on_delete=models.CASCADE)

        class Meta:
            app_label = "record"

    planted = (table_of(Loose),)
    assert kindless(planted) == ["record.Loose"]
    assert homeless(planted) == ["record.Loose"]
    assert rightward_keys(planted) == ["record.Loose points to infusion"]


@isolate_apps("slowdrip.clinic.record")
@pytest.mark.parametrize("way", ["index", "constraint", "together"])
def test_a_planted_index_that_does_not_begin_with_the_clinic_is_found(way: str) -> None:
    class Clinic(models.Model):
        class Meta:
            app_label = "record"

    columns = ["at", "clinic"]

    class Unled(models.Model):
        clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE)
        at = models.DateTimeField()

        class Meta:
            app_label = "record"
            indexes = [models.Index(fields=columns, name="unled")] if way == "index" else []
            constraints = [models.UniqueConstraint(fields=columns, name="once")] if way == "constraint" else []
            unique_together = [columns] if way == "together" else []

    assert unled_indexes((table_of(Unled),)) == ["record.Unled: at, clinic"]

"""The kinds of table: log, register, projection, transient. Every concrete model derives from one of them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

import uuid_utils.compat
from django.db import models
from django.db.models import Exists, OuterRef

if TYPE_CHECKING:
    from .acting import Acting


def uuid7() -> uuid.UUID:
    """Gives a time-ordered identifier, which is also the FHIR id of the row."""
    return uuid_utils.compat.uuid7()


class ClinicQuerySet(models.QuerySet[Any]):
    """Rows of one clinic: every read starts with `visible_to`."""

    def visible_to(self, actor: Acting) -> Self:
        """Keeps the rows that this actor's clinic owns."""
        return self.filter(clinic_id=actor.clinic_id)

    def current(self) -> Self:
        """Leaves out rows that a `Void` names."""
        void = self.model._meta.apps.get_model("record", "Void")
        return self.filter(~Exists(void.objects.filter(clinic_id=OuterRef("clinic_id"), target_id=OuterRef("pk"))))


class Table(models.Model):
    """A row with a uuid7 key and a declared kind."""

    table_kind: ClassVar[str] = ""
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class ClinicTable(Table):
    """A row that belongs to one clinic."""

    clinic = models.ForeignKey("record.Clinic", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Any]] = ClinicQuerySet.as_manager()

    class Meta:
        abstract = True


class AppendOnly(Exception):
    """Raised when code tries to change or delete a row of a log."""


class LogModel(ClinicTable):
    """A fact that happened: inserted once, never changed; the database refuses UPDATE, DELETE and TRUNCATE."""

    table_kind = "log"

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inserts the row; a second save is refused."""
        if not self._state.adding:
            raise AppendOnly(f"{self._meta.label} is a log: void the row and write a new one")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Always refuses."""
        raise AppendOnly(f"{self._meta.label} is a log: void the row instead")


class RegisterModel(ClinicTable):
    """A fact that is kept up to date; each edit is audited with the values before and after."""

    table_kind = "register"

    class Meta:
        abstract = True


class ProjectionModel(ClinicTable):
    """A view of logs kept for speed; it can be rebuilt and `slowdrip check` compares."""

    table_kind = "projection"

    class Meta:
        abstract = True


class TransientModel(ClinicTable):
    """Working rows that expire: outbox, heartbeats, leases. Nothing clinical lives here."""

    table_kind = "transient"

    class Meta:
        abstract = True


def row_text(row: models.Model) -> dict[str, Any]:
    """Gives a row's columns as plain values, for hashing and for before / after in the audit."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}

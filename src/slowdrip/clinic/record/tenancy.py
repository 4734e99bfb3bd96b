"""Binds a database transaction to one clinic, so that PostgreSQL's row-level security shows nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


def bind(clinic_id: UUID) -> None:
    """Sets the clinic for the open transaction; a no-op on SQLite."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('slowdrip.clinic', %s, true)", [str(clinic_id)])


@contextmanager
def tenant(clinic_id: UUID) -> Iterator[None]:
    """Opens a reading transaction bound to the clinic; on SQLite reads run without one, so they hold no lock."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        bind(clinic_id)
        yield


@contextmanager
def own_rows(user_id: UUID) -> Iterator[None]:
    """Opens a reading transaction in which a person sees their own memberships across clinics, before choosing one."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('slowdrip.user', %s, true)", [str(user_id)])
        yield

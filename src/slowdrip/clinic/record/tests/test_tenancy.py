"""On PostgreSQL the application role sees one clinic, whatever a query forgot."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.record.guards import clinic_models
from slowdrip.clinic.record.models import Actor, AuditEntry
from slowdrip.clinic.record.tenancy import bind, own_rows, tenant
from tests.cast import Cast

pytestmark = pytest.mark.postgres_only


@pytest.fixture
def as_application(cast: Cast) -> Iterator[Cast]:
    """The cast, seen by the role that owns nothing; the test's rollback gives the role back."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SLOWDRIP_APP_ROLE or "slowdrip_app"}"')
        cursor.execute("SELECT set_config('slowdrip.clinic', '', true)")
    yield cast
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def clinics_seen() -> set[UUID]:
    """The clinics whose rows an unfiltered query returns."""
    return set(AuditEntry.objects.values_list("clinic_id", flat=True).distinct())


def test_without_a_clinic_nothing_is_seen(as_application: Cast) -> None:
    assert clinics_seen() == set()
    assert not Membership.objects.exists()


def test_another_clinic_s_rows_are_invisible(as_application: Cast) -> None:
    with tenant(as_application.harbor.pk):
        assert clinics_seen() == {as_application.harbor.pk}
        assert not Membership.objects.filter(pk=as_application.outsider.member.pk).exists()
    with tenant(as_application.northside.pk):
        assert clinics_seen() == {as_application.northside.pk}


def test_a_row_for_another_clinic_cannot_be_written(as_application: Cast) -> None:
    bind(as_application.harbor.pk)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Actor(clinic=as_application.northside, kind=Actor.Kind.DEVICE, label="smuggled").save(force_insert=True)


def test_another_clinic_s_row_cannot_be_changed(as_application: Cast) -> None:
    bind(as_application.harbor.pk)
    changed = Actor.objects.filter(pk=as_application.outsider.acting.actor_id).update(label="renamed")
    assert changed == 0


def test_a_person_sees_their_own_places_before_choosing_one(as_application: Cast) -> None:
    with own_rows(as_application.outsider.user.pk):
        assert [member.pk for member in Membership.objects.all()] == [as_application.outsider.member.pk]


def test_seeing_one_s_own_place_does_not_let_one_write_it(as_application: Cast) -> None:
    bind(as_application.harbor.pk)
    with own_rows(as_application.outsider.user.pk), pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(pk=as_application.outsider.member.pk).update(roles=["medical_director"])


@pytest.mark.django_db
def test_row_level_security_is_on_for_every_table_of_a_clinic() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        secured = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in clinic_models()} <= secured

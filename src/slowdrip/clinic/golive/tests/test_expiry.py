"""A table on which nobody decides does not lie there for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slowdrip.clinic.golive.actions.uploading import expire_waiting
from slowdrip.clinic.golive.models import KEPT_FOR, GoLiveText
from slowdrip.clinic.golive.tests.importing import NOW, uploaded
from slowdrip.clinic.golive.tests.tables import good
from slowdrip.clinic.record.models import AuditEntry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_table_that_waited_a_week_is_discarded_by_the_clinic_itself(house: Cast) -> None:
    batch = uploaded(house.director, good())
    expire_waiting(house.harbor.pk, NOW + KEPT_FOR - timedelta(seconds=1))
    assert GoLiveText.objects.count() == 1
    expire_waiting(house.harbor.pk, NOW + KEPT_FOR)
    expire_waiting(house.harbor.pk, NOW + KEPT_FOR * 2)
    batch.refresh_from_db()
    assert (GoLiveText.objects.count(), batch.discarded_at) == (0, NOW + KEPT_FOR)
    (entry,) = AuditEntry.objects.filter(action="golive.expired")
    assert entry.actor_id == house.system.actor_id

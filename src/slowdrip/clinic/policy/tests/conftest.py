"""What the tests of the policy stand on: the cast, with the default policy in both clinics."""

import pytest

from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.policy.models import PolicyVersion
from tests.cast import DAY, Cast


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The cast, with version 1 in both clinics."""
    adopt_default(cast.system, at=DAY)
    adopt_default(cast.outside_system, at=DAY)
    return cast


@pytest.fixture
def first(house: Cast) -> PolicyVersion:
    """Harbor's version 1."""
    found: PolicyVersion = PolicyVersion.objects.get(clinic=house.harbor)
    return found

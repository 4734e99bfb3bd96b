"""The house of these tests: the cast, with the default policy in both clinics."""

from __future__ import annotations

import pytest

from slowdrip.clinic.policy.actions import adopt_default
from tests.cast import DAY, Cast


@pytest.fixture
def house(cast: Cast) -> Cast:
    """Both clinics with a policy."""
    adopt_default(cast.system, at=DAY)
    adopt_default(cast.outside_system, at=DAY)
    return cast

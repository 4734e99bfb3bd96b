"""What the tests of the chart's reading half stand on: one whole day at a chair."""

import pytest

from slowdrip.clinic.chart.tests.drips import Visit, renee, visit_of, whole_day
from tests.cast import Cast


@pytest.fixture
def day(cast: Cast) -> Visit:
    """A drip from the door to home."""
    return whole_day(cast)


@pytest.fixture
def prepared(cast: Cast) -> Visit:
    """A drip that waits for its start."""
    visit = visit_of(cast, renee(cast))
    visit.prepare()
    return visit

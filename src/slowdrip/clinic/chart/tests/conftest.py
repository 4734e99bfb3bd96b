"""What the tests of the chart's reading half stand on: one whole day at a chair."""

from copy import deepcopy

import pytest

from slowdrip.clinic.chart.tests.drips import Visit, renee, visit_of, whole_day
from tests.cast import Cast


@pytest.fixture(scope="module")
def filed_day(filed_cast: Cast) -> Visit:
    """The day, built once for a file of tests."""
    return whole_day(filed_cast)


@pytest.fixture
def day(filed_day: Visit, db: None) -> Visit:
    """A drip from the door to home. It stands in the database for all tests of a file that asks for it."""
    return deepcopy(filed_day)


@pytest.fixture
def prepared(cast: Cast) -> Visit:
    """A drip that waits for its start."""
    visit = visit_of(cast, renee(cast))
    visit.prepare()
    return visit

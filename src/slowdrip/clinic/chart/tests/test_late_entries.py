"""From when on an entry says how late it was written: the policy of its drip decides."""

from datetime import UTC, datetime, timedelta

import pytest

from slowdrip.clinic.chart import story
from slowdrip.clinic.chart.story import Told, story_of
from slowdrip.clinic.chart.tests.drips import Visit
from slowdrip.knowledge.policies import changed, default_policy
from slowdrip.knowledge.types import Confidence, Sourced
from slowdrip.science.infusion import Event

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def late(seconds: int, *, from_min: int) -> int:
    """How late an entry says it is that was written that long after it happened."""
    written = AT + timedelta(seconds=seconds)
    event = Event(id="e", kind="note", occurred_at=AT, recorded_at=written, by="nia", source="staff", payload={})
    return Told(event, None, "{}", from_min).late_min


@pytest.mark.parametrize(("seconds", "said"), [(119, 0), (120, 2), (121, 2), (240, 4)])
def test_an_entry_is_late_from_two_minutes_on(seconds: int, said: int) -> None:
    assert late(seconds, from_min=default_policy().checks.late_entry_min.value) == said


@pytest.mark.parametrize(("seconds", "said"), [(299, 0), (300, 5), (301, 5)])
def test_a_clinic_may_count_later(seconds: int, said: int) -> None:
    assert late(seconds, from_min=5) == said


@pytest.mark.django_db
@pytest.mark.parametrize(("from_min", "said"), [(4, [4]), (5, [])])
def test_the_story_goes_by_the_policy_of_its_drip(
    day: Visit, monkeypatch: pytest.MonkeyPatch, from_min: int, said: list[int]
) -> None:
    decided = Sourced(from_min, "clinic decision", Confidence.PROPOSAL)
    policy = changed(default_policy(), {"checks.late_entry_min": decided})
    monkeypatch.setattr(story, "pinned_policy", lambda _infusion: policy)
    assert [one.late_min for one in story_of(day.infusion) if one.event.kind == "help_called" and one.late_min] == said

"""The timeline: newest first, voided entries with their reason, late ones with how late, and what can be voided."""

import pytest

from slowdrip.clinic.chart import timeline as lines
from slowdrip.clinic.chart.story import standing, story_of
from slowdrip.clinic.chart.tests.drips import Visit
from slowdrip.clinic.chart.timeline import Entry, timeline
from slowdrip.clinic.infusion.history import events_of

pytestmark = pytest.mark.django_db


def entries(visit: Visit) -> list[Entry]:
    return timeline(visit.cast.nurse.acting, visit.infusion, at=visit.at(200))


def find(found: list[Entry], words: str) -> Entry:
    return next(each for each in found if words in each.what)


def test_the_newest_entry_comes_first_and_times_are_local(day: Visit) -> None:
    found = entries(day)
    assert found[0].what.startswith("Discharged")
    assert found[0].clock == "12:20"  # 110 minutes after 10:30 in New York
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)
    assert find(found, "Started at").major


def test_a_voided_entry_stays_with_its_reason_and_cannot_be_voided_again(day: Visit) -> None:
    slip = find(entries(day), "BP 116/102")
    assert (slip.void, slip.void_by, slip.undo_url) == ("typing", "Nia Okafor RN", "")


def test_a_late_entry_says_how_late(day: Visit) -> None:
    assert find(entries(day), "Help called").late == 4
    assert find(entries(day), "BP 184/112").late == 0


def test_entries_can_be_voided_but_alarms_cannot(day: Visit) -> None:
    found = entries(day)
    assert f"/harbor/drips/{day.infusion.pk}/events/" in find(found, "BP 184/112").undo_url
    alarms = [each for each in found if "alarm" in each.what.lower()]
    assert len(alarms) > 2
    assert not [each for each in alarms if each.undo_url]
    assert find(found, "Urgent alarm: Blood pressure").tier == "urgent"


def test_a_reader_who_may_not_chart_gets_no_address_that_voids(day: Visit) -> None:
    found = timeline(day.cast.auditor.acting, day.infusion, at=day.at(200))
    assert found
    assert not [each for each in found if each.undo_url]


def test_nothing_from_the_future_and_at_most_as_many_as_asked(day: Visit) -> None:
    found = timeline(day.cast.nurse.acting, day.infusion, at=day.at(5), most=2)
    assert [each.clock for each in found] == ["10:35", "10:30"]


def test_what_stands_is_what_the_fold_reads(day: Visit) -> None:
    assert standing(story_of(day.infusion)) == events_of(day.infusion.pk)


def test_a_planted_timeline_that_hides_voids_is_found(day: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "story_of", lambda infusion: [one for one in story_of(infusion) if one.stands])
    with pytest.raises(StopIteration):
        test_a_voided_entry_stays_with_its_reason_and_cannot_be_voided_again(day)


def test_queries_do_not_grow_with_the_entries(day: Visit, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]  # a fixture without types
        entries(day)

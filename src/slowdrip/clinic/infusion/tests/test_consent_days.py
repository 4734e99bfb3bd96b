"""On which days a consent form may be signed: by the clinic's own days, through every edge of the wait."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slowdrip.cli.demo.stories import as_planned
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, consenting
from slowdrip.clinic.infusion.consenting import CONSENT, too_soon
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.science.rules.ending import patient_signs_again_at
from tests.drips import House

NEW_YORK, AUCKLAND, HONOLULU = (ZoneInfo(name) for name in ("America/New_York", "Pacific/Auckland", "Pacific/Honolulu"))
HOURS = 24


def local(zone: ZoneInfo, text: str) -> datetime:
    """That local time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def refused_days(zone: ZoneInfo, started: str, ended: str, days: list[str], *, hours: int = HOURS) -> list[str]:
    """Those of the days on which nothing the patient signed counts."""
    at = local(zone, started), local(zone, ended) if ended else None
    return [day for day in days if too_soon(*at, date.fromisoformat(day), hours=hours, zone=zone)]


@pytest.mark.parametrize(
    ("started", "ended", "refused"),
    [
        pytest.param("2026-03-10T10:00", "2026-03-10T10:40", ["10"], id="a morning"),
        pytest.param("2026-03-10T00:00", "2026-03-10T00:40", ["10"], id="from the first minute of a day"),
        pytest.param("2026-03-10T23:00", "2026-03-10T23:59:59", ["10"], id="ends in the last second of its day"),
        pytest.param("2026-03-10T23:00", "2026-03-11T00:00", ["10", "11"], id="ends at midnight"),
        pytest.param("2026-03-10T23:30", "2026-03-11T00:10", ["10", "11"], id="ends after midnight"),
        pytest.param("2026-03-10T10:00", "", ["10", "11", "12"], id="still runs"),
    ],
)
def test_the_day_before_counts_the_day_of_the_start_does_not_and_the_day_the_wait_ends_does(
    started: str, ended: str, refused: list[str]
) -> None:
    days = ["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"]
    assert refused_days(NEW_YORK, started, ended, days) == [f"2026-03-{day}" for day in refused]


def test_a_drip_that_never_started_asks_for_no_wait() -> None:
    assert not too_soon(None, None, date(2026, 3, 10), hours=HOURS, zone=NEW_YORK)


@pytest.mark.parametrize(("hours", "refused"), [(1, []), (24, ["10"]), (48, ["10", "11"]), (72, ["10", "11", "12"])])
def test_the_wait_is_as_long_as_the_policy_says(hours: int, refused: list[str]) -> None:
    days = ["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13"]
    found = refused_days(NEW_YORK, "2026-03-10T10:00", "2026-03-10T10:40", days, hours=hours)
    assert found == [f"2026-03-{day}" for day in refused]


@pytest.mark.parametrize(
    ("zone", "started", "ended", "refused"),
    [
        pytest.param(AUCKLAND, "2026-03-11T03:00", "2026-03-11T03:40", ["2026-03-11"], id="a day ahead of UTC"),
        pytest.param(HONOLULU, "2026-03-10T16:00", "2026-03-10T16:40", ["2026-03-10"], id="a day behind UTC"),
    ],
)
def test_days_are_those_of_the_clinic_not_of_greenwich(
    zone: ZoneInfo, started: str, ended: str, refused: list[str]
) -> None:
    days = ["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"]
    assert local(zone, started).date() != datetime.fromisoformat(started).date()
    assert refused_days(zone, started, ended, days) == refused


@pytest.mark.parametrize(
    ("started", "ended", "refused"),
    [
        # 8 March has 23 hours, so 24 h after 23:30 is half past midnight of the day after it.
        pytest.param("2026-03-07T22:00", "2026-03-07T23:30", ["2026-03-07", "2026-03-08"], id="the short day"),
        # 1 November has 25 hours, so 24 h after 00:30 is 23:30 of the same day: the wait ends on it.
        pytest.param("2026-10-31T23:00", "2026-11-01T00:30", ["2026-10-31"], id="the long day"),
        pytest.param("2026-10-31T22:00", "2026-10-31T23:30", ["2026-10-31"], id="the evening before the long day"),
    ],
)
def test_the_wait_is_hours_that_pass_also_when_the_clocks_change(started: str, ended: str, refused: list[str]) -> None:
    first = datetime.fromisoformat(started).date()
    days = [(first + timedelta(days=shift)).isoformat() for shift in range(-1, 4)]
    assert refused_days(NEW_YORK, started, ended, days) == refused


def test_planted_fault_a_wait_by_the_wall_clock_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_the_wall(ended_at: datetime | None, *, hours: int) -> datetime | None:
        return None if ended_at is None else ended_at.astimezone(NEW_YORK) + timedelta(hours=hours)

    assert patient_signs_again_at(local(NEW_YORK, "2026-03-07T23:30"), hours=24) == local(NEW_YORK, "2026-03-09T00:30")
    monkeypatch.setattr(consenting, "patient_signs_again_at", by_the_wall)
    with pytest.raises(AssertionError):
        test_the_wait_is_hours_that_pass_also_when_the_clocks_change(
            "2026-03-07T22:00", "2026-03-07T23:30", ["2026-03-07", "2026-03-08"]
        )


def seen(visit: Visit, signed_on: date, *, at: datetime) -> None:
    """A nurse charts that the form of that day was seen."""
    draft = Draft(CONSENT, {"form": "scan", "version": "v3", "signed_on": signed_on.isoformat()}, at, uuid7())
    actions.chart(visit.team.nurse.acting(), visit.infusion.pk, [draft], at=at)


def is_refused(visit: Visit, signed_on: date, *, at: datetime) -> bool:
    before = InfusionEvent.objects.filter(infusion=visit.infusion).count()
    said: tuple[str, object] | None = None
    try:
        seen(visit, signed_on, at=at)
    except Refused as why:
        said = (why.code, why.params["hours"])
    stored = InfusionEvent.objects.filter(infusion=visit.infusion).count() - before
    assert (said, stored) in ((None, 1), (("patient_may_not_sign", HOURS), 0))
    return stored == 0


@pytest.mark.parametrize(("minute", "refused"), [(-60, False), (-0.02, False), (0, True), (0.02, True), (30, True)])
def test_at_this_drip_a_form_is_accepted_until_the_start(running: Visit, minute: float, refused: bool) -> None:
    today = running.start.astimezone(NEW_YORK).date()
    assert is_refused(running, today, at=running.at(minute)) is refused


def after_an_earlier_drip(running: Visit, house: House) -> Callable[[int], bool]:
    """Says, for a day counted from that of an earlier drip, whether its form is refused at the next visit."""
    as_planned(running)
    zone = ZoneInfo(Clinic.objects.get(pk=house.cast.harbor.pk).time_zone)
    other = house.book(start=running.start + timedelta(days=3))
    day = running.start.astimezone(zone).date()
    return lambda shift: is_refused(other, day + timedelta(days=shift), at=other.at(-60))


def the_days_of_an_earlier_drip_hold(running: Visit, house: House) -> None:
    refused = after_an_earlier_drip(running, house)
    assert [refused(shift) for shift in (-1, 0, 1)] == [False, True, False]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Asia/Tokyo"])
def test_a_form_signed_on_the_day_of_an_earlier_drip_does_not_count(running: Visit, house: House, zone: str) -> None:
    Clinic.objects.filter(pk=house.cast.harbor.pk).update(time_zone=zone)
    the_days_of_an_earlier_drip_hold(running, house)


def test_planted_fault_days_of_greenwich_are_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clinic.objects.filter(pk=house.cast.harbor.pk).update(time_zone="Pacific/Auckland")
    monkeypatch.setattr(consenting, "zone_of", lambda _clinic_id: ZoneInfo("UTC"))
    with pytest.raises(AssertionError):
        the_days_of_an_earlier_drip_hold(running, house)


def test_planted_fault_a_rule_that_forgets_earlier_drips_is_noticed(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consenting, "too_soon", lambda *_, **__: False)
    with pytest.raises(AssertionError):
        the_days_of_an_earlier_drip_hold(running, house)

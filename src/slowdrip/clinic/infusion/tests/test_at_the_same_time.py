"""Two people, two clocks, one drip: real commits from two connections."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection, transaction

from slowdrip.cli.demo.stories import as_planned
from slowdrip.cli.demo.walk import Visit, begin
from slowdrip.clinic.infusion import actions, clock, projecting
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.steps import locked
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import AuditEntry, ClinicHead, Heartbeat, Outbox
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.science.infusion import Phase
from tests.cast import Cast
from tests.drips import House
from tests.houses import Prototype

TIMES = 10


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Runs the works at once, each in a thread with a connection of its own; gives what they raised."""
    raised: list[BaseException] = []
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as why:  # told to the test, which decides
            raised.append(why)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def has_no_gap(cast: Cast) -> bool:
    with tenant(cast.harbor.pk):
        audits = AuditEntry.objects.filter(clinic=cast.harbor).values_list("seq", flat=True)
        news = Outbox.objects.filter(clinic=cast.harbor).values_list("seq", flat=True)
        given = sorted([*audits, *news])
        return given == list(range(1, ClinicHead.objects.get(clinic=cast.harbor).seq + 1))


@pytest.fixture
def drip(committed: Prototype) -> Visit:
    """Ada's drip, running, with every commit real."""
    return committed.drip


def test_two_people_charting_at_once_both_land_and_no_number_is_skipped(drip: Visit, committed: Prototype) -> None:
    def charting(person: str) -> Callable[[], object]:
        actor = getattr(committed.house.team, person).acting()
        drafts = [Draft("note", {"note": f"{person} {number}"}, drip.at(1 + number / 10)) for number in range(TIMES)]
        return lambda: [actions.chart(actor, drip.infusion.pk, [each], at=drip.at(5)) for each in drafts]

    assert together(charting("nurse"), charting("second")) == []
    assert drip.state().notes == 2 * TIMES
    assert has_no_gap(committed.house.cast)
    assert projecting.drifted(committed.house.cast.harbor.pk) == []
    assert verify_chain(committed.house.cast.harbor.pk) is None


def test_one_entry_sent_by_two_screens_at_once_is_stored_once(drip: Visit, committed: Prototype) -> None:
    draft = Draft("note", {"note": "twice"}, drip.at(2))
    nurse = committed.house.team.nurse.acting()
    send = [lambda: actions.chart(nurse, drip.infusion.pk, [draft], at=drip.at(5))] * 2
    assert together(*send) == []
    assert InfusionEvent.objects.filter(id=draft.id).count() == 1
    assert has_no_gap(committed.house.cast)


def test_two_clocks_at_once_beat_as_one_and_raise_once(drip: Visit, committed: Prototype) -> None:
    clinic = committed.house.cast.harbor.pk
    at = drip.at(7.5)  # not the full minute, at which old news is swept

    def ticking(holder: str) -> Callable[[], object]:
        return lambda: [clock.tick(clinic, holder, at=at + timedelta(milliseconds=each)) for each in range(TIMES)]

    assert together(ticking("one"), ticking("two")) == []
    assert InfusionEvent.objects.filter(infusion=drip.infusion, kind="alarm_raised").count() == 1
    assert Heartbeat.objects.filter(clinic=clinic, process="clock").count() == 1
    assert has_no_gap(committed.house.cast)


@pytest.mark.postgres_only
def test_the_drip_is_locked_while_somebody_writes_to_it(drip: Visit, committed: Prototype) -> None:
    """The second writer waits for the first to commit, so it folds onto what the first wrote."""
    nurse, order = committed.house.team.nurse.acting(), []

    def slow() -> None:
        with act(nurse, at=drip.at(3)) as tx:
            locked(nurse, drip.infusion.pk)
            order.append("first holds")
            holding.wait()
            _sleep_in_database(0.3)
            order.append("first done")
            tx.publish("test")

    def quick() -> None:
        holding.wait()
        _note(drip, committed.house, at=drip.at(4))
        order.append("second done")

    holding = Barrier(2)
    assert together(slow, quick) == []
    assert order == ["first holds", "first done", "second done"]


def _sleep_in_database(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def _note(drip: Visit, house: House, *, at: datetime) -> None:
    actions.chart(house.team.second.acting(), drip.infusion.pk, [Draft("note", {"note": "quick"}, at)], at=at)


@pytest.mark.postgres_only
def test_a_whole_drip_works_for_the_role_that_owns_nothing(visit: Visit, house: House) -> None:
    """Row-level security lets the actions and the clock see their own clinic, and nothing breaks on what it hides."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SLOWDRIP_APP_ROLE}"')
    begin(visit, chair_id=house.chairs[0])
    assert clock.tick(house.cast.harbor.pk, "one", at=visit.at(7)) == 1
    as_planned(visit)
    assert clock.tick_all("one", at=visit.at(120)) == 0
    with tenant(house.cast.harbor.pk):
        assert visit.state().phase is Phase.ENDED
        assert projecting.drifted(house.cast.harbor.pk) == []
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_asking_for_the_lock_is_no_error_where_rows_have_none(running: Visit, house: House) -> None:
    with transaction.atomic():
        assert locked(house.team.nurse.acting(), running.infusion.pk).pk == running.infusion.pk

"""`python -m bench.asking`: 10,000 asks that come due at once, and as many that close: all ticks until nothing waits.

Beside them stands a bare loop that writes as many rows in as many commits: an update of each ask, a message for each.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from slowdrip.cli.installation import migrate, open_installation

DUE = int(os.environ.get("BENCH_ASKS", "10000"))
MOST_MS = 10_000.0
AT_ONCE = 2000
HOUR = timedelta(hours=1)


def main() -> None:
    """Fills a clinic with patients who are due at one instant, measures and prints."""
    place = open_installation()
    migrate()
    from bench.clinic import open_house, unhurried
    from bench.machine import machine
    from bench.timing import duration, markdown
    from slowdrip.clinic.outcomes.opening import AT_ONCE as IN_A_COMMIT

    at = datetime.now(UTC)
    with unhurried():
        house = open_house(running=0, at=at)
        _fill(house.team.nurse.clinic_id, at=at)
    clinic_id = house.team.nurse.clinic_id
    told, told_ticks = _until_quiet(clinic_id, at=at)
    bare = _once(lambda: _bare(rows=DUE, commits=-(-DUE // IN_A_COMMIT)))
    closed, closed_ticks = _until_quiet(clinic_id, at=at + 13 * HOUR)
    lines = [
        duration(f"{DUE} asks opened and their messages queued, {told_ticks} ticks", told, bare=bare, most_ms=MOST_MS),
        duration(f"{DUE} asks closed unanswered, {closed_ticks} ticks", closed, bare=bare, most_ms=MOST_MS),
    ]
    print(f"\n## Asking\n\n{machine(place)}{markdown('Due asks; bare: the same rows and commits', lines)}", end="")
    each = (told.wall_ms / told_ticks, closed.wall_ms / closed_ticks)
    print(f"\nOne tick took {each[0]:.0f} ms when it opened asks and {each[1]:.0f} ms when it closed them.")


def _once(work: Any) -> Any:
    from bench.timing import _once as once

    return once(work)


def _until_quiet(clinic_id: Any, *, at: datetime) -> tuple[Any, int]:
    """Ticks as the clock does; what only the last two ticks find is nothing."""
    from django.db.models import Q

    from slowdrip.clinic.outcomes.models import Ask
    from slowdrip.clinic.outcomes.ticking import tick

    ticks = 0
    waiting = Q(told_at=None, closes_at__gt=at) | Q(missed_at=None, closes_at__lte=at)
    left = Ask.objects.filter(waiting, clinic_id=clinic_id, answered_at=None, withdrawn_at=None)

    def run() -> None:
        nonlocal ticks
        while left.exists():
            tick(clinic_id, at)
            ticks += 1

    return _once(run), ticks


def _fill(clinic_id: Any, *, at: datetime) -> None:
    from slowdrip.clinic.outcomes.models import Ask, AskingMark
    from slowdrip.clinic.people.models import Patient
    from slowdrip.clinic.record.queries import head_seq

    patients = [_patient(clinic_id, number) for number in range(DUE)]
    Patient.objects.bulk_create(patients, batch_size=AT_ONCE)
    Ask.objects.bulk_create([_ask(patient, at=at) for patient in patients], batch_size=AT_ONCE)
    # The daily look was done: what is measured is what comes due.
    AskingMark.objects.create(clinic_id=clinic_id, seq=head_seq(clinic_id), swept_on=at.date())


def _patient(clinic_id: Any, number: int) -> Any:
    from slowdrip.clinic.people.models import Patient

    return Patient(
        clinic_id=clinic_id,
        mrn=f"B{number:06d}",
        legal_given=f"Given{number}",
        legal_family=f"Family{number}",
        birth_date=datetime(1980, 1, 1, tzinfo=UTC).date(),
        sex_for_dosing="female",
    )


def _ask(patient: Any, *, at: datetime) -> Any:
    from slowdrip.clinic.outcomes.models import Ask

    return Ask(
        clinic_id=patient.clinic_id,
        patient=patient,
        key="weekly:bench:1",
        serves=["weekly:bench:1"],
        phase="series",
        point="week",
        scales=["phq9", "gad7"],
        opens_at=at,
        closes_at=at + 12 * HOUR,
        at=at,
    )


def _bare(*, rows: int, commits: int) -> None:
    """The same writes with nothing around them: no lock, no audit, no choice of a way."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    bare = sqlite3.connect(database["NAME"], timeout=20, isolation_level=None)
    for pragma in database["OPTIONS"]["init_command"].split(";"):
        bare.execute(pragma)
    bare.execute("CREATE TABLE IF NOT EXISTS bench_ask (id text PRIMARY KEY, told_at text)")
    bare.execute("CREATE TABLE IF NOT EXISTS bench_message (id text PRIMARY KEY, key text UNIQUE, due_at text)")
    asks = [str(uuid4()) for _ in range(rows)]
    bare.execute("BEGIN")
    bare.executemany("INSERT INTO bench_ask (id) VALUES (?)", [(each,) for each in asks])
    bare.execute("COMMIT")
    size = -(-rows // max(1, commits))
    for start in range(0, rows, size):
        part = asks[start : start + size]
        bare.execute("BEGIN IMMEDIATE")
        bare.executemany("UPDATE bench_ask SET told_at = 'now' WHERE id = ?", [(each,) for each in part])
        told = [(str(uuid4()), f"ask:{each}", "now") for each in part]
        bare.executemany("INSERT INTO bench_message (id, key, due_at) VALUES (?, ?, ?)", told)
        bare.execute("COMMIT")
    bare.close()


if __name__ == "__main__":
    main()

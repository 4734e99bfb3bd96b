"""`python -m bench.outcomes`: 10,000 patients with 30 asks and scores each: a clinic's outcomes, one patient's chart.

Beside the page stands the same count as one bare SQL statement over the same rows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from slowdrip.cli.installation import migrate, open_installation

if TYPE_CHECKING:
    from bench.timing import Figure
    from slowdrip.clinic.people.models import Patient
    from slowdrip.science.scales import Result

PATIENTS = int(os.environ.get("BENCH_PATIENTS", "10000"))
EACH = 30
CLINIC_MS, CHART_MS = 300.0, 100.0
TIMES = 15
AT_ONCE = 2000
BARE = (
    "SELECT indication, phase, point, count(*), sum(answered = 'whole'), sum(response) FROM progress_pointoutcome"
    " WHERE clinic_id = %s GROUP BY indication, phase, point"
)


def main() -> None:
    """Fills a clinic, measures and prints."""
    place = open_installation()
    migrate()
    from bench.clinic import open_house, unhurried
    from bench.machine import machine
    from bench.timing import markdown

    at = datetime.now(UTC)
    with unhurried():
        house = open_house(running=1, at=at)
        _fill(house, at=at)
    table = markdown("Outcomes, server time through the test client", _figures(house))
    print(f"\n## Outcomes\n\n{machine(place)}{table}", end="")


def _figures(house: Any) -> list[Figure]:
    from django.db import connection

    from bench.board import signed_in, took
    from bench.timing import duration, median_of

    director, clinic_id = signed_in(house.team.director.user), house.team.nurse.clinic_id
    one = house.visits[0].infusion.patient_id

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [clinic_id.hex])
            cursor.fetchall()

    counted = f"clinic outcomes, {PATIENTS} patients × {EACH} scores; bare: one GROUP BY"
    chart = f"one patient's chart with {EACH} scores; bare: the PIN page"
    pages = f"/{house.slug}/outcomes/", f"/{house.slug}/people/{one}/progress/"
    bares = median_of(bare, times=TIMES), took(director, f"/{house.slug}/pin/")
    return [
        duration(counted, took(director, pages[0]), bare=bares[0], most_ms=CLINIC_MS),
        duration(chart, took(director, pages[1]), bare=bares[1], most_ms=CHART_MS),
    ]


def _fill(house: Any, *, at: datetime) -> None:
    from slowdrip.clinic.people.models import Patient

    clinic_id, by = house.team.nurse.clinic_id, house.team.nurse.actor_id
    patients = [_patient(clinic_id, number) for number in range(PATIENTS - 1)]
    Patient.objects.bulk_create(patients, batch_size=AT_ONCE)
    first = Patient.objects.get(pk=house.visits[0].infusion.patient_id)
    random = Random(5)  # noqa: S311  # made-up scores, the same in each run
    for start in range(0, PATIENTS, 200):
        _scores([first, *patients][start : start + 200], by, random, at=at)


def _patient(clinic_id: Any, number: int) -> Patient:
    from slowdrip.clinic.people.models import Patient

    return Patient(
        clinic_id=clinic_id,
        mrn=f"B{number:06d}",
        legal_given=f"Given{number}",
        legal_family=f"Family{number}",
        birth_date=datetime(1980, 1, 1, tzinfo=UTC).date(),
        sex_for_dosing="female",
    )


def _scores(patients: list[Patient], by: Any, random: Random, *, at: datetime) -> None:
    from slowdrip.clinic.outcomes.models import Ask, Response, Score
    from slowdrip.clinic.progress.models import PointOutcome

    rows: dict[Any, list[Any]] = {Ask: [], Response: [], Score: [], PointOutcome: []}
    for patient in patients:
        for made in _of_patient(patient, by, random, at=at):
            rows[type(made)].append(made)
    for model, made in rows.items():
        model.objects.bulk_create(made, batch_size=AT_ONCE)


def _of_patient(patient: Patient, by: Any, random: Random, *, at: datetime) -> Iterator[Any]:
    for week in range(EACH):
        when = at - timedelta(days=7 * (EACH - week))
        is_answered, total = random.random() < 0.7, random.randint(0, 27)
        ask = _ask(patient, week, when, is_answered=is_answered)
        yield ask
        if is_answered:
            yield from _answered(ask, total, by)
        yield _point(ask, total, is_answered=is_answered, indication=random.choice(("depression", "ptsd")))


def _ask(patient: Patient, week: int, when: datetime, *, is_answered: bool) -> Any:
    from slowdrip.clinic.outcomes.models import Ask

    return Ask(
        clinic_id=patient.clinic_id,
        patient=patient,
        key=f"weekly:{week}",
        phase="series",
        point=f"week_{week % 12}",
        scales=["phq9"],
        opens_at=when,
        closes_at=when + timedelta(days=3),
        answered_at=when if is_answered else None,
        at=when,
    )


def _answered(ask: Any, total: int, by: Any) -> Iterator[Any]:
    from slowdrip.clinic.outcomes.models import Response, Score

    when, stamp = ask.opens_at, _scored(total).stamp
    whose = {"clinic_id": ask.clinic_id, "patient": ask.patient, "scale": "phq9", "by_id": by, "answered_at": when}
    coded = {"version": stamp.version, "coding": stamp.coding, "scorer": stamp.scorer}
    response = Response(
        **whose, ask=ask, way="link", started_at=when, completed_at=when, content_sha256=stamp.content_sha256
    )
    yield response
    yield Score(
        **whose,
        **coded,
        response=response,
        content_sha256=stamp.content_sha256,
        status="complete",
        total_milli=total * 1000,
        document=_told(total),
        at=when,
    )


def _point(ask: Any, total: int, *, is_answered: bool, indication: str) -> Any:
    from slowdrip.clinic.progress.models import PointOutcome

    said: dict[str, Any] = {"answered": "not"}
    if is_answered:
        words = {"response": total < 10, "remission": total < 5, "worsened": total > 22}
        said = {"answered": "whole", "has_baseline": True, "better_by_milli": 2000, "ideation": "none", **words}
    return PointOutcome(
        clinic_id=ask.clinic_id,
        patient=ask.patient,
        ask=ask,
        indication=indication,
        phase="series",
        point=ask.point,
        scale="phq9",
        closed_at=ask.opens_at,
        **said,
    )


@cache
def _scored(total: int) -> Result:
    from slowdrip.knowledge.scales.catalogue import scale
    from slowdrip.science.scales import score

    return score(scale("phq9"), {f"q{n}": min(3, max(0, total - 3 * (n - 1))) for n in range(1, 10)})


@cache
def _told(total: int) -> str:
    from slowdrip.science.scales import to_json

    return to_json(_scored(total))


if __name__ == "__main__":
    main()

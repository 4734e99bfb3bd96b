"""Part by part: the same numbers, in order, in bounded memory, whatever the number of threads."""

import tracemalloc
from collections.abc import Generator

import numpy as np
import pytest

from slowdrip.population import concentrations, stream, summarised
from slowdrip.science.pharmacology.linear import Floats, Infusion, InputRefused, LinearSystem, Regimen
from slowdrip.science.pharmacology.linear.tests.systems import KAMP_Q_L_PER_MIN, KAMP_V_L, forty_minutes, parent

TIMES = np.linspace(0.0, 480.0, 97)
DRIP = forty_minutes("ketamine")


def people(count: int) -> LinearSystem:
    """Patients who differ in clearance."""
    return parent(KAMP_V_L, KAMP_Q_L_PER_MIN, np.linspace(0.7, 2.1, count))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_parts_join_to_the_whole_in_order(threads: int) -> None:
    whole = concentrations(people(5000), DRIP, TIMES, threads=1)
    found = np.empty_like(whole)
    ends = []
    for where, part in stream(people(5000), DRIP, TIMES, threads=threads, most_patients=1700):
        found[where] = part
        ends.append(where.stop)
    assert ends == [1700, 3400, 5000]
    assert (found == whole).all()


def test_a_part_that_is_kept_stays_as_it_is() -> None:
    kept = [part for _, part in stream(people(1000), DRIP, TIMES, most_patients=100)]
    assert (np.concatenate(kept) == concentrations(people(1000), DRIP, TIMES)).all()


def test_a_summary_sees_every_patient_once_in_order() -> None:
    def peaks(where: slice, part: Floats) -> tuple[slice, Floats]:
        return where, part.max(axis=2)

    whole = concentrations(people(5000), DRIP, TIMES).max(axis=2)
    found = list(summarised(people(5000), DRIP, TIMES, peaks, threads=2))
    assert (np.concatenate([peak for _, peak in found]) == whole).all()
    assert [where.start for where, _ in found] == [0, *(where.stop for where, _ in found[:-1])]


def test_memory_is_that_of_a_few_parts_however_many_patients_there_are() -> None:
    def most_mb(count: int) -> float:
        system = people(count)
        tracemalloc.start()
        for _, part in stream(system, DRIP, TIMES, threads=2, most_patients=1000):
            del part
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        return peak

    assert most_mb(60_000) < 1.5 * most_mb(6_000)
    assert most_mb(60_000) < 0.1 * 60_000 * TIMES.size * 8 / 1e6 * 2


def test_whoever_stops_listening_leaves_no_work_behind() -> None:
    parts = stream(people(100_000), DRIP, TIMES, threads=1, most_patients=1000)
    where, _ = next(parts)
    assert isinstance(parts, Generator)
    parts.close()
    assert where == slice(0, 1000)


def test_what_the_engine_refuses_is_refused_with_the_same_code() -> None:
    with pytest.raises(InputRefused, match="unknown_compartment"):
        concentrations(people(2), Regimen((Infusion(0.0, 1.0, 1.0, "brain"),)), TIMES)
    with pytest.raises(InputRefused, match="patients_differ"):
        concentrations(people(2), Regimen((Infusion(0.0, 1.0, np.ones(3), "ketamine"),)), TIMES)
    with pytest.raises(InputRefused, match="no_patients"):
        stream(people(2), DRIP, TIMES, most_patients=0)
    with pytest.raises(InputRefused, match="threads"):
        concentrations(people(2), DRIP, TIMES, threads=-1)

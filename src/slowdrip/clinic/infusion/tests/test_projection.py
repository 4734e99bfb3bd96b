"""The projection equals the fold of the log after any history, and an edit of it is found."""

from typing import Any

import pytest

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import actions, projecting
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.tests.stored_histories import write_history
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.science.infusion.state.canonical import VERSION
from tests.cast import DAY
from tests.drips import House

HISTORIES, LONG_HISTORIES = 200, 2_000
SOME = 40
EMPTIED = f'{{"state":{{}},"version":{VERSION}}}'


def tell(house: House, *, seeds: range) -> int:
    """Writes one history per seed, each to a drip of its own; gives how many events were told."""
    told = 0
    for seed in seeds:
        infusion = Infusion.objects.create(clinic=house.cast.harbor, patient_id=house.patient_id, planned_at=DAY)
        told += write_history(house.cast.system, infusion, seed=seed)
    return told


def test_after_many_random_histories_the_projection_equals_the_fold(house: House, *, is_long_run: bool) -> None:
    many = LONG_HISTORIES if is_long_run else HISTORIES
    assert tell(house, seeds=range(many)) > many * 5
    assert InfusionEvent.objects.filter(kind="alarm_raised", source="rule").exists()
    assert projecting.drifted(house.cast.harbor.pk) == []
    assert verify_chain(house.cast.harbor.pk) is None


def test_planted_fault_folding_late_entries_on_as_if_they_were_new_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projecting, "_comes_late", lambda *_: False)
    tell(house, seeds=range(SOME))
    assert projecting.drifted(house.cast.harbor.pk)


@pytest.mark.parametrize(
    "edit",
    [{"phase": "ended"}, {"active": False}, {"events": 1}, {"open_alarms": 3}, {"state": EMPTIED}],
)
def test_planted_fault_an_edited_projection_is_found(running: Visit, house: House, edit: dict[str, Any]) -> None:
    assert projecting.drifted(house.cast.harbor.pk) == []
    StateRow.objects.filter(infusion=running.infusion).update(**edit)
    assert projecting.drifted(house.cast.harbor.pk) == [running.infusion.pk]


def test_a_row_of_an_earlier_shape_is_folded_anew(running: Visit) -> None:
    row = StateRow.objects.get(infusion=running.infusion)
    told = projecting.state_of(row)
    row.state = row.state.replace(f'"version":{VERSION}', '"version":0')
    assert projecting.state_of(row) == told


def test_planted_fault_a_missing_projection_is_found(running: Visit, house: House) -> None:
    StateRow.objects.filter(infusion=running.infusion).delete()
    assert projecting.drifted(house.cast.harbor.pk) == [running.infusion.pk]


def test_an_entry_of_the_same_instant_folds_on_when_it_sorts_last(
    running: Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events of one instant are usual, and folding anew at each would cost more with every hour of the drip."""
    check(running, 5)
    monkeypatch.setattr(projecting, "fold_anew", _never)
    note = Draft("note", {"note": "same instant, later id"}, running.at(5))
    state = actions.chart(house.team.nurse.acting(), running.infusion.pk, [note], at=running.at(5))
    assert state.notes == 1


def test_an_entry_of_the_same_instant_with_an_earlier_id_folds_anew(running: Visit, house: House) -> None:
    early, late = sorted((uuid7(), uuid7()))
    for each, value in ((late, 150_000), (early, 120_000)):
        changed = Draft("rate_changed", {"rate_ul_per_h": value}, running.at(5), each)
        state = actions.chart(house.team.nurse.acting(), running.infusion.pk, [changed], at=running.at(5))
    assert state.drip.last_rate_ul_per_h == 150_000
    assert projecting.drifted(house.cast.harbor.pk) == []


def _never(*_: object) -> None:
    raise AssertionError("folded anew")

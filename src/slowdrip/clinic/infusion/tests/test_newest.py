"""What a process keeps of states it read or wrote: the newest only, and never another state than the text's."""

import pytest

from slowdrip.cli.demo.walk import Visit, check
from slowdrip.clinic.infusion import projecting
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.newest import Newest
from slowdrip.science.infusion import EMPTY, InfusionState, from_json


def test_the_one_not_asked_for_longest_goes_first() -> None:
    kept: Newest[str, int] = Newest(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert [kept.get(key) for key in ("a", "b", "c")] == [1, None, 3]
    assert len(kept) == 2


def what_was_written_is_what_its_text_says(visit: Visit) -> None:
    check(visit, 5)
    row = StateRow.objects.get(infusion=visit.infusion)
    assert projecting.state_of(row) == from_json(row.state) == projecting.fold_anew(visit.infusion.pk)


def test_a_state_kept_when_it_was_written_is_the_state_of_its_text(running: Visit) -> None:
    what_was_written_is_what_its_text_says(running)


def test_another_state_kept_under_a_text_would_be_found(running: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: what is kept under a text is not the state that was written."""

    class Careless(Newest[str, InfusionState]):
        def keep(self, key: str, value: InfusionState) -> InfusionState:
            return super().keep(key, EMPTY)

    monkeypatch.setattr(projecting, "_KNOWN", Careless(128))
    with pytest.raises(AssertionError):
        what_was_written_is_what_its_text_says(running)

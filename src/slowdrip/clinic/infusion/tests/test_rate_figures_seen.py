"""Another rate is signed beside figures that knew everything that was written before them."""

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion import actions, hanging
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.tests.test_other_rate import asked, ordered
from slowdrip.clinic.record.refusal import Refused


def told_late(visit: Visit) -> None:
    """The figures stood on the screen at minute 19; at 19.5 somebody charted what the pump had done at minute 18."""
    late = Draft("rate_changed", {"rate_ul_per_h": 120_000}, visit.at(18))
    actions.chart(visit.team.nurse.acting(), visit.infusion.pk, [late], at=visit.at(19.5))


def figures_from_before_it_are_refused(visit: Visit) -> None:
    with pytest.raises(Refused, match="rate_drip_moved_on"):
        ordered(visit, 20, asked(seen_at=visit.at(19)))


def test_an_entry_written_after_the_figures_were_seen_asks_to_look_again_however_early_it_is_dated(
    running: Visit,
) -> None:
    told_late(running)
    figures_from_before_it_are_refused(running)
    assert ordered(running, 20, asked(seen_at=running.at(19.5))).rate_ul_per_h


def test_a_void_after_the_figures_were_seen_asks_to_look_again(running: Visit) -> None:
    running.chart((10, "rate_changed", {"rate_ul_per_h": 120_000}))
    slip = InfusionEvent.objects.get(infusion=running.infusion, kind="rate_changed")
    actions.void_event(running.team.nurse.acting(), slip.pk, reason="misread", at=running.at(19.5))
    figures_from_before_it_are_refused(running)


def test_vital_signs_written_meanwhile_change_no_figure(running: Visit) -> None:
    pain = Draft("pain", {"score": 1}, running.at(18))
    actions.chart(running.team.nurse.acting(), running.infusion.pk, [pain], at=running.at(19.5))
    assert ordered(running, 20, asked(seen_at=running.at(19))).rate_ul_per_h


def test_planted_fault_figures_that_look_at_when_things_happened_alone_are_found(
    running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_late(running)
    monkeypatch.setattr(hanging, "_written_after", lambda *_: False)
    with pytest.raises(pytest.fail.Exception):
        figures_from_before_it_are_refused(running)

"""Off is off: nothing of predictions on any page, nothing loaded; on only by a signed version."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
from django.test import Client

from slowdrip.cli.demo import walk
from slowdrip.clinic.twin import switch
from slowdrip.clinic.twin.tests.conftest import under_way
from slowdrip.clinic.twin.tests.signing import chair_url, page_of, panel_url, proposed, signed_on
from slowdrip.knowledge.policies import default_policy
from tests.cast import DAY
from tests.drips import House

TRACES = ("twin", "rediction", "virtual patient", "typical")
LATER = DAY + timedelta(minutes=11)


def pages(visit: walk.Visit) -> tuple[str, ...]:
    return (
        "/harbor/",
        chair_url(visit.infusion.pk),
        f"{chair_url(visit.infusion.pk)}live/",
        f"/harbor/orders/{visit.order.pk}/",
        f"{chair_url(visit.infusion.pk)}record/",
        f"/harbor/people/{visit.infusion.patient_id}/",
    )


def test_a_new_clinic_has_predictions_off() -> None:
    assert default_policy().predictions.twin.value is False


def test_while_it_is_off_no_page_has_a_trace_of_it(nurse: Client, off: walk.Visit) -> None:
    for url in pages(off):
        seen = page_of(nurse, url)
        assert [trace for trace in TRACES if trace in seen] == [], url


def test_a_version_that_nobody_signed_switches_nothing_on(house: House, nurse: Client) -> None:
    proposed(house, at=DAY - timedelta(hours=2))
    visit = under_way(house)
    for url in pages(visit):
        assert [trace for trace in TRACES if trace in page_of(nurse, url)] == [], url
    assert "Predictions are off" in page_of(nurse, panel_url(visit.infusion.pk))


def test_a_drip_pinned_to_an_unsigned_version_has_no_bands(
    nurse: Client, off: walk.Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own version says on, and nobody signed that version: the first of a new clinic is in force unsigned."""
    on = proposed(house, at=LATER)
    monkeypatch.setattr("slowdrip.clinic.twin.switch.pinned_version", lambda infusion: on)
    monkeypatch.setattr("slowdrip.clinic.twin.switch.pinned_policy", lambda infusion: switch_on())
    assert not switch.was_on(off.infusion)
    assert "twin" not in page_of(nurse, chair_url(off.infusion.pk))


def switch_on() -> object:
    from dataclasses import replace

    policy = default_policy()
    return replace(policy, predictions=replace(policy.predictions, twin=replace(policy.predictions.twin, value=True)))


def test_planted_fault_a_band_drawn_while_the_switch_is_unsigned_is_caught(
    nurse: Client, off: walk.Visit, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.twin.switch._is_signed", lambda infusion: True)
    monkeypatch.setattr("slowdrip.clinic.twin.switch.is_on_in", lambda clinic_id: True)
    with pytest.raises(AssertionError):
        test_a_drip_pinned_to_an_unsigned_version_has_no_bands(nurse, off, house, monkeypatch)


def test_signed_on_it_is_at_the_chair_and_on_the_order(nurse: Client, running: walk.Visit) -> None:
    chair = page_of(nurse, chair_url(running.infusion.pk))
    assert 'id="twin"' in chair
    assert "twin-band" in chair
    assert "systolic by cuff, predicted: typical, and 90 % of readings (proposal)" in chair
    assert "predictions/" in page_of(nurse, f"/harbor/orders/{running.order.pk}/")


def test_switched_off_again_it_is_gone_at_once(nurse: Client, running: walk.Visit, house: House) -> None:
    signed_on(house, at=LATER, value="no")
    chair = page_of(nurse, chair_url(running.infusion.pk))
    assert "twin" not in chair
    assert "Predictions are off" in page_of(nurse, panel_url(running.infusion.pk))


def test_a_drip_that_began_without_predictions_gets_none(nurse: Client, off: walk.Visit, house: House) -> None:
    """A visit keeps the version it was checked in with."""
    signed_on(house, at=LATER)
    assert "twin" not in page_of(nurse, chair_url(off.infusion.pk))


class Refusing:
    """Refuses to load NumPy, as if it were not there."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.partition(".")[0] in ("numpy", "scipy"):
            raise ModuleNotFoundError(name)
        return None


def without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing of NumPy is loaded, and nothing of it can be."""
    heavy = ("numpy", "scipy", "slowdrip.science.pharmacology", "slowdrip.clinic.twin")
    kept = ("slowdrip.science.pharmacology.dosing", "slowdrip.clinic.twin.tests")
    for name in list(sys.modules):
        if name.startswith(heavy) and not name.startswith(kept) and name not in heavy:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Refusing(), *sys.meta_path])


def test_while_it_is_off_no_page_needs_numpy(nurse: Client, off: walk.Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    without_numpy(monkeypatch)
    for url in pages(off):
        page_of(nurse, url)


def test_planted_fault_a_page_that_loads_numpy_while_it_is_off_is_caught(
    nurse: Client, off: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.twin.views.panel.is_on", lambda infusion: True)
    without_numpy(monkeypatch)
    with pytest.raises(ModuleNotFoundError):
        page_of(nurse, panel_url(off.infusion.pk))


def test_a_web_process_starts_without_numpy() -> None:
    code = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; list(get_resolver().url_patterns)\n"
        "import slowdrip.site.asgi\n"
        "sys.exit(int('numpy' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0

"""The record states the models a drip was shown with, whatever the installation that prints it has."""

import re
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from slowdrip.cli.demo import walk
from slowdrip.cli.demo.leaving import complete, discharge, recover
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.tables import AppendOnly
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.clinic.twin import shown_models, told
from slowdrip.clinic.twin.models import ModelsShown
from slowdrip.clinic.twin.shown_models import Shown, in_use, shown_of
from slowdrip.clinic.twin.tests.signing import asked, chair_url, page_of, panel_url
from slowdrip.knowledge.models import default_set
from slowdrip.science.infusion import Phase
from tests.cast import DAY
from tests.pages import look_at

OTHER = (("kamp2020", "f" * 64), *((each.name, each.content_sha256) for each in default_set().members[1:]))


def record(nurse: Client, visit: walk.Visit) -> str:
    return page_of(nurse, f"{chair_url(visit.infusion.pk)}record/")


def rows(visit: walk.Visit) -> int:
    return int(ModelsShown.objects.filter(infusion=visit.infusion).count())


def with_models(monkeypatch: pytest.MonkeyPatch, named: shown_models.Named) -> None:
    """Slowdrip was changed: other model files are in use from now on."""
    shown_models._document.cache_clear()
    monkeypatch.setattr(shown_models, "in_use", lambda: named)
    monkeypatch.setattr(told, "in_use", lambda: named)


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    yield
    shown_models._document.cache_clear()


@pytest.mark.parametrize("url", [chair_url, panel_url])
def test_the_first_look_notes_each_model_with_its_hash_and_the_second_writes_nothing(
    nurse: Client, running: walk.Visit, url: Any
) -> None:
    assert rows(running) == 0
    page_of(nurse, url(running.infusion.pk))
    page_of(nurse, url(running.infusion.pk))
    (row,) = shown_of(running.infusion)
    assert row.models == tuple((each.name, each.content_sha256) for each in default_set().members)
    assert row.made_by.startswith("slowdrip ")
    assert rows(running) == 1


@pytest.mark.parametrize("url", [chair_url, panel_url])
def test_a_look_after_the_end_notes_nothing(nurse: Client, running: walk.Visit, url: Any) -> None:
    """The record would say of a visit that models were shown at it which nobody saw while the patient was there."""
    over(running)
    page_of(nurse, url(running.infusion.pk))
    page_of(nurse, url(running.infusion.pk))
    assert rows(running) == 0
    assert not AuditEntry.objects.filter(action="twin.models_shown").exists()
    assert "not shown at this drip" in record(nurse, running)


def test_planted_fault_a_note_of_a_look_after_the_end_is_caught(
    nurse: Client, running: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_models, "_is_over", lambda phase: False)
    with pytest.raises(AssertionError):
        test_a_look_after_the_end_notes_nothing(nurse, running, panel_url)


def test_other_models_that_came_after_the_end_are_not_in_the_record_as_shown(
    nurse: Client, running: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of(nurse, panel_url(running.infusion.pk))
    over(running)
    with_models(monkeypatch, OTHER)
    page_of(nurse, panel_url(running.infusion.pk))
    assert [each.models for each in shown_of(running.infusion)] == [_true()]


def test_the_end_costs_the_first_look_no_query_more(nurse: Client, running: walk.Visit) -> None:
    """Phase and note are asked together; once noted, neither is asked again."""
    page_of(nurse, panel_url(running.infusion.pk))
    with CaptureQueriesContext(connection) as told_there:
        assert shown_models._stands(running.infusion, "f" * 64) == ("running", False)
    assert len(told_there) == 1
    open_look = asked(nurse, panel_url(running.infusion.pk))
    assert not [sql for sql in open_look if "modelsshown" in sql and running.infusion.pk.hex in sql.replace("-", "")]


def over(visit: walk.Visit) -> None:
    """The drip ran to its end, and the patient is home."""
    complete(visit)
    recover(visit)
    discharge(visit)
    assert visit.state().phase is Phase.ENDED


def test_the_note_is_in_the_audit_chain(nurse: Client, running: walk.Visit) -> None:
    page_of(nurse, panel_url(running.infusion.pk))
    assert verify_chain(running.infusion.clinic_id) is None


def test_while_it_is_off_nothing_is_noted(nurse: Client, off: walk.Visit) -> None:
    page_of(nurse, chair_url(off.infusion.pk))
    page_of(nurse, panel_url(off.infusion.pk))
    assert rows(off) == 0


def test_a_note_is_never_changed(nurse: Client, running: walk.Visit) -> None:
    page_of(nurse, panel_url(running.infusion.pk))
    row = ModelsShown.objects.get(infusion=running.infusion)
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        ModelsShown.objects.filter(pk=row.pk).update(document="{}")


def test_the_record_names_the_models_that_were_shown(nurse: Client, running: walk.Visit) -> None:
    page_of(nurse, panel_url(running.infusion.pk))
    seen = record(nurse, running)
    assert "Predictions at this drip" in seen
    assert f"kamp2020 {default_set().kinetics.content_sha256[:12]}" in seen
    assert "the same as those shown" in seen
    assert "twin-band" not in seen, "the record shows what was measured, not what was predicted"


def test_a_record_printed_by_a_changed_slowdrip_names_the_models_of_then_and_says_what_differs(
    nurse: Client, running: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of(nurse, panel_url(running.infusion.pk))
    with_models(monkeypatch, OTHER)
    seen = record(nurse, running)
    assert f"kamp2020 {default_set().kinetics.content_sha256[:12]}" in seen
    assert "NOT the same as those shown: today kamp2020 ffffffffffff." in seen


@pytest.mark.needs("pdf")
def test_the_pdf_prints_it_too(nurse: Client, running: walk.Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    page_of(nurse, panel_url(running.infusion.pk))
    with_models(monkeypatch, OTHER)
    answer = nurse.get(reverse("chart:record_pdf", kwargs={"clinic": "harbor", "infusion": running.infusion.pk}))
    assert answer["Content-Type"] == "application/pdf"
    told_there = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True).stdout
    text = re.sub(r"\s+", " ", told_there.decode())
    assert f"kamp2020 {default_set().kinetics.content_sha256[:12]}" in text
    assert "NOT the same as those shown: today kamp2020 ffffffffffff." in text


def test_planted_fault_a_record_that_names_the_models_of_the_printer_is_caught(
    nurse: Client, running: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told, "shown_of", lambda infusion: [Shown(shown_models.in_use(), "slowdrip", DAY)])
    with pytest.raises(AssertionError):
        test_a_record_printed_by_a_changed_slowdrip_names_the_models_of_then_and_says_what_differs(
            nurse, running, monkeypatch
        )


def test_models_that_changed_during_the_visit_are_both_in_the_record(
    nurse: Client, running: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of(nurse, panel_url(running.infusion.pk))
    with_models(monkeypatch, OTHER)
    look_at(monkeypatch, DAY + timedelta(minutes=13))
    page_of(nurse, panel_url(running.infusion.pk))
    assert [each.models for each in shown_of(running.infusion)] == [_true(), OTHER]
    seen = record(nurse, running)
    assert "kamp2020 ffffffffffff" in seen
    assert "the same as those shown last; other ones were shown before them" in seen


def _true() -> shown_models.Named:
    return tuple((each.name, each.content_sha256) for each in default_set().members)


def test_a_model_that_is_gone_is_said(running: walk.Visit) -> None:
    before = Shown((*in_use(), ("gone1999", "e" * 64)), "slowdrip", DAY)
    assert "without gone1999" in told._today([before])


def test_a_drip_that_no_screen_showed_says_so(nurse: Client, running: walk.Visit) -> None:
    assert "not shown at this drip" in record(nurse, running)


def test_a_busy_database_leaves_the_panel_open_and_is_asked_again(
    nurse: Client, running: walk.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(shown_models, "locked", busy)
        assert "twin-band" in page_of(nurse, panel_url(running.infusion.pk), script=True)
    assert rows(running) == 0
    page_of(nurse, panel_url(running.infusion.pk), script=True)
    assert rows(running) == 1

"""The record: complete, in words, hashed; open to those who may see it and to nobody of another clinic."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from slowdrip.clinic.chart.record import proof, record_of
from slowdrip.clinic.chart.record.signatures import signatures_of
from slowdrip.clinic.chart.story import story_of
from slowdrip.clinic.chart.tests.drips import Visit
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.pinned import pinned_version
from slowdrip.clinic.record.models import AuditEntry
from tests.fixtures import ClientAs

pytestmark = pytest.mark.django_db


def address(visit: Visit, name: str = "chart:record") -> str:
    return reverse(name, kwargs={"clinic": "harbor", "infusion": visit.infusion.pk})


def text_of(client: Client, visit: Visit) -> str:
    response = client.get(address(visit))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def content_hash(visit: Visit) -> str:
    return record_of(visit.infusion, at=visit.at(200)).content_sha256


def test_the_page_holds_the_whole_day(day: Visit, client_as: ClientAs) -> None:
    text = text_of(client_as(day.cast.nurse), day)
    for words in (
        "Renée Okafor", "K-000417", "0.5 mg/kg of 80 kg (actual weight), 40 min", "150 mL/h, VTBI 100 mL",
        "Check-in 10:08", "Start 10:30", "Paused 10:42–10:45", "End of the drip 11:13", "Discharged 12:20",
        "184/112", "voided: typing", "Help called: the prescriber", "entered 4 min later",
        "Blood pressure 184/112, 2 readings in a row", "Alarm resolved: Treated", "Gates of discharge",
        "the escort was not seen.", "Drawn from vials 40 mg", "Counted as left 0.5 mL", "Pump less record -0.5 mL",
        "Dr Paul Reyes ordered", "Sam Lindqvist RN verified the order", "second person at the draw-up",
        "witnessed the waste", "policy version 1", "America/New_York",
    ):  # fmt: skip
        assert words in text, words
    assert "DRAFT" not in text
    assert "µL" not in text


def test_the_account_adds_up_to_what_was_drawn(day: Visit) -> None:
    """40 mg drawn, 40 given by the record, 0.5 mL of 0.4 mg/mL wasted that the record says cannot have been there."""
    totals = record_of(day.infusion, at=day.at(200)).totals
    assert [line.value for line in totals.account] == ["40 mg", "40 mg", "0 mg", "0.2 mg", "-0.2 mg"]
    assert (totals.ordered, totals.given, totals.pump, totals.wasted) == ("40 mg", "40 mg", "39.8 mg", "0.2 mg")


def test_a_visit_that_has_not_ended_is_a_draft(prepared: Visit, client_as: ClientAs) -> None:
    prepared.chart([(0, "started", {"rate_ul_per_h": 150_000}), (5, "vitals", {"sbp_mmhg": 140, "dbp_mmhg": 80})])
    text = text_of(client_as(prepared.cast.nurse), prepared)
    assert "DRAFT" in text
    assert "this sheet is not the record yet" in text


def test_no_style_and_no_script_stands_in_the_page(day: Visit, client_as: ClientAs) -> None:
    markup = client_as(day.cast.nurse).get(address(day)).content.decode()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)|\son\w+=", markup)


def test_the_same_content_has_the_same_hash_and_any_change_another(day: Visit) -> None:
    before = content_hash(day)
    assert before == content_hash(day)
    assert before == record_of(day.infusion, at=day.at(400)).content_sha256
    day.enter("note", {"note": "called the escort"}, minute=150)
    after_note = content_hash(day)
    assert after_note != before
    note = InfusionEvent.objects.get(kind="note")
    day.void(note.pk, reason="wrong patient", minute=151)
    assert content_hash(day) not in (before, after_note)


def test_a_row_changed_behind_the_triggers_changes_the_hash(day: Visit) -> None:
    """Planted tampering: one number of one stored reading, one name of a signer."""
    infusion, story, version = day.infusion, story_of(day.infusion), pinned_version(day.infusion)
    signatures = signatures_of(infusion, day.state)
    kept: dict[str, Any] = {"version": version, "signatures": signatures}
    whole = proof.content_sha256(infusion, story, **kept)
    assert whole == content_hash(day)
    for index, told in enumerate(story):
        changed = [*story[:index], replace(told, payload_text=told.payload_text + " "), *story[index + 1 :]]
        assert proof.content_sha256(infusion, changed, **kept) != whole
        missing = [*story[:index], *story[index + 1 :]]
        assert proof.content_sha256(infusion, missing, **kept) != whole
    signatures[0].signer_name = "Somebody Else"
    assert proof.content_sha256(infusion, story, **kept) != whole


def test_a_hash_that_forgets_the_payload_is_found(day: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    real = proof._entry
    monkeypatch.setattr(proof, "_entry", lambda told: {**real(told), "payload": ""})
    with pytest.raises(AssertionError):
        test_a_row_changed_behind_the_triggers_changes_the_hash(day)


def test_the_link_is_the_newest_audit_entry_about_the_drip(day: Visit) -> None:
    link = record_of(day.infusion, at=day.at(200)).link
    newest = AuditEntry.objects.filter(subject_id=day.infusion.pk).order_by("-seq").first()
    assert link is not None
    assert newest is not None
    assert (link.seq, link.hash, link.whole) == (newest.seq, newest.hash, True)


def test_a_link_that_does_not_fit_its_content_is_said(day: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "link_hash", lambda row: "0" * 64)
    link = record_of(day.infusion, at=day.at(200)).link
    assert link is not None
    assert not link.whole


def test_an_outsider_learns_nothing_and_the_desk_is_refused(prepared: Visit, client_as: ClientAs) -> None:
    for name in ("chart:record", "chart:record_pdf"):
        assert client_as(prepared.cast.outsider).get(address(prepared, name)).status_code == 404
        assert client_as(prepared.cast.desk).get(address(prepared, name)).status_code == 403
        there = address(prepared, name).replace("/harbor/", "/northside/")
        assert client_as(prepared.cast.outsider).get(there).status_code == 404
    assert not AuditEntry.objects.filter(action="viewed").exists()


def test_a_viewing_is_audited_and_not_cached(prepared: Visit, client_as: ClientAs) -> None:
    response = client_as(prepared.cast.auditor).get(address(prepared))
    assert response["Cache-Control"] == "no-store"
    viewed = AuditEntry.objects.filter(action="viewed").get()
    assert str(prepared.infusion.patient_id) in viewed.detail
    assert viewed.actor_id == prepared.cast.auditor.member.actor_id


def test_queries_do_not_grow_with_the_entries(day: Visit, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        record_of(day.infusion, at=day.at(200))
    day.chart([(120 + n, "note", {"note": str(n)}) for n in range(5)])
    with django_assert_max_num_queries(12):
        record_of(day.infusion, at=day.at(200))


def test_a_visit_of_which_nothing_is_known_has_a_page(prepared: Visit, client_as: ClientAs) -> None:
    empty = prepared.infusion
    empty.pk = None
    empty._state.adding = True
    empty.order = None
    empty.save()
    text = text_of(client_as(prepared.cast.nurse), prepared)
    assert "No order was attached to this drip." in text
    assert "Nobody signed anything." in text

"""What the staff sees: counts first, each run beside the person's own baseline, no word that judges, no gate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.cli.demo.leaving import complete, discharge, recover
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, CognitionStart
from slowdrip.clinic.cognition.reading import UNDER_WAY_FOR, seen_of
from slowdrip.clinic.cognition.tests.playing import Player, after_drip, on_phone, on_tablet
from slowdrip.clinic.outcomes.tests.asked import NOON, at_noon, in_house_at_noon, linked, opened, patient_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Void
from tests.cast import Cast
from tests.drips import House
from tests.fixtures import ClientAs, signed_in
from tests.pages import look_at

pytestmark = pytest.mark.django_db
MOST_QUERIES = 34


def page_of(client: Client, patient_id: object) -> str:
    answer = client.get(f"/harbor/people/{patient_id}/thinking/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def played(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Player:
    in_house_at_noon(cast, monkeypatch)
    player = on_phone(cast)
    player.play(right=20)
    return player


def test_counts_stand_first_and_missing_is_counted(
    cast: Cast, client_as: ClientAs, played: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _form = played.begin("reactions")
    played.end("reactions", run, [], ended="interrupted", reason="stopped")
    played.begin("reactions")
    counts = "Offered 1 · done 0 · “Not now” 0 · interrupted 1 · begun and never ended 1 · closed without a word 0"
    assert counts.replace("ended 1", "ended 0") in page_of(client_as(cast.nurse), played.patient.pk)
    at_noon(monkeypatch, NOON + UNDER_WAY_FOR)
    assert counts in page_of(client_as(cast.nurse), played.patient.pk)
    at_noon(monkeypatch, played.offer.closes_at)
    assert counts.replace("word 0", "word 1") in page_of(client_as(cast.nurse), played.patient.pk)


def test_an_offer_that_closes_over_a_run_still_counts_as_no_silence(
    cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_house_at_noon(cast, monkeypatch)
    player = on_phone(cast)
    closes = player.offer.closes_at
    at_noon(monkeypatch, closes - timedelta(minutes=1))
    phone = opened(linked(cast, player.patient, lasts=timedelta(days=30))[1])
    run, _form = Player(phone, player.patient, player.offer).begin()
    symbols, reactions = seen_of(cast.nurse.acting, player.patient.pk, at=closes)
    assert (symbols.counts.silent, symbols.counts.unfinished, reactions.counts.silent) == (0, 0, 1)
    late = CognitionStart.objects.get(pk=run).at + UNDER_WAY_FOR
    found = seen_of(cast.nurse.acting, player.patient.pk, at=late)[0].counts
    assert (found.silent, found.unfinished) == (1, 1)


def test_the_page_says_that_there_are_no_norms_and_that_nothing_hangs_on_it(
    cast: Cast, client_as: ClientAs, played: Player
) -> None:
    for path in (f"/harbor/people/{played.patient.pk}/", f"/harbor/people/{played.patient.pk}/thinking/"):
        page = client_as(cast.nurse).get(path).content.decode()
        assert "No norms: compare this person only with themself; it gates nothing." in page
        assert "20 correct" in page


def test_practice_and_change_are_plain_numbers_with_their_sign(
    cast: Cast, client_as: ClientAs, played: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    played.leaves_the_rest()
    at_noon(monkeypatch, NOON + timedelta(minutes=5))
    second = on_phone(cast, played.patient)
    second.play(right=23)
    page = page_of(client_as(cast.nurse), played.patient.pk)
    assert "Practice alone, between the first two runs before any infusion: +3 pairs." in page
    after_drip(cast, played.patient, ended_at=NOON + timedelta(hours=2))
    at_noon(monkeypatch, NOON + timedelta(hours=26))
    on_phone(cast, played.patient).play(right=19)
    page = page_of(client_as(cast.nurse), played.patient.pk)
    assert "−4 pairs" in page


def test_a_run_on_a_tablet_is_not_compared_with_one_on_a_phone(
    cast: Cast, client_as: ClientAs, played: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_drip(cast, played.patient, ended_at=NOON + timedelta(hours=2))
    at_noon(monkeypatch, NOON + timedelta(hours=26))
    on_tablet(cast, client_as(cast.nurse), played.patient).play(right=10)
    page = page_of(client_as(cast.nurse), played.patient.pk)
    assert "not compared: the baseline was on another kind of device (phone or tablet)" in page
    assert "−10 pairs" not in page


def test_a_run_of_somebody_else_is_voided_with_a_reason_and_stays_in_the_record(
    cast: Cast, client_as: ClientAs, played: Player
) -> None:
    nurse, run = client_as(cast.nurse), CognitionRun.objects.get()
    path = f"/harbor/people/{played.patient.pk}/thinking/{run.pk}/void/"
    assert nurse.get(path).status_code == 200
    assert nurse.post(path, {"reason": " "}).status_code == 422
    assert client_as(cast.auditor).post(path, {"reason": "mine"}).status_code == 403
    other = path.replace(str(played.patient.pk), str(patient_of(cast).pk))
    assert nurse.post(other, {"reason": "mine"}).status_code == 404
    assert nurse.post(path, {"reason": "The sister played."}).status_code == 302
    page = page_of(nurse, played.patient.pk)
    assert "20 correct" not in page
    assert "done 0 · “Not now” 0 · interrupted 0 · begun and never ended 0 · closed without a word 0 · voided 1" in page
    assert nurse.post(path, {"reason": "again"}).status_code == 422
    assert (CognitionRun.objects.count(), Void.objects.get().reason) == (1, "The sister played.")


def test_many_runs_cost_no_more_queries_than_few(cast: Cast, client_as: ClientAs, played: Player) -> None:
    nurse = client_as(cast.nurse)
    page_of(nurse, played.patient.pk)
    with CaptureQueriesContext(connection) as few:
        page_of(nurse, played.patient.pk)
    played.leaves_the_rest()
    for right in (5, 6, 7):
        again = on_phone(cast, played.patient)
        again.play(right=right)
        again.leaves_the_rest()
    with CaptureQueriesContext(connection) as many:
        page_of(nurse, played.patient.pk)
    assert len(many) <= len(few) <= MOST_QUERIES


def test_somebody_elses_patient_is_not_there(cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)
    theirs: Patient = patient_of(cast, cast.outsider)
    for rest in ("", "hand-out/"):
        assert client_as(cast.nurse).get(f"/harbor/people/{theirs.pk}/thinking/{rest}").status_code == 404


def test_at_the_chair_the_tasks_are_offered_on_the_way_home_and_stop_nobody(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = Membership.objects.select_related("user").get(pk=house.cast.nurse.member.pk).user
    chair = f"/harbor/drips/{running.infusion.pk}/"
    look_at(monkeypatch, running.at(30))
    assert "Two tasks of thinking" not in signed_in(Client(), nurse).get(chair).content.decode()
    complete(running)
    recover(running)
    look_at(monkeypatch, running.at(95))
    page = signed_in(Client(), nurse).get(chair).content.decode()
    assert "They gate nothing: discharge asks for orientation, not for these." in page
    assert f"/harbor/people/{running.infusion.patient_id}/thinking/hand-out/" in page
    kept = signed_in(Client(), nurse).get(f"/harbor/people/{running.infusion.patient_id}/thinking/hand-out/")
    assert "at discharge" in kept.content.decode()
    discharge(running)
    assert CognitionOffer.objects.count() == 0

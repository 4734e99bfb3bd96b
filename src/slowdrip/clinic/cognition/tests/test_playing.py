"""Both tasks on a phone: each run once, its trials kept, no verdict; what no run can have is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowdrip.clinic.cognition import running
from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, CognitionStart
from slowdrip.clinic.cognition.tests.playing import answers, on_phone
from slowdrip.clinic.outcomes.tests.asked import NOON, at_noon, in_house_at_noon, linked, opened, patient_of
from slowdrip.clinic.record.models import AuditEntry, Outbox
from slowdrip.science.cognition import SymbolScore, items_of, key_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_house_at_noon(cast, monkeypatch)


def test_a_whole_run_is_kept_with_its_trials_and_its_score(cast: Cast) -> None:
    player = on_phone(cast)
    run = player.play(right=24)
    assert (run.ended, run.value, run.occasion, run.way) == ("done", 24, "baseline", "link")
    assert (run.agent, run.input_kind, run.scorer, run.length) == ("chrome/android", "touch", "1", 60)
    assert (run.started_at, run.finished_at) == (NOON, NOON)
    assert len(json.loads(run.trials)) == 24
    assert json.loads(run.score) == {"correct": 24, "wrong": 0, "per_answer_ms": 1000, "why": ""}
    found = player.react([200, 300, 700])
    assert (found.value, json.loads(found.score)["lapses"]) == (300, 6)
    assert AuditEntry.objects.filter(action="cognition.ended", subject_id=run.pk).count() == 1
    assert Outbox.objects.filter(topic="cognition", subject_id=player.patient.pk).exists()


def test_the_form_is_the_next_of_this_patient_and_never_the_one_before(cast: Cast) -> None:
    player = on_phone(cast)
    first, again = player.begin(), player.begin()
    assert [each.form for each in CognitionStart.objects.order_by("form")] == [0, 1]
    assert first[1]["key"] == list(key_of(0)) != again[1]["key"]
    assert again[1]["items"] == list(items_of(1, 60))
    assert on_phone(cast).begin()[1]["key"] == first[1]["key"]


def test_a_run_that_is_sent_twice_is_one_row_and_keeps_its_first_words(cast: Cast) -> None:
    player = on_phone(cast)
    run, form = player.begin()
    assert player.begin(run=run) == (run, form)
    answered = [player.end("symbols", run, answers(form, n)).json() for n in (20, 5)]
    assert answered[0] == answered[1] == {"next": player.at("reactions/")}
    assert CognitionRun.objects.get().value == 20
    assert CognitionStart.objects.count() == 1


def test_an_interrupted_run_is_kept_without_a_score_and_offered_again(cast: Cast) -> None:
    player = on_phone(cast)
    run, form = player.begin()
    player.end("symbols", run, answers(form, 3), ended="interrupted", reason="hidden")
    row = CognitionRun.objects.get()
    assert (row.ended, row.reason, row.value, row.score) == ("interrupted", "hidden", None, "")
    assert len(json.loads(row.trials)) == 3
    assert player.browser.get(player.at("symbols/")).status_code == 200


def test_not_now_is_kept_for_each_task_and_is_no_zero(cast: Cast) -> None:
    player = on_phone(cast)
    player.play()
    for _ in range(2):
        page = player.browser.post(player.at("not-now/"))
        assert "That is all right" in page.content.decode()
    refused = CognitionRun.objects.get(ended="not_now")
    assert (refused.task, refused.value, refused.form) == ("reactions", None, None)
    assert player.browser.get("/p/harbor/games/")["Location"] == "/p/harbor/"


def test_what_no_run_can_have_is_refused_with_words_and_saves_nothing(cast: Cast) -> None:
    player = on_phone(cast)
    run, form = player.begin()
    good = answers(form, 5)
    bad: dict[str, Any] = {
        "a time below nothing": [[good[0][0], -1]],
        "a time past the limit": [*good, [1, 60_001]],
        "more answers than fit": [[1, 1]] * 400,
        "a digit that is none": [[12, 10]],
        "no list": {"trials": good},
    }
    for name, trials in bad.items():
        answer = player.end("symbols", run, trials)
        assert answer.status_code == 422, name
        assert "Nothing was saved." in answer.json()["problem"], name
    assert player.end("symbols", run, good, ended="won").status_code == 422
    assert player.end("symbols", run, good, input="brain").status_code == 422
    assert "far more" in player.end("symbols", run, [[1, 1]] * 9_000).json()["problem"]
    broken = player.browser.post(
        player.at("symbols/end/"), {"run": str(run), "ended": "done", "trials": "[[1,", "input": "touch"}
    )
    assert broken.status_code == 422
    assert CognitionRun.objects.count() == 0


def test_a_reaction_run_with_marks_left_out_is_not_whole(cast: Cast) -> None:
    player = on_phone(cast)
    run, _form = player.begin("reactions")
    answer = player.end("reactions", run, [["pressed", 250]] * 4)
    assert answer.status_code == 422
    assert "4 of 20" in answer.json()["problem"]
    assert player.end("reactions", run, [["pressed", 250]] * 4, ended="interrupted").status_code == 200


def test_planted_a_scorer_that_takes_whatever_it_is_sent_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_SCORERS", {"symbols": lambda raw, start, *, is_whole: SymbolScore(99, 0, 1)})
    with pytest.raises(AssertionError):
        test_what_no_run_can_have_is_refused_with_words_and_saves_nothing(cast)


def test_a_huge_body_is_refused_before_it_is_read(cast: Cast) -> None:
    player = on_phone(cast)
    run, _form = player.begin()
    player.browser.raise_request_exception = False
    answer = player.end("symbols", run, "x" * 3_000_000)
    assert answer.status_code == 400
    assert CognitionRun.objects.count() == 0


def test_another_patients_run_and_offer_are_not_there(cast: Cast) -> None:
    mine, other = on_phone(cast), on_phone(cast)
    run, form = other.begin()
    stolen = mine.end("symbols", run, answers(form, 5))
    assert stolen.status_code == 422
    assert "We do not know this game" in stolen.json()["problem"]
    foreign = f"/p/harbor/games/{other.offer.pk}/"
    assert mine.browser.get(f"{foreign}symbols/").status_code == 404
    assert mine.browser.post(f"{foreign}symbols/begin/", {"run": str(uuid4())}).status_code == 422
    assert mine.browser.post(f"{foreign}symbols/begin/", {"run": str(run)}).status_code == 422
    assert mine.browser.post(f"{foreign}not-now/").status_code == 404
    assert mine.browser.get(mine.at("chess/")).status_code == 404
    assert mine.browser.post(mine.at("chess/begin/"), {"run": str(uuid4())}).status_code == 404
    assert (CognitionRun.objects.count(), CognitionStart.objects.count()) == (0, 1)


def test_planted_a_run_that_is_found_without_its_patient_is_noticed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Careless:
        """A manager that forgets whose row was asked for."""

        def visible_to(self, actor: Any) -> Any:
            return self

        def select_related(self, *names: str) -> Any:
            return self

        def filter(self, **named: Any) -> Any:
            return CognitionStart.objects.filter(pk=named["pk"]).select_related("offer")

    mine, other = on_phone(cast), on_phone(cast)
    run, form = other.begin()
    monkeypatch.setattr(running, "CognitionStart", type("Start", (), {"objects": Careless()}))
    assert mine.end("symbols", run, answers(form, 5)).status_code == 200


def test_a_link_that_has_expired_or_is_anothers_takes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    player = on_phone(cast)
    run, form = player.begin()
    _link, path = linked(cast, patient_of(cast, cast.outsider), person=cast.outsider)
    stranger = opened(path)
    for browser in (stranger, Client()):
        for path in (player.at("symbols/begin/"), player.at("symbols/end/"), player.at("not-now/")):
            assert browser.post(path, {"run": str(run)}).status_code == 404
    at_noon(monkeypatch, NOON + timedelta(days=30))
    assert player.end("symbols", run, answers(form, 5)).status_code == 404
    assert CognitionRun.objects.count() == 0


def test_an_offer_that_has_closed_begins_nothing_but_what_was_begun_ends(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = on_phone(cast)
    _link, path = linked(cast, player.patient, lasts=timedelta(days=90))
    phone = opened(path)
    run, form = player.begin()
    at_noon(monkeypatch, player.offer.closes_at)
    assert phone.post(player.at("symbols/begin/"), {"run": str(uuid4())}).status_code == 422
    sent = {"run": str(run), "ended": "done", "trials": json.dumps(answers(form, 5)), "input": "touch"}
    assert phone.post(player.at("symbols/end/"), sent).status_code == 200


def test_the_pages_say_what_is_done_and_nothing_about_good_or_bad(cast: Cast) -> None:
    player = on_phone(cast)
    home = player.browser.get("/p/harbor/games/").content.decode()
    assert "Only if you like: nothing depends on it." in home
    page = player.browser.get(player.at("symbols/")).content.decode()
    assert "You have 60 seconds" in page
    assert 'id="practice"' in page
    assert '"key": ["wave"' not in page  # the form itself comes when the run begins
    assert "It comes 20 times" in player.browser.get(player.at("reactions/")).content.decode()


def test_a_policy_that_offers_none_closes_all_doors(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    player = on_phone(cast)
    monkeypatch.setattr("slowdrip.clinic.cognition.offering.limits_of", lambda clinic_id: None)
    assert player.browser.get("/p/harbor/games/").status_code == 302
    assert player.browser.get(player.at("symbols/")).status_code == 404
    assert player.browser.post(player.at("symbols/begin/"), {"run": str(uuid4())}).status_code == 422
    assert CognitionOffer.objects.count() == 1

"""A phone and a tablet on which a patient plays in these tests: forms come from the server, as for any device."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun
from slowdrip.clinic.cognition.offering import send
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes.tests.asked import NOON, linked, opened, patient_of
from slowdrip.clinic.outcomes.tests.asking import Asking
from slowdrip.clinic.people.models import Patient
from tests.cast import Cast

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
SENT_AT = NOON - timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Player:
    """A patient with an open offer on a screen of theirs."""

    browser: Client
    patient: Patient
    offer: CognitionOffer

    def at(self, rest: str = "") -> str:
        """The address of a page of this offer."""
        return f"/p/harbor/games/{self.offer.pk}/{rest}"

    def begin(self, game: str = "symbols", *, run: UUID | None = None) -> tuple[UUID, dict[str, Any]]:
        """Begins a run and gives its id and its form."""
        key = run or uuid4()
        answer = self.browser.post(self.at(f"{game}/begin/"), {"run": str(key)})
        assert answer.status_code == 200, answer.content
        return key, answer.json()

    def end(self, game: str, run: UUID, trials: Any, **more: str) -> Any:
        """Sends how a run ended."""
        sent = {"run": str(run), "ended": "done", "trials": json.dumps(trials), "input": "touch", **more}
        return self.browser.post(self.at(f"{game}/end/"), sent, headers={"user-agent": ANDROID})

    def play(self, *, right: int = 20) -> CognitionRun:
        """A whole run of the symbol task with so many right answers."""
        run, form = self.begin()
        assert self.end("symbols", run, answers(form, right)).status_code == 200
        found: CognitionRun = CognitionRun.objects.get(pk=run)
        return found

    def leaves_the_rest(self) -> None:
        """Presses "Not now" for what is left, so that this offer is done with."""
        assert self.browser.post(self.at("not-now/")).status_code == 200

    def react(self, times_ms: Sequence[int]) -> CognitionRun:
        """A whole run of the reaction task; the times are taken in turn."""
        run, form = self.begin("reactions")
        trials = [["pressed", times_ms[n % len(times_ms)]] for n in range(len(form["waits_ms"]))]
        assert self.end("reactions", run, trials).status_code == 200
        found: CognitionRun = CognitionRun.objects.get(pk=run)
        return found


def answers(form: dict[str, Any], right: int) -> list[list[int]]:
    """Right answers to the first items of a form, one a second."""
    return [[form["key"].index(symbol) + 1, 1000 * (n + 1)] for n, symbol in enumerate(form["items"][:right])]


def on_phone(cast: Cast, patient: Patient | None = None) -> Player:
    """A patient to whose phone a link to the tasks was sent."""
    who = patient or patient_of(cast)
    offer = send(cast.nurse.acting, who.pk, row_id=uuid4(), at=SENT_AT)
    _link, path = linked(cast, who, subject_id=offer.pk, at=SENT_AT)
    return Player(opened(path), who, offer)


def on_tablet(cast: Cast, browser: Client, patient: Patient) -> Player:
    """A patient to whom the nurse hands her tablet."""
    answer = browser.post(f"/harbor/people/{patient.pk}/thinking/hand-out/")
    assert answer.status_code == 302, answer.content
    assert answer["Location"] == "/p/harbor/games/"
    return Player(browser, patient, CognitionOffer.objects.filter(patient=patient).latest("at"))


def after_drip(cast: Cast, patient: Patient, *, ended_at: datetime) -> Infusion:
    """A visit of this patient whose drip ran for an hour and is over."""
    asking = Asking(cast, patient)
    visit = asking.expects(ended_at - timedelta(hours=1))
    asking.has_run(visit, ended_at)
    return visit

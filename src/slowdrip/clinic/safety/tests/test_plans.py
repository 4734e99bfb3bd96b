"""Safety plans: signed in the patient's words, one holds, what was refused stays typed, and the PDF to take home."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.chart.record.pdf import rendered
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety import plans
from slowdrip.clinic.safety.models import SafetyPlan
from slowdrip.clinic.safety.plan_words import PLAN_TITLES, STEP_HINTS
from tests.cases import TEXTS, planned
from tests.drips import House
from tests.pages import signer

TYPED = {**TEXTS, "sure": "7", "review_on": "2026-03-20"}


def of(patient_id: UUID, rest: str = "") -> str:
    return f"/harbor/people/{patient_id}/safety-plan/{rest}"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_plan_is_signed_and_the_next_one_holds(nurse: Client, house: House, now: datetime) -> None:
    url = of(house.patient_id, "new/")
    sent = {**TYPED, "row_id": str(uuid7()), **signer(house.cast.nurse)}
    for _ in range(2):
        assert nurse.post(url, sent).status_code == 302
    row = SafetyPlan.objects.get()
    assert json.loads(row.document)["signs"] == TEXTS["signs"]
    signed = Signature.objects.get(subject_id=row.pk)
    assert (signed.meaning, signed.signer_id) == (plans.SIGNED, house.cast.nurse.member.actor_id)
    assert TEXTS["surroundings"] in text_of(nurse, url)
    assert nurse.post(url, {**sent, "row_id": str(uuid7()), "signs": "No sleep"}).status_code == 302
    holds = plans.standing_plan(house.cast.nurse.acting, house.patient_id)
    assert holds is not None
    assert (holds.number, holds.texts["signs"]) == (2, "No sleep")
    page = text_of(nurse, of(house.patient_id))
    assert "Plan 2, which holds now" in page
    assert "Plan 1 of" in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        *(({name: " "}, "This step is empty.") for name in plans.STEPS),
        ({"sure": ""}, "Ask the patient and tap a number."),
        ({"kept": ""}, "This is empty."),
        ({"review_on": "2026-03-10"}, "Type a day that is still to come."),
        ({"pin": "0000"}, "PIN"),
    ],
)
def test_what_was_refused_stays_typed(
    nurse: Client, house: House, now: datetime, more: dict[str, str], said: str
) -> None:
    sent = {**TYPED, "barriers": "Shame at 3 am", **signer(house.cast.nurse), **more}
    answer = nurse.post(of(house.patient_id, "new/"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "Shame at 3 am" in page
    assert 'value="0000"' not in page
    assert not SafetyPlan.objects.exists()


def test_a_plan_sent_twice_with_other_words_is_refused(house: House, now: datetime) -> None:
    row = planned(house.cast, house.patient_id, at=now)
    with pytest.raises(Refused, match="id_used_twice"):
        planned(house.cast, house.patient_id, at=now, plan_id=row.pk, signs="Other words")


def test_a_wrong_plan_is_voided_and_the_one_before_holds_again(nurse: Client, house: House, now: datetime) -> None:
    first, second = (planned(house.cast, house.patient_id, at=now) for _ in range(2))
    url = f"/harbor/safety-plans/{second.pk}/void/"
    wrong = nurse.post(url, {"reason": "Wrong patient", **signer(house.cast.nurse), "pin": "0000"})
    assert wrong.status_code == 422
    assert "Wrong patient" in wrong.content.decode()
    assert nurse.post(url, {"reason": "Wrong patient", **signer(house.cast.nurse)}).status_code == 302
    holds = plans.standing_plan(house.cast.nurse.acting, house.patient_id)
    assert holds is not None
    assert holds.row.pk == first.pk
    assert "Wrong patient" in text_of(nurse, of(house.patient_id))
    assert nurse.get(url).status_code == 302


def test_the_paper_has_the_steps_and_the_numbers(
    nurse: Client, house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = planned(house.cast, house.patient_id, at=now)
    Patient.objects.filter(pk=house.patient_id).update(legal_family="Newname")
    pages: list[str] = []

    def kept(html: str) -> bytes:
        pages.append(html)
        return rendered(html)

    monkeypatch.setattr("slowdrip.clinic.safety.views.plans.rendered", kept)
    answer = nurse.get(f"/harbor/safety-plans/{row.pk}/plan.pdf")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer.content.startswith(b"%PDF")
    assert "Hale" not in answer["Content-Disposition"]
    (page,) = pages
    assert "Newname" not in page
    for said in ("988", "911", "+1 555 0100", *TEXTS.values()):
        assert said in page


def a_plan_that_is_not_what_was_signed_is_not_shown(nurse: Client, house: House, now: datetime) -> None:
    row = planned(house.cast, house.patient_id, at=now)
    whose: dict[str, Any] = {"clinic": house.cast.harbor, "patient_id": house.patient_id, "by_id": row.by_id}
    forged = row.document.replace("wallet", "drawer")
    other = SafetyPlan(**whose, document=forged, sha256=row.sha256, at=now, review_on=row.review_on)
    other.save()
    page = text_of(nurse, of(house.patient_id))
    assert "drawer" not in page
    assert "The stored text is not what was signed" in page
    assert nurse.get(f"/harbor/safety-plans/{other.pk}/plan.pdf").status_code == 302


def test_a_plan_that_is_not_what_was_signed_is_not_shown(nurse: Client, house: House, now: datetime) -> None:
    a_plan_that_is_not_what_was_signed_is_not_shown(nurse, house, now)


def test_planted_fault_a_plan_whose_signature_is_not_looked_at_is_found(
    nurse: Client, house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = plans._plan

    def careless(row: SafetyPlan, number: int, signature: Any, void: Any) -> plans.Plan:
        real = honest(row, number, signature, void)
        told = json.loads(row.document)
        return plans.Plan(row=row, number=number, texts={**TEXTS, "kept": told["kept"]}, sure=1, who=real.who)

    monkeypatch.setattr(plans, "_plan", careless)
    with pytest.raises(AssertionError):
        a_plan_that_is_not_what_was_signed_is_not_shown(nurse, house, now)


def test_a_signature_voided_alone_leaves_a_plan_nobody_signed(house: House, now: datetime) -> None:
    row = planned(house.cast, house.patient_id, at=now)
    with act(house.cast.nurse.acting, at=now) as tx:
        tx.void(Signature.objects.get(subject_id=row.pk), reason="planted")
    assert not plans.plan(house.cast.nurse.acting, row.pk).whole


def test_another_clinic_gets_no_plan(house: House, now: datetime) -> None:
    row = planned(house.cast, house.patient_id, at=now)
    with pytest.raises(SafetyPlan.DoesNotExist):
        plans.plan(house.cast.outsider.acting, row.pk)


def test_every_part_of_a_plan_has_its_words() -> None:
    assert set(PLAN_TITLES) == {*plans.LONGEST, "sure"}
    assert set(STEP_HINTS) == set(plans.STEPS)


def test_the_page_asks_the_same_for_one_plan_and_for_many(nurse: Client, house: House, now: datetime) -> None:
    counts = []
    for _ in range(2):
        planned(house.cast, house.patient_id, at=now)
        text_of(nurse, of(house.patient_id))
        with CaptureQueriesContext(connection) as asked:
            text_of(nurse, of(house.patient_id))
        counts.append(len(asked))
    assert counts[0] == counts[1]

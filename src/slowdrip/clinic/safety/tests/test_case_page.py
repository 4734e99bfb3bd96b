"""The page of a case: one step after the other to the signature, refusals that keep what was typed, who may what."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.outcomes.models import ScalePermission
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.safety import actions, case_page
from slowdrip.clinic.safety.models import CaseEvent, CaseState, KnownIdeation, RiskCase
from slowdrip.clinic.safety.projecting import stored_state
from slowdrip.clinic.safety.tests.walked import (
    ASQ_ACUTE,
    ASQ_NONE,
    ASQ_NOT_ACUTE,
    MINUTE,
    of,
    opened,
    refused,
    settled,
    taken,
    text_of,
)
from slowdrip.science.rules.risk_case import Tier
from tests.cases import planned
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import signer


@pytest.fixture
def case(house: House, now: datetime) -> RiskCase:
    return opened(house, at=now - MINUTE)


def test_a_case_is_screened_acted_on_settled_and_closed_by_its_page(
    nurse: Client, house: House, case: RiskCase
) -> None:
    page = text_of(nurse, of(case))
    assert "Screen the patient now" in page
    assert "In the past few weeks, have you wished you were dead?" in page
    assert "National Institute of Mental Health" in page
    assert "Compare them before the first use." in page
    assert ">911<" in page
    taken(nurse, of(case, "screen/"), ASQ_ACUTE)
    page = text_of(nurse, of(case))
    assert "High risk: do not leave alone" in page
    assert "Act, and note what you did" in page
    taken(nurse, of(case, "act/"), {"what": "contact_tried", "note": "No answer at 10:05"})
    assert "Act, and note what you did" in text_of(nurse, of(case))
    taken(nurse, of(case, "act/"), {"what": "escort", "note": "Sister stays tonight"})
    assert "Say where it ends" in text_of(nurse, of(case))
    taken(nurse, of(case, "dispose/"), {"disposal": "emergency_care", "note": "Harbor General, 11:00"})
    page = text_of(nurse, of(case))
    assert "After this screen a prescriber or director signs." in page
    assert f'value="{house.cast.prescriber.member.pk}"' in page
    assert f'value="{house.cast.nurse.member.pk}"' not in page.split("close_signer", 1)[1].split("</select>", 1)[0]
    taken(nurse, of(case, "close/"), signer(house.cast.prescriber))
    page = text_of(nurse, of(case))
    for said in ("This case is closed", "Closed, signed by Dr Paul Reyes", "Sister stays tonight", "In emergency care"):
        assert said in page
    assert not CaseState.objects.get().is_open
    assert CaseEvent.objects.filter(kind="acted").count() == 2


def test_a_closed_case_is_opened_again_with_a_reason_and_asks_for_a_screen(
    nurse: Client, house: House, case: RiskCase, now: datetime
) -> None:
    settled(house, case, at=now)
    taken(nurse, of(case, "close/"), signer(house.cast.nurse))
    assert "This is empty." in refused(nurse, of(case, "reopen/"), {"reason": ""})
    taken(nurse, of(case, "reopen/"), {"reason": "Sister called back"})
    page = text_of(nurse, of(case))
    assert "Screen the patient now" in page
    assert "Sister called back" in page
    assert "Closed, signed by Nia Okafor RN" in page


@pytest.mark.parametrize(
    ("way", "sent", "said"),
    [
        ("screen/", {"way": "asq", "note": "typed"}, "Nothing was answered."),
        ("screen/", {"way": "asq", "q1": "7", "note": "typed"}, "Select a valid choice"),
        ("screen/", {"way": "judged", "note": "typed"}, "Choose one of the options."),
        ("screen/", {"way": "judged", "outcome": "low", "note": ""}, "This is empty."),
        ("screen/", {"way": "not_done", "note": ""}, "This is empty."),
        ("screen/", {"way": "columbia", "tool_of": "cssrs_screener", "note": "typed"}, "Nothing was answered."),
        ("act/", {"note": "typed"}, "Choose one of the options."),
        ("act/", {"what": "other", "note": ""}, "This is empty."),
        ("owner/", {"owner": ""}, "Choose a name."),
        ("dispose/", {"note": "typed"}, "Choose one of the options."),
        (
            "dispose/",
            {"disposal": "follow_up", "note": "typed"},
            "Not yet: nobody has screened the patient since the last sign.",
        ),
    ],
)
def test_what_was_refused_stays_typed_and_says_the_fix(
    nurse: Client, case: RiskCase, way: str, sent: dict[str, str], said: str
) -> None:
    page = refused(nurse, of(case, way), sent)
    assert said in page
    if sent.get("note"):
        assert "typed</textarea>" in page
    assert CaseEvent.objects.exclude(kind__in=("signalled", "owner_named", "reminded")).count() == 0


def test_what_comes_after_the_case_was_closed_says_so_and_keeps_the_note(
    nurse: Client, house: House, case: RiskCase, now: datetime
) -> None:
    settled(house, case, at=now)
    taken(nurse, of(case, "close/"), signer(house.cast.nurse))
    page = refused(nurse, of(case, "act/"), {"what": "contact_reached", "note": "Sounded well"})
    assert "This case was closed meanwhile." in page
    assert "Sounded well" in page
    assert "Open it again" in page


def nothing_is_closed_before_its_time(nurse: Client, house: House, case: RiskCase) -> None:
    page = refused(nurse, of(case, "close/"), signer(house.cast.prescriber))
    assert "It cannot be closed yet: nobody has screened the patient since the last sign" in page
    assert CaseState.objects.get().is_open


def test_nothing_is_closed_before_its_time(nurse: Client, house: House, case: RiskCase) -> None:
    nothing_is_closed_before_its_time(nurse, house, case)


def test_planted_fault_an_action_that_closes_whatever_it_is_told_is_found(
    nurse: Client, house: House, case: RiskCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slowdrip.clinic.safety.actions.closing.may_close", lambda state: ())
    with pytest.raises(AssertionError):
        nothing_is_closed_before_its_time(nurse, house, case)


def test_a_wrong_pin_closes_nothing(nurse: Client, house: House, case: RiskCase, now: datetime) -> None:
    settled(house, case, at=now)
    page = refused(nurse, of(case, "close/"), signer(house.cast.nurse, pin="0000"))
    assert "PIN" in page
    assert CaseState.objects.get().is_open


def test_what_could_not_be_screened_is_met_like_high(nurse: Client, case: RiskCase) -> None:
    taken(nurse, of(case, "screen/"), {"way": "not_done", "note": "Left before the call"})
    assert stored_state(case.pk).tier is Tier.UNDETERMINED
    page = text_of(nurse, of(case))
    assert "Not settled: met like high risk" in page
    assert "Could not be screened: met like high risk" in page
    assert "Left before the call" in page
    assert stored_state(case.pk).is_screen_demanded
    assert "Act, and note what you did" in page
    taken(nurse, of(case, "act/"), {"what": "emergency"})
    assert "Screen the patient now" in text_of(nurse, of(case))
    taken(nurse, of(case, "dispose/"), {"disposal": "emergency_care", "note": "Harbor ED"})
    assert "After this screen a prescriber or director signs." in text_of(nurse, of(case))


@pytest.mark.parametrize(
    ("answers", "tier"),
    [
        ({"q1": "1", "q2": "1", "q3": "0", "q4": "1", "q5": "0", "behaviour": "0"}, Tier.HIGH),
        ({"q1": "1", "q2": "1", "q3": "1", "q4": "0", "q5": "0", "behaviour": "0"}, Tier.MODERATE),
        ({"q1": "1", "q2": "0", "behaviour": "0"}, Tier.LOW),
        ({"q1": "0", "q2": "0", "behaviour": "0"}, Tier.NONE),
    ],
)
def test_a_clinician_enters_a_columbia_form_by_its_numbers(
    nurse: Client, case: RiskCase, answers: dict[str, str], tier: Tier
) -> None:
    taken(nurse, of(case, "screen/"), {"way": "columbia", "tool_of": "cssrs_screener", **answers})
    assert stored_state(case.pk).tier is tier


def test_the_outcome_of_a_columbia_form_is_offered_only_with_the_permission(
    nurse: Client, house: House, case: RiskCase, now: datetime
) -> None:
    offered = "Or only what the form says in the end"
    assert offered not in text_of(nurse, of(case))
    with act(house.cast.director.acting, at=now) as tx:
        by = house.cast.director.member.actor_id
        row = ScalePermission(clinic=house.cast.harbor, scale="cssrs_screener", given_on=now.date(), by_id=by, at=now)
        tx.insert(row)
        tx.wrote("scale.permitted", row)
    assert offered in text_of(nurse, of(case))
    taken(nurse, of(case, "screen/"), {"way": "columbia_outcome", "outcome": "moderate"})
    assert stored_state(case.pk).tier is Tier.MODERATE


def test_a_case_is_taken_and_given_to_a_colleague(nurse: Client, house: House, case: RiskCase) -> None:
    assert "Dr Dana Whitfield</strong> answers for it (director, as nobody was on call)" in text_of(nurse, of(case))
    taken(nurse, of(case, "take/"), {})
    assert stored_state(case.pk).owner == str(house.cast.nurse.member.actor_id)
    taken(nurse, of(case, "owner/"), {"owner": str(house.cast.second_nurse.member.actor_id)})
    assert "Sam Lindqvist RN</strong> answers for it (was named)" in text_of(nurse, of(case))
    sent = {"owner": str(house.cast.desk.member.actor_id)}
    assert "Select a valid choice" in refused(nurse, of(case, "owner/"), sent)


def test_the_page_tells_when_something_happened_meanwhile(
    nurse: Client, house: House, case: RiskCase, now: datetime
) -> None:
    seen = stored_state(case.pk).events
    said = "Something happened here meanwhile."
    assert said not in text_of(nurse, of(case, f"status/?seen={seen}"))
    actions.take(house.cast.second_nurse.acting, case.pk, at=now)
    assert said in text_of(nurse, of(case, f"status/?seen={seen}"))
    assert "took it" in text_of(nurse, of(case, "story/"))


def test_known_thoughts_are_signed_by_a_prescriber_with_the_plan(house: House, case: RiskCase, now: datetime) -> None:
    prescriber = signed_in(Client(), house.cast.prescriber.user)
    url = of(case, "known/")
    assert "Write one together first" in text_of(prescriber, url)
    taken(prescriber, of(case, "screen/"), ASQ_NOT_ACUTE)
    planned(house.cast, house.patient_id, at=now)
    page = text_of(prescriber, url)
    assert "PHQ-9: question 9, on being better off dead or hurting oneself (answered 2)" in page
    late = {"review_by": f"{now + timedelta(days=30):%Y-%m-%dT%H:%M}", **signer(house.cast.prescriber)}
    assert "at most 14 days away" in refused(prescriber, url, late)
    soon = {**late, "review_by": f"{now + timedelta(days=7):%Y-%m-%dT%H:%M}"}
    assert prescriber.post(url, soon).status_code == 302
    assert KnownIdeation.objects.get().heights == '{"phq9.item9":2}'
    assert "Signed as known thoughts" in text_of(prescriber, of(case))


def test_a_high_screen_is_never_signed_as_known(house: House, case: RiskCase, now: datetime) -> None:
    prescriber = signed_in(Client(), house.cast.prescriber.user)
    taken(prescriber, of(case, "screen/"), ASQ_ACUTE)
    planned(house.cast, house.patient_id, at=now)
    soon = {"review_by": f"{now + timedelta(days=7):%Y-%m-%dT%H:%M}", **signer(house.cast.prescriber)}
    assert "The last screen says high or not settled" in refused(prescriber, of(case, "known/"), soon)


def test_a_nurse_does_not_sign_known_thoughts_and_the_desk_sees_no_case(
    nurse: Client, house: House, case: RiskCase
) -> None:
    assert nurse.get(of(case, "known/")).status_code == 403
    desk = signed_in(Client(), house.cast.desk.user)
    assert desk.get(of(case)).status_code == 403
    auditor = signed_in(Client(), house.cast.auditor.user)
    page = text_of(auditor, of(case))
    assert "What happened" in page
    assert "Save the screen" not in page
    assert auditor.post(of(case, "screen/"), ASQ_NONE).status_code == 403


def test_a_signed_plan_meets_a_moderate_screen(nurse: Client, house: House, case: RiskCase, now: datetime) -> None:
    taken(nurse, of(case, "screen/"), ASQ_NOT_ACUTE)
    assert "Act, and note what you did" in text_of(nurse, of(case))
    planned(house.cast, house.patient_id, at=now)
    page = text_of(nurse, of(case))
    assert "A safety plan was signed" in page
    assert "Say where it ends" in page


def test_each_state_of_a_case_has_one_next_step(house: House, case: RiskCase, now: datetime) -> None:
    assert case_page.next_step(stored_state(case.pk)) == "screen"
    settled(house, case, at=now)
    assert case_page.next_step(stored_state(case.pk)) == "close"


def test_the_page_asks_the_same_for_a_short_and_a_long_story(
    nurse: Client, house: House, case: RiskCase, now: datetime
) -> None:
    counts = []
    for number in range(2):
        for part in range(4):
            actions.note_action(house.cast.nurse.acting, case.pk, "contact_tried", note=f"{number}{part}", at=now)
        text_of(nurse, of(case))
        with CaptureQueriesContext(connection) as asked:
            text_of(nurse, of(case))
        counts.append(len(asked))
    assert counts[0] == counts[1]

"""The board, the number in the menu, the banners, and what stands on the pages of patient and chair."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.banners import banners
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety import actions, case_shown, counting
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.safety.projecting import stored_state
from slowdrip.clinic.safety.queries import blocks_discharge, on_board
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.clinic.safety.tests.walked import MINUTE, of, opened, refused, settled, spoilt, taken, text_of
from tests.cases import on_call
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import signer

BOARD = "/harbor/cases/"


def another(house: House, number: int, *, at: datetime) -> RiskCase:
    """The case of another patient, to be reviewed."""
    facts = PatientFacts(
        legal_given="Bo",
        legal_family=f"Other{number}",
        birth_date=date(1985, 1, 1) + timedelta(days=number),
        sex_for_dosing="male",
    )
    patient = register_patient(house.cast.desk.acting, facts, at=at)
    return actions.note_concern(house.cast.nurse.acting, patient.pk, "Very quiet", "review", at=at)


def test_a_case_stands_on_the_board_with_sign_tier_owner_and_deadline(
    nurse: Client, house: House, now: datetime
) -> None:
    opened(house, at=now - MINUTE)
    page = text_of(nurse, BOARD)
    for said in (
        "Hale, Ada",
        "Not screened yet",
        "PHQ-9: question 9, on being better off dead or hurting oneself (answered 2)",
        "Dr Dana Whitfield · director, as nobody was on call",
        "Screen the patient",
        'data-due="later"',
        "Nobody is on call now.",
    ):
        assert said in page
    assert text_of(nurse, f"{BOARD}live/").count("Hale, Ada") == 1


def late_cases_stand_first_and_say_so(nurse: Client, house: House, now: datetime) -> None:
    another(house, 1, at=now - timedelta(minutes=2))
    opened(house, at=now - timedelta(minutes=20))
    another(house, 2, at=now - timedelta(minutes=1))
    page = text_of(nurse, BOARD)
    assert page.index("Hale, Ada") < page.index("Other1") < page.index("Other2")
    assert page.count("case--late") == 1
    assert page.count("overdue since") == 1


def test_late_cases_stand_first_and_say_so(nurse: Client, house: House, now: datetime) -> None:
    late_cases_stand_first_and_say_so(nurse, house, now)


def test_planted_fault_a_board_by_name_is_found(
    nurse: Client, house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "slowdrip.clinic.safety.views.board.board_lines",
        lambda found, *, at: sorted(
            case_shown.board_lines(found, at=at), key=lambda line: line.patient.legal_family, reverse=True
        ),
    )
    with pytest.raises(AssertionError):
        late_cases_stand_first_and_say_so(nurse, house, now)


def test_closed_cases_are_folded_below_with_how_they_ended(nurse: Client, house: House, now: datetime) -> None:
    case = opened(house, at=now - MINUTE)
    settled(house, case, at=now)
    taken(nurse, of(case, "close/"), signer(house.cast.nurse))
    page = text_of(nurse, BOARD)
    assert "No case is open." in page
    assert "1 case closed in the last 30 days" in page
    assert "No concern left" in page
    later = now + timedelta(days=31)
    assert case_shown.closed_lately(house.cast.nurse.acting, at=later) == []


def test_the_board_asks_the_same_for_one_case_and_for_many(nurse: Client, house: House, now: datetime) -> None:
    counts = []
    for number in range(3):
        another(house, 2 * number, at=now)
        another(house, 2 * number + 1, at=now)
        text_of(nurse, BOARD)
        with CaptureQueriesContext(connection) as asked:
            text_of(nurse, BOARD)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_another_clinic_sees_none_of_it(house: House, now: datetime) -> None:
    case = opened(house, at=now)
    outsider = house.cast.outsider.acting
    assert on_board(outsider, now).open == []
    client = signed_in(Client(), house.cast.outsider.user)
    assert client.get(of(case)).status_code == 404
    assert client.get(f"/northside/cases/{case.pk}/").status_code == 404
    assert client.post(f"/northside/cases/{case.pk}/take/").status_code == 404


def test_the_menu_counts_open_cases_and_late_ones(nurse: Client, house: House, now: datetime) -> None:
    page = text_of(nurse, f"{BOARD}count/")
    assert 'id="cases-open"' in page
    assert "late" not in page
    opened(house, at=now - timedelta(minutes=20))
    another(house, 1, at=now)
    page = text_of(nurse, f"{BOARD}count/")
    assert ">2<" in page
    assert "1 late" in page
    frame = text_of(nurse, BOARD)
    assert f'hx-get="{BOARD}count/"' in frame
    desk = signed_in(Client(), house.cast.desk.user)
    assert "cases-open" not in text_of(desk, "/harbor/")


def codes(house: House, now: datetime) -> dict[str, str]:
    return {banner.code: banner.tier for banner in banners(house.cast.harbor.pk, now)}


def test_a_late_case_and_an_empty_roster_are_banners_without_a_name(house: House, now: datetime) -> None:
    assert codes(house, now)["nobody_on_call"] == ""
    assert "case_late" not in codes(house, now)
    opened(house, at=now - timedelta(minutes=20))
    found = codes(house, now)
    assert (found["nobody_on_call"], found["case_late"]) == ("urgent", "urgent")
    on_call(house.cast, house.cast.nurse, since=now, until=now + timedelta(hours=1))
    assert "nobody_on_call" not in codes(house, now)
    assert codes(house, now + timedelta(hours=1))["nobody_on_call"] == "urgent"
    (late,) = counting.late_banner(house.cast.harbor.pk, now)
    assert str(late.text) == "A case is past its deadline."


def test_a_worry_opens_a_case_from_the_patients_page(nurse: Client, house: House, now: datetime) -> None:
    home = f"/harbor/people/{house.patient_id}/"
    assert f'href="{home}concern/"' in text_of(nurse, home)
    kept = refused(nurse, f"{home}concern/", {"words": "Gave away her dog", "urgency": ""})
    assert "Gave away her dog" in kept
    assert "Choose one of the options." in kept
    taken(nurse, f"{home}concern/", {"words": "Gave away her dog", "urgency": "urgent"})
    case = RiskCase.objects.get()
    page = text_of(nurse, of(case))
    assert "Somebody of the staff is worried" in page
    assert "Gave away her dog" in page
    panel = text_of(nurse, home)
    assert "A case is open." in panel
    assert f'href="{of(case)}"' in panel
    desk = signed_in(Client(), house.cast.desk.user)
    assert "Suicide risk" not in text_of(desk, home)


def test_a_closed_case_is_a_line_on_the_patients_page(nurse: Client, house: House, now: datetime) -> None:
    case = opened(house, at=now - MINUTE)
    settled(house, case, at=now)
    taken(nurse, of(case, "close/"), signer(house.cast.nurse))
    assert "The case of 10 Mar 2026 is closed." in text_of(nurse, f"/harbor/people/{house.patient_id}/")


def test_what_a_patient_wrote_is_shown_and_read(nurse: Client, house: House, now: datetime) -> None:
    case, sign = written(house, "I wrote letters to everybody", at=now)
    page = text_of(nurse, of(case))
    assert "Read what the patient wrote" in page
    assert "I wrote letters to everybody" in page
    assert "own words, not read" in text_of(nurse, BOARD)
    kept = refused(nurse, of(case, f"read/{sign}/"), {"concern": "", "note": "typed"})
    assert "typed</textarea>" in kept
    taken(nurse, of(case, f"read/{sign}/"), {"concern": "urgent", "note": "Letters of farewell"})
    page = text_of(nurse, of(case))
    assert "Screen the patient now" in page
    assert "Letters of farewell" in page
    page = refused(nurse, of(case, f"read/{sign}/"), {"concern": "none", "note": "My own reading"})
    assert "Somebody read this meanwhile." in page
    assert "My own reading" in page


def written(house: House, text: str, *, at: datetime) -> tuple[RiskCase, str]:
    """A case that waits for words to be read."""
    by = house.cast.nurse.member.actor_id
    own = {"clinic": house.cast.harbor, "by_id": by}
    with act(house.cast.system, at=at) as tx:
        response = Response(
            **own, patient_id=house.patient_id, scale="phq9", content_sha256="0" * 64, way="staff", started_at=at
        )
        tx.insert(response)
        answer = Answer(
            **own, response=response, item="own_words", what="text", text=text, way="staff", answered_at=at, at=at
        )
        tx.insert(answer)
        case = sign_seen(
            tx,
            house.patient_id,
            source="own_words",
            code="phq9.own_words",
            urgency="review",
            subject_id=answer.pk,
            own_words=True,
            event_id=uuid7(),
        )
        tx.wrote("test.answered", response)
    assert case is not None
    return case, stored_state(case.pk).unread[0].id


def test_a_case_that_cannot_be_read_stands_on_the_board_and_hides_no_other(
    nurse: Client, house: House, now: datetime
) -> None:
    spoilt(house, opened(house, at=now - MINUTE), at=now)
    another(house, 1, at=now - MINUTE)
    page = text_of(nurse, BOARD)
    assert page.count("This case cannot be read. Tell who runs the installation.") == 1
    patient = f"/harbor/people/{house.patient_id}/"
    assert f'href="{patient}"' in page
    assert "Hale, Ada</a>" in page
    assert "Other1" in page
    assert "This case cannot be read." in text_of(nurse, patient)
    assert blocks_discharge(house.patient_id)

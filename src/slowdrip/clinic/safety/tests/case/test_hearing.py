"""Answers become signs in the transaction in which they are saved; silence after a positive one is a sign too."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import OWN_WORDS, TOTAL_OF, Filling, Given
from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.portal import crisis
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.safety import hearing, silence
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.safety.tests.case.told import after, closed, known, settled, state
from slowdrip.clinic.safety.tests.test_board import another
from slowdrip.science.scales import scoring
from tests.cases import on_call
from tests.drips import House

pytestmark = pytest.mark.django_db
NINE = {f"q{number}": "0" for number in range(1, 9)}


@pytest.fixture(autouse=True)
def fresh_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test's clock searches anew."""
    monkeypatch.setattr(silence, "_searched", {})
    monkeypatch.setattr(silence, "_looked_at", {})


def answered(
    house: House,
    answers: dict[str, str],
    minute: float = 0,
    *,
    scale: str = "phq9",
    ask: Ask | None = None,
    tap_id: UUID | None = None,
    words: str = "",
    way: str = "staff",
    answered_at: datetime | None = None,
) -> None:
    """Answers of Ada's, entered by the nurse; `refused` is an answer of its own."""
    given = [
        Given(item, "refused") if value == "refused" else Given(item, "value", value) for item, value in answers.items()
    ]
    if words:
        given.append(Given(OWN_WORDS, "text", text=words))
    filling = Filling(
        patient_id=house.patient_id,
        scale=scale,
        way=way,
        tap_id=tap_id or uuid4(),
        ask_id=ask.pk if ask else None,
        answered_at=answered_at,
    )
    save_answers(house.cast.nurse.acting, filling, tuple(given), at=after(minute))


def the_case() -> Any:
    return state(RiskCase.objects.get())


def asked(house: House, minute: float, *, opens: float, closes: float) -> Ask:
    with act(house.cast.system, at=after(minute)) as tx:
        ask: Ask = tx.insert(
            Ask(
                clinic_id=house.cast.harbor.pk,
                patient_id=house.patient_id,
                key=str(uuid4()),
                phase="series",
                point="week",
                scales=["phq9"],
                opens_at=after(opens),
                closes_at=after(closes),
                at=after(minute),
            )
        )
        tx.wrote("ask.made", ask)
    return ask


def missed(house: House, ask: Ask, minute: float) -> None:
    with act(house.cast.system, at=after(minute)) as tx:
        hearing.on_missed(tx, [ask])


def test_item_nine_with_a_low_total_is_an_urgent_sign_with_its_height(rostered: House) -> None:
    answered(rostered, {**NINE, "q9": "3", "difficulty": "0"})
    (sign,) = the_case().signs
    assert (sign.code, sign.urgency, sign.height, sign.source) == ("phq9.item9", "urgent", 3, "answer")


def test_it_is_heard_before_the_form_is_done_and_told_once_for_all_of_it(rostered: House) -> None:
    tap = uuid4()
    answered(rostered, {"q9": "2"}, tap_id=tap)
    assert len(the_case().signs) == 1
    answered(rostered, {"q1": "1", "q2": "1"}, 1, tap_id=tap)
    assert len(the_case().signs) == 1


def test_what_is_not_reached_yet_is_no_sign_and_a_refusal_is_one_to_review(rostered: House) -> None:
    tap = uuid4()
    answered(rostered, {"q1": "1"}, tap_id=tap)
    assert not RiskCase.objects.exists()
    answered(rostered, {"q9": "refused"}, 1, tap_id=tap)
    (sign,) = the_case().signs
    assert (sign.source, sign.urgency, sign.height) == ("refused", "review", None)


def total_only(house: House, total: str) -> None:
    filling = Filling(house.patient_id, "phq9", "paper", uuid4(), is_whole=True)
    save_answers(house.cast.nurse.acting, filling, (Given(TOTAL_OF + "total", "value", total),), at=after(0))


def a_total_of_25_is_an_urgent_sign(house: House) -> None:
    total_only(house, "25")
    (sign,) = the_case().signs
    assert (sign.code, sign.urgency, sign.source, sign.height) == ("phq9.item9", "urgent", "answer", None)


def test_a_total_that_eight_questions_cannot_add_up_to_is_an_urgent_sign(rostered: House) -> None:
    """No height: nobody knows how high, so no signed plan for known thoughts answers for it."""
    a_total_of_25_is_an_urgent_sign(rostered)


def test_a_total_of_24_leaves_question_nine_unanswered(rostered: House) -> None:
    total_only(rostered, "24")
    (sign,) = the_case().signs
    assert (sign.code, sign.urgency, sign.source) == ("phq9.item9", "review", "unanswered")


def test_planted_a_total_that_says_nothing_is_noticed(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "raised", lambda rule, value, cells, others: dict(cells))
    with pytest.raises(AssertionError):
        a_total_of_25_is_an_urgent_sign(rostered)


def test_no_thoughts_open_no_case(rostered: House) -> None:
    answered(rostered, {**NINE, "q9": "0", "difficulty": "0"})
    assert not RiskCase.objects.exists()


@pytest.mark.parametrize(
    ("answers", "codes", "height"),
    [
        ({"q1": "1", "q2": "0", "q3": "0", "q4": "0", "q5": "0"}, {"asq.positive"}, 1),
        ({"q1": "0", "q2": "0", "q3": "1", "q4": "1", "q5": "1"}, {"asq.positive", "asq.acute"}, 4),
    ],
)
def test_the_asq_tells_how_far_it_goes(rostered: House, answers: dict[str, str], codes: set[str], height: int) -> None:
    answered(rostered, answers, scale="asq")
    signs = the_case().signs
    assert {sign.code for sign in signs} == codes
    assert max(sign.height for sign in signs if sign.height is not None) == height


def test_own_words_are_something_to_read_in_time(rostered: House) -> None:
    answered(rostered, {"q1": "0"}, words="I slept well")
    now = the_case()
    assert len(now.unread) == 1
    assert not now.is_screen_demanded
    assert not now.signs


def test_an_error_of_the_cases_takes_the_answer_back(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_told: Any, **_more: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(hearing, "sign_seen", broken)
    with pytest.raises(RuntimeError, match="planted"):
        answered(rostered, {"q9": "3"})


def test_planted_a_house_that_hears_nothing_is_noticed(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "_on_answers", [])
    answered(rostered, {"q9": "3"})
    assert not RiskCase.objects.exists()


def test_an_imported_answer_of_last_year_is_history_and_one_of_last_week_is_a_sign(rostered: House) -> None:
    answered(rostered, {"q9": "3"}, way="import", answered_at=after(0) - timedelta(days=60))
    assert not RiskCase.objects.exists()
    answered(rostered, {"q9": "3"}, way="import", answered_at=after(0) - timedelta(days=6))
    assert len(the_case().signs) == 1


def test_an_ask_missed_after_a_yes_is_a_sign_of_its_own(rostered: House) -> None:
    answered(rostered, {"q9": "1"})
    ask = asked(rostered, 1, opens=60, closes=120)
    for minute in (121, 122):
        missed(rostered, ask, minute)
    assert [sign.code for sign in the_case().signs] == ["phq9.item9", "silence"]


def test_an_ask_missed_after_a_no_or_after_a_screen_without_risk_is_none(rostered: House) -> None:
    answered(rostered, {"q9": "0"})
    missed(rostered, asked(rostered, 1, opens=60, closes=120), 200)
    assert not RiskCase.objects.exists()
    answered(rostered, {"q9": "1"}, 210)
    case = RiskCase.objects.get()
    settled(rostered, case, 220)
    closed(rostered, case, 230)
    missed(rostered, asked(rostered, 240, opens=250, closes=300), 400)
    assert RiskCase.objects.count() == 1
    assert not state(case).is_open


def test_the_clock_hears_silence_a_day_after_a_form_was_opened(rostered: House) -> None:
    answered(rostered, {"q9": "1"})
    asked(rostered, 1, opens=60, closes=60 + 3 * 24 * 60)
    silence.tick(rostered.cast.harbor.pk, after(60 + 24 * 60 - 1))
    assert [sign.code for sign in the_case().signs] == ["phq9.item9"]
    for minute in (60 + 24 * 60, 61 + 24 * 60):
        silence.tick(rostered.cast.harbor.pk, after(minute))
    assert [sign.code for sign in the_case().signs] == ["phq9.item9", "silence"]


def test_a_refusal_is_no_denial_and_the_answers_of_other_scales_hide_no_yes(rostered: House) -> None:
    answered(rostered, {"q9": "refused"})
    for minute in range(1, 6):
        answered(rostered, {f"q{number}": "0" for number in range(1, 8)}, minute, scale="gad7")
    word = silence.last_word(rostered.cast.harbor.pk, rostered.patient_id)
    assert word == silence.LastWord(after(0), is_positive=True)


def test_one_look_asks_once_for_a_last_word_and_goes_on_where_the_last_one_stopped(
    rostered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(rostered, {"q9": "1"})
    other = another(rostered, 1, at=after(0))
    for number in range(3):
        asked(rostered, 1, opens=60 + number, closes=60 + 9 * 24 * 60)
    theirs = asked(rostered, 1, opens=60, closes=60 + 9 * 24 * 60)
    Ask.objects.filter(pk=theirs.pk).update(patient_id=other.patient_id)
    looked: list[UUID] = []
    monkeypatch.setattr(silence, "AT_ONCE", 1)
    monkeypatch.setattr(silence, "last_word", lambda _clinic, patient: looked.append(patient))
    for _look in range(3):
        silence.look(rostered.cast.harbor.pk, at=after(60 + 2 * 24 * 60))
    first, second = sorted([rostered.patient_id, other.patient_id])
    assert looked == [first, second, first]


def test_planted_a_last_word_that_is_never_a_yes_is_noticed(rostered: House, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(rostered, {"q9": "1"})
    ask = asked(rostered, 1, opens=60, closes=120)
    monkeypatch.setattr(silence, "_fires", lambda _response: False)
    missed(rostered, ask, 121)
    assert [sign.code for sign in the_case().signs] == ["phq9.item9"]


def test_a_review_that_comes_opens_a_case_once(rostered: House) -> None:
    known(rostered, {"phq9.item9": 2}, days=2)
    silence.tick(rostered.cast.harbor.pk, after(2 * 24 * 60 - 1))
    assert not RiskCase.objects.exists()
    for minute in (0, 1, 2):
        silence.tick(rostered.cast.harbor.pk, after(2 * 24 * 60 + minute))
    assert [sign.code for sign in the_case().signs] == ["known.review"]
    case = RiskCase.objects.get()
    settled(rostered, case, 3 * 24 * 60)
    closed(rostered, case, 3 * 24 * 60 + 5)
    silence.tick(rostered.cast.harbor.pk, after(4 * 24 * 60))
    assert RiskCase.objects.count() == 1


def test_the_crisis_page_knows_whether_somebody_is_on_call(house: House) -> None:
    assert not crisis.somebody_reads(house.cast.harbor.pk, after(1))
    on_call(house.cast, house.cast.nurse, since=after(0), until=after(60))
    assert crisis.somebody_reads(house.cast.harbor.pk, after(1))

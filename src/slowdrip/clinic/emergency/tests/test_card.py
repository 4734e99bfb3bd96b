"""The emergency card: empty until a director signs it, immutable afterwards, and its medicines are keys."""

import pytest
from django.test import Client

from slowdrip.cli.demo.emergency import LINES, MEDICINES, sign_example
from slowdrip.cli.demo.team import shown_by
from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.emergency.actions import sign_card
from slowdrip.clinic.emergency.card import Card, Medicine, document_of, read_card, typed_card
from slowdrip.clinic.emergency.models import EmergencyCard
from slowdrip.clinic.emergency.queries import card_in_force
from slowdrip.clinic.emergency.tests.pages import begin, url
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import AppendOnly
from tests.cast import DAY, Person
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import SCRIPT, look_at

ONE = "5-HT3 antagonist | per standing order 3 | iv | nausea"


def client_of(person: Person) -> Client:
    return signed_in(Client(), person.user)


def typed(person: Person, **more: str) -> dict[str, str]:
    sent = {
        "lines": "Stop the pump.",
        "medicines": ONE,
        "comment": "",
        "signer": str(person.member.pk),
        "pin": person.pin,
    }
    return {**sent, **more}


def write(client: Client, person: Person, **more: str) -> object:
    return client.post("/harbor/emergency-card/new/", typed(person, **more))


def test_nothing_is_there_before_a_director_signs(house: House, running: Visit) -> None:
    assert card_in_force(house.cast.harbor.pk).number == 0
    nurse = client_of(house.cast.nurse)
    begin(nurse, running)
    page = nurse.get(url(running)).content.decode()
    assert "No standing orders signed: call the prescriber." in page
    assert 'name="medicine"' not in page
    assert "enter/medication_given/" in page


def test_a_director_writes_and_signs_and_it_is_in_force(house: House) -> None:
    director = house.cast.director
    answer = client_of(director).post("/harbor/emergency-card/new/", typed(director), follow=True)
    assert "Stop the pump." in answer.content.decode()
    now = card_in_force(house.cast.harbor.pk)
    assert (now.number, now.signed_by, now.card.medicines) == (
        1, "Dr Dana Whitfield", (Medicine("5-HT3 antagonist", "per standing order 3", "iv", "nausea"),),
    )  # fmt: skip
    signature = Signature.objects.get(meaning="emergency_card.signed")
    assert signature.signer_id == director.member.actor_id


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"lines": "", "medicines": ""}, "at least one line"),
        ({"medicines": "Aspirin"}, "Line 1: write medicine"),
        ({"medicines": f"{ONE}\n\nX | y | by air | z"}, "Line 3"),
        ({"lines": "x" * 201}, "more than 200"),
        ({"lines": "\n".join("abc" * 1 + str(n) for n in range(41))}, "At most 40"),
        ({"pin": "0000"}, "PIN"),
        ({"pin": ""}, "PIN"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_typed(house: House, more: dict[str, str], said: str) -> None:
    director = house.cast.director
    answer = client_of(director).post("/harbor/emergency-card/new/", typed(director, **more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    kept = {"lines": "Stop the pump.", "medicines": ONE, **more}
    assert all(text[:20] in page for name in ("lines", "medicines") for text in kept[name].splitlines()[:1])
    assert director.pin not in page
    assert not EmergencyCard.objects.exists()


def test_only_a_director_writes_and_only_a_director_signs(house: House) -> None:
    nurse = house.cast.nurse
    assert client_of(nurse).get("/harbor/emergency-card/new/").status_code == 403
    assert client_of(nurse).get("/harbor/emergency-card/").status_code == 200
    director = house.cast.director.acting
    with pytest.raises(Refused, match="not_permitted"):
        sign_card(director, Card(("x",)), proof=shown_by(nurse.acting, at=DAY), at=DAY)
    with pytest.raises(Refused, match="not_permitted"):
        sign_card(nurse.acting, Card(("x",)), proof=shown_by(director, at=DAY), at=DAY)


def test_versions_are_kept_and_never_changed(house: House) -> None:
    director = house.cast.director.acting
    for text in ("first", "second"):
        sign_card(director, Card((text,)), proof=shown_by(director, at=DAY), at=DAY)
    with pytest.raises(Refused, match="card_unchanged"):
        sign_card(director, Card(("second",)), proof=shown_by(director, at=DAY), at=DAY)
    assert [row.number for row in EmergencyCard.objects.order_by("number")] == [1, 2]
    assert card_in_force(house.cast.harbor.pk).card.lines == ("second",)
    with pytest.raises(AppendOnly):
        EmergencyCard.objects.get(number=1).save()


def test_a_card_that_is_not_what_was_signed_is_not_shown(house: House, running: Visit) -> None:
    """Planted fault: a version without a signature of its hash stands in the table."""
    sign_example(house.team, at=DAY)
    forged = document_of(Card((), (Medicine("Anything", "a lot", "iv", "fun"),)))
    row = EmergencyCard.objects.get()
    EmergencyCard(
        clinic=house.cast.harbor, number=2, document=forged, sha256=row.sha256, by_id=row.by_id, at=DAY
    ).save()
    assert card_in_force(house.cast.harbor.pk).damaged
    nurse = client_of(house.cast.nurse)
    begin(nurse, running)
    page = nurse.get(url(running)).content.decode()
    assert "Anything" not in page
    assert "cannot be read" in page


def test_a_medicine_is_one_tap_with_the_directors_words_and_no_number(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_example(house.team, at=DAY)
    look_at(monkeypatch, running.at(12))
    nurse = client_of(house.cast.nurse)
    begin(nurse, running)
    assert nurse.post(url(running, "tap/"), {"medicine": "1:1"}, headers=SCRIPT).status_code == 200
    given = running.state().medications[-1]
    assert (given.drug, given.dose, given.dose_as_written) == ("5-HT3 antagonist", "", "per standing order 3")
    page = nurse.get(url(running)).content.decode()
    assert "per standing order 3" in page
    assert nurse.post(url(running, "tap/"), {"medicine": "1:4"}, headers=SCRIPT).status_code == 422


def test_a_tap_that_comes_after_the_next_version_means_what_it_meant(house: House, running: Visit) -> None:
    sign_example(house.team, at=DAY)
    director = house.cast.director.acting
    other = Card((), (Medicine("Other", "per standing order 9", "iv", "other"),))
    sign_card(director, other, proof=shown_by(director, at=DAY), at=DAY)
    nurse = client_of(house.cast.nurse)
    nurse.post(url(running, "tap/"), {"medicine": "1:2"}, headers=SCRIPT)
    row = InfusionEvent.objects.get(infusion=running.infusion, kind="medication_given")
    assert "Antihypertensive" in row.payload


def test_a_card_reads_back_as_it_was_typed_and_the_example_names_no_dose() -> None:
    card = Card(LINES, MEDICINES)
    assert read_card(document_of(card)) == card
    assert typed_card("\n".join(LINES), "\n".join(one.as_line for one in MEDICINES)) == card
    assert all(one.dose.startswith("per standing order") for one in MEDICINES)

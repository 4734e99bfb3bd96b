"""The pages of an import as the director uses them: upload, look, import, look again, undo."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowdrip.clinic.golive.checking import check
from slowdrip.clinic.golive.columns import COLUMNS
from slowdrip.clinic.golive.example import EXAMPLE
from slowdrip.clinic.golive.models import GoLiveBatch
from slowdrip.clinic.golive.reading import MOST_BYTES
from slowdrip.clinic.golive.tests.importing import NOW, confirmed, imported, uploaded
from slowdrip.clinic.golive.tests.tables import good, people, table
from slowdrip.clinic.golive.tests.test_table import CELLS, FILES
from slowdrip.clinic.golive.words import COLUMN_WORDS, has_words, problem_words
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import AuditEntry
from tests.architecture.tree import REPO
from tests.cast import Cast, Person
from tests.fixtures import ClientAs
from tests.pages import look_at

pytestmark = pytest.mark.django_db
HOME = "/harbor/go-live/"
MOST_QUERIES = 40


@pytest.fixture
def director(house: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> Client:
    look_at(monkeypatch, NOW)
    return client_as(house.director)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def send(client: Client, content: bytes) -> Any:
    return client.post(HOME, {"file": SimpleUploadedFile("patients.csv", content, "text/csv")})


def newest() -> GoLiveBatch:
    found: GoLiveBatch = GoLiveBatch.objects.latest("at", "id")
    return found


def of(batch: GoLiveBatch, rest: str = "") -> str:
    return f"{HOME}{batch.pk}/{rest}"


def seen(client: Client, batch: GoLiveBatch) -> str:
    return text(client.get(of(batch))).partition('name="seen" value="')[2].partition('"')[0]


def test_from_the_file_to_the_patients_and_back(director: Client) -> None:
    answer = send(director, table(good(), good(reference="B", family_name="<b>Ito</b>")))
    batch = newest()
    assert answer["Location"] == of(batch)
    page = text(director.get(of(batch)))
    assert "Sandoval, Irene" in page
    assert "&lt;b&gt;Ito&lt;/b&gt;" in page
    assert "Import 2 patients" in page
    assert director.post(of(batch), {"seen": seen(director, batch)})["Location"] == of(batch)
    assert "2 imported" in text(director.get(of(batch)))
    assert "2 patients would be taken back" in text(director.get(of(batch, "undo/")))
    director.post(of(batch, "undo/"), {"reason": "wrong file"})
    assert "undone" in text(director.get(of(batch)))
    assert Patient.objects.filter(entered_in_error_at=None).count() == 0
    (first, _) = Patient.objects.all()
    assert "Entered in error" in text(director.get(f"/harbor/people/{first.pk}/"))


def test_a_second_click_imports_nothing_and_says_so(director: Client) -> None:
    send(director, table(good()))
    batch = newest()
    typed = {"seen": seen(director, batch)}
    director.post(of(batch), typed)
    again = director.post(of(batch), typed)
    assert again.status_code == 422
    assert "imported already" in text(again)
    assert Patient.objects.count() == 1


def test_problems_stand_there_with_line_column_what_was_found_and_the_fix(director: Client) -> None:
    send(director, table(good(), good(reference="B", birth_date="04/02/1979", phq9_total="99")))
    batch = newest()
    page = text(director.get(of(batch)))
    for part in ("04/02/1979", "Write it like 2026-03-09", "99", "0 to 27 is expected", "Leave out the 1 line"):
        assert part in page
    refused = director.post(of(batch), {"seen": seen(director, batch)})
    assert (refused.status_code, Patient.objects.count()) == (422, 0)
    assert "say that they are left out" in text(refused)
    assert director.post(of(batch), {"seen": seen(director, batch), "leave_out": "on"}).status_code == 302
    assert Patient.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "This file is empty"), (b"a" * (MOST_BYTES + 1), "larger than 1000 kB")],
    ids=["empty", "large"],
)
def test_a_file_that_is_not_taken_says_why(director: Client, content: bytes, says: str) -> None:
    answer = send(director, content)
    assert (answer.status_code, GoLiveBatch.objects.count()) == (422, 0)
    assert says in text(answer)


def test_no_file_is_asked_for(director: Client) -> None:
    assert "Choose a file." in text(director.post(HOME, {}))


def test_whoever_is_here_already_is_a_link_and_the_look_is_noted(house: Cast, director: Client) -> None:
    imported(house.director, good())
    known = Patient.objects.get()
    send(director, table(good(), good(reference="B", family_name="Ito")))
    assert f"/harbor/people/{known.pk}/" in text(director.get(of(newest())))
    looks = AuditEntry.objects.filter(action="viewed", detail__contains=str(known.pk))
    assert looks.filter(detail__contains="golive:batch").exists()


def test_a_table_can_be_discarded(director: Client) -> None:
    send(director, table(good()))
    assert director.post(of(newest(), "discard/"))["Location"] == HOME
    assert "discarded" in text(director.get(HOME))


def test_the_example_can_be_fetched_and_every_column_is_explained(director: Client) -> None:
    answer = director.get(f"{HOME}example.csv")
    assert answer.content.decode("utf-8-sig") == EXAMPLE
    page, guide = text(director.get(HOME)), (REPO / "docs" / "how-to" / "go-live.md").read_text("utf-8")
    for column in COLUMNS:
        assert str(COLUMN_WORDS[column.name]) in page.replace("&#x27;", "'")
        assert f"| `{column.name}` |" in guide
    assert EXAMPLE.strip() in guide


@pytest.mark.parametrize("role", ["nurse", "prescriber", "desk", "auditor"])
def test_nobody_but_the_director_is_let_in(house: Cast, client_as: ClientAs, role: str) -> None:
    person: Person = getattr(house, role)
    assert client_as(person).get(HOME).status_code == 403


def test_what_was_before_stands_on_the_patients_page_and_above_the_scores(
    house: Cast, client_as: ClientAs, director: Client
) -> None:
    imported(house.director, good())
    patient = Patient.objects.get()
    for path in ("", "progress/"):
        page = text(director.get(f"/harbor/people/{patient.pk}/{path}"))
        assert "Before Slowdrip: <strong>6 infusions</strong>, last on 1 Mar 2026, 38.5 mg" in page
        assert "imported" in page
        assert "A screen is due" in page
    assert "total only, items unknown" in text(director.get(f"/harbor/people/{patient.pk}/answers/"))
    card = text(director.get(f"/harbor/people/{patient.pk}/"))
    assert "Next booster, as agreed then: <strong>1 Apr 2026</strong>" in card
    desk = text(client_as(house.desk).get(f"/harbor/people/{patient.pk}/"))
    assert "Next booster" in desk
    assert "38.5 mg" not in desk


def test_every_problem_has_its_words(house: Cast) -> None:
    contents = [content for content, _ in FILES.values()] + [table(good(**changed)) for changed, _, _ in CELLS.values()]
    found = [one for each in contents for one in check(house.director.acting, each, today=NOW.date()).judged.problems]
    assert len({one.code for one in found}) >= 40
    assert [one.code for one in found if not has_words(one.code)] == []
    assert all("%(" not in problem_words(one) for one in found)


def test_a_long_table_costs_no_more_queries_than_a_short_one(house: Cast, director: Client) -> None:
    short, counts = uploaded(house.director, *people(2)), []
    counts.append(asked(director, of(short)))
    long = uploaded(house.director, *people(60))
    counts.append(asked(director, of(long)))
    confirmed(house.director, long)
    counts.append(asked(director, of(long, "undo/")))
    assert counts[1] <= counts[0] <= MOST_QUERIES
    assert counts[2] <= MOST_QUERIES + 40


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)

"""Medicines as told: never asked is not none, and whatever was told stays."""

from datetime import timedelta

import pytest

from slowdrip.clinic.people.actions import add_medicine, confirm_medicines, tell_of_medicine, void_medicine
from slowdrip.clinic.people.actions import medicines as medicines_module
from slowdrip.clinic.people.models import Medicine, MedicineWord, Patient
from slowdrip.clinic.people.queries import MedicineList, medicines
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import AppendOnly
from slowdrip.clinic.record.tenancy import bind
from tests.cast import DAY, Cast

LATER = DAY + timedelta(hours=1)


def listed(patient: Patient) -> MedicineList:
    patient.refresh_from_db()
    return medicines(patient)


def add(house: Cast, patient: Patient, substance: str, **told: str) -> Medicine:
    return add_medicine(house.nurse.acting, patient.pk, substance=substance, at=DAY, **told)


def test_an_empty_list_is_not_none_until_someone_asked(ana: Patient, house: Cast) -> None:
    assert (listed(ana).state, listed(ana).asked_at) == ("not_asked", None)
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset(), at=DAY)
    assert (listed(ana).state, listed(ana).asked_at) == ("none_taken", DAY)


def test_a_medicine_added_does_not_count_as_asking_for_the_whole_list(ana: Patient, house: Cast) -> None:
    row = add(house, ana, "Lorazepam")
    assert (listed(ana).state, listed(ana).asked_at) == ("listed", None)
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset({row.pk}), at=LATER)
    assert listed(ana).asked_at == LATER
    add(house, ana, "Sertraline")
    assert listed(ana).asked_at == LATER


def test_a_medicine_is_dated_and_has_the_name_of_whoever_wrote_it(ana: Patient, house: Cast) -> None:
    add(house, ana, " Lorazepam  retard ", dose="1 mg", since="March", belongs_to="benzodiazepines", taken="taken")
    (row,) = listed(ana).rows
    told = row.medicine
    assert (told.substance, told.dose, told.since, told.belongs_to) == (
        "Lorazepam retard",
        "1 mg",
        "March",
        "benzodiazepines",
    )
    assert (told.at, told.by.label, row.was_taken) == (DAY, "Nia Okafor RN", True)


def test_the_latest_word_about_a_medicine_is_shown(ana: Patient, house: Cast) -> None:
    row = add(house, ana, "Lorazepam", taken="taken")
    tell_of_medicine(house.nurse.acting, row.pk, what="not_taken", at=LATER)
    (now_told,) = listed(ana).rows
    assert now_told.word is not None
    assert (now_told.was_taken, now_told.word.at) == (False, LATER)
    assert MedicineWord.objects.count() == 2


def test_a_stopped_medicine_leaves_the_list_and_the_record_keeps_it(ana: Patient, house: Cast) -> None:
    row = add(house, ana, "Lorazepam")
    other = add(house, ana, "Sertraline")
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset({row.pk, other.pk}), at=DAY)
    tell_of_medicine(house.nurse.acting, row.pk, what="stopped", at=LATER)
    assert [each.medicine.pk for each in listed(ana).rows] == [other.pk]
    assert listed(ana).asked_at == DAY
    assert Medicine.objects.filter(pk=row.pk).exists()
    with pytest.raises(Refused, match="medicine_not_listed"):
        tell_of_medicine(house.nurse.acting, row.pk, what="taken", at=LATER)
    add(house, ana, "Lorazepam", dose="2 mg")
    assert len(listed(ana).rows) == 2


def test_the_same_medicine_is_listed_once(ana: Patient, house: Cast) -> None:
    add(house, ana, "Lorazepam")
    with pytest.raises(Refused, match="medicine_listed"):
        add(house, ana, "lorazepam")


@pytest.mark.parametrize("ending", ["void", "stop"])
def test_the_last_medicine_going_never_reads_as_takes_none(ana: Patient, house: Cast, ending: str) -> None:
    row = add(house, ana, "Lorazepam")
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset({row.pk}), at=DAY)
    if ending == "void":
        void_medicine(house.nurse.acting, row.pk, reason="wrong patient", at=LATER)
    else:
        tell_of_medicine(house.nurse.acting, row.pk, what="stopped", at=LATER)
    assert listed(ana).state == "not_asked"


@pytest.mark.parametrize("ending", ["void", "stop"])
def test_planted_without_asking_again_the_last_one_going_reads_as_takes_none(
    ana: Patient, house: Cast, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(medicines_module, "_ask_again_if_empty", lambda *_: None)
    with pytest.raises(AssertionError):
        test_the_last_medicine_going_never_reads_as_takes_none(ana, house, ending)


def test_a_list_is_confirmed_only_as_it_was_seen(ana: Patient, house: Cast) -> None:
    row = add(house, ana, "Lorazepam")
    with pytest.raises(Refused, match="medicines_changed"):
        confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset(), at=DAY)
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset({row.pk}), at=DAY)
    assert AuditEntry.objects.filter(action="medicines.confirmed", subject_id=ana.pk).exists()


def test_nothing_that_was_told_is_ever_changed(ana: Patient, house: Cast) -> None:
    row = add(house, ana, "Lorazepam", taken="taken")
    for told in (row, MedicineWord.objects.get()):
        told.at = LATER
        with pytest.raises(AppendOnly):
            told.save()
        with pytest.raises(AppendOnly):
            told.delete()
    actions = set(AuditEntry.objects.filter(subject_id=row.pk).values_list("action", flat=True))
    assert actions == {"medicine.added", "medicine.taken"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"substance": "  "}, "missing"),
        ({"substance": "x" * 121}, "too_long"),
        ({"substance": "Lorazepam", "dose": "x" * 81}, "too_long"),
        ({"substance": "Lorazepam", "since": "x" * 41}, "too_long"),
        ({"substance": "Lorazepam", "belongs_to": "rifampicin"}, "choose_one"),
        ({"substance": "Lorazepam", "taken": "stopped"}, "choose_one"),
        ({"substance": "Lorazepam", "taken": "perhaps"}, "choose_one"),
    ],
)
def test_what_cannot_be_kept_is_refused(ana: Patient, house: Cast, told: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        add_medicine(house.nurse.acting, ana.pk, at=DAY, **told)
    assert not Medicine.objects.exists()


def test_the_desk_may_add_a_medicine_but_not_void_or_confirm(ana: Patient, house: Cast) -> None:
    row = add_medicine(house.desk.acting, ana.pk, substance="Lorazepam", at=DAY)
    with pytest.raises(Refused, match="not_permitted"):
        void_medicine(house.desk.acting, row.pk, reason="x", at=DAY)
    with pytest.raises(Refused, match="not_permitted"):
        confirm_medicines(house.desk.acting, ana.pk, seen=frozenset({row.pk}), at=DAY)
    with pytest.raises(Refused, match="not_permitted"):
        add_medicine(house.auditor.acting, ana.pk, substance="Lithium", at=DAY)


def test_the_desk_may_say_taken_and_never_stopped(ana: Patient, house: Cast) -> None:
    row = add(house, ana, "Lorazepam")
    tell_of_medicine(house.desk.acting, row.pk, what="not_taken", at=LATER)
    with pytest.raises(Refused, match="not_permitted"):
        tell_of_medicine(house.desk.acting, row.pk, what="stopped", at=LATER)
    assert [each.medicine.pk for each in listed(ana).rows] == [row.pk]


def test_planted_fault_a_stop_that_asks_only_for_editing_is_caught(
    ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    editing = frozenset({*house.desk.acting.permissions, "people.measure"})
    monkeypatch.setattr(type(house.desk.acting), "may", lambda actor, permission: permission in editing)
    with pytest.raises(pytest.fail.Exception):
        test_the_desk_may_say_taken_and_never_stopped(ana, house)


def test_a_medicine_of_another_clinic_is_not_there(ana: Patient, house: Cast) -> None:
    row = add(house, ana, "Lorazepam")
    with pytest.raises(Medicine.DoesNotExist):
        void_medicine(house.outsider.acting, row.pk, reason="x", at=DAY)
    with pytest.raises(Medicine.DoesNotExist):
        tell_of_medicine(house.outsider.acting, row.pk, what="taken", at=DAY)
    with pytest.raises(Medicine.DoesNotExist):
        tell_of_medicine(house.outsider.acting, row.pk, what="stopped", at=DAY)
    with pytest.raises(Patient.DoesNotExist):
        add_medicine(house.outsider.acting, ana.pk, substance="Lithium", at=DAY)


@pytest.mark.postgres_only
def test_on_postgresql_another_clinic_s_medicines_are_invisible(ana: Patient, house: Cast) -> None:
    from django.conf import settings
    from django.db import connection

    row = add(house, ana, "Lorazepam", taken="taken")
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.SLOWDRIP_APP_ROLE or "slowdrip_app"}"')
        bind(house.northside.pk)
        seen = (Medicine.objects.count(), MedicineWord.objects.count())
        bind(house.harbor.pk)
        own = (Medicine.objects.get().pk, MedicineWord.objects.count())
        cursor.execute("RESET ROLE")
    assert (seen, own) == ((0, 0), (row.pk, 1))

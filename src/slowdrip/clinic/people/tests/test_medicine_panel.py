"""What the listed medicines say: words of at most the stated effect, and unknown is never "no interaction"."""

from datetime import timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest

from slowdrip.clinic.people import medicine_line
from slowdrip.clinic.people import medicine_panel as panel_module
from slowdrip.clinic.people.actions import add_medicine, confirm_medicines, tell_of_medicine, void_medicine
from slowdrip.clinic.people.interaction_words import LESSER, MOVES_A_BAND, ROUTES, SAYS
from slowdrip.clinic.people.medicine_line import listed_words
from slowdrip.clinic.people.medicine_panel import MedicinePanel, band_sentence, medicine_panel
from slowdrip.clinic.people.models import Medicine, Patient
from slowdrip.clinic.people.queries import MedicineList, medicines
from slowdrip.knowledge.interactions import default_interactions
from slowdrip.knowledge.types.interactions import ALERTS
from slowdrip.knowledge.types.interactions import ROUTES as ALL_ROUTES
from tests.cast import DAY, Cast


def add(house: Cast, patient: Patient, *substances: str, **told: str) -> None:
    for substance in substances:
        add_medicine(house.nurse.acting, patient.pk, substance=substance, at=DAY, **told)


def panel(patient: Patient, *, days_later: float = 0) -> MedicinePanel:
    patient.refresh_from_db()
    return medicine_panel(patient, at=DAY + timedelta(days=days_later))


def names(shown: MedicinePanel) -> list[str]:
    return [row.taken.medicine.substance for row in shown.rows]


def test_every_code_and_route_has_its_words() -> None:
    assert set(SAYS) == set(ALERTS)
    assert set(ROUTES) == set(ALL_ROUTES)
    assert set(ALERTS) >= LESSER


def test_a_benzodiazepine_says_what_its_sources_say_and_no_more(ana: Patient, house: Cast) -> None:
    add(house, ana, "Lorazepam")
    (row,) = panel(ana).rows
    said = {alert.code: alert for alert in row.alerts}
    assert set(said) == {"sedation_adds", "antidepressant_effect_shorter"}
    sedation = said["sedation_adds"]
    assert (sedation.of, sedation.says, sedation.source, sedation.confidence) == (
        "Benzodiazepines",
        "Sedation may add up.",
        "Spravato label",
        "secondary",
    )
    assert sedation.studied == "carried over to the drip: proposal – confirm with your medical director"
    assert said["antidepressant_effect_shorter"].confidence == "published"


def test_rifampicin_shows_the_ratios_that_were_read(ana: Patient, house: Cast) -> None:
    add(house, ana, "Rifampin")
    (row,) = panel(ana).rows
    into_a_vein, by_mouth = row.alerts
    assert (into_a_vein.of, into_a_vein.says) == ("Rifampicin", "Ketamine in the blood may be a little lower.")
    assert into_a_vein.ratios == "ketamine in the blood × 0.86, norketamine × 0.5"
    assert into_a_vein.studied == "studied with ketamine into a vein"
    assert by_mouth.is_lesser
    assert by_mouth.says.endswith("That says nothing about a drip.")


def test_what_is_not_known_is_shown_and_called_unknown(ana: Patient, house: Cast) -> None:
    add(house, ana, "Metformin")
    (row,) = panel(ana).rows
    assert not row.is_known
    assert "Not known to this list: Metformin. What they do to this band is not known." in band_sentence(ana, at=DAY)


def test_a_class_that_somebody_named_brings_its_alerts(ana: Patient, house: Cast) -> None:
    add(house, ana, "Bromazepam", belongs_to="benzodiazepines")
    (row,) = panel(ana).rows
    assert [alert.of for alert in row.alerts] == ["Benzodiazepines", "Benzodiazepines"]


def test_what_may_change_a_drip_comes_first_then_what_is_unknown(ana: Patient, house: Cast) -> None:
    add(house, ana, "Grapefruit", "Metformin", "Theophylline", "Lorazepam", "Insulin", "Sertraline")
    assert names(panel(ana)) == ["Lorazepam", "Theophylline", "Insulin", "Metformin", "Grapefruit", "Sertraline"]


def test_what_is_known_of_two_medicines_alike_is_read_once(ana: Patient, house: Cast) -> None:
    add(house, ana, "Bromazepam", belongs_to="benzodiazepines")
    add(house, ana, "Lorazepam", "Insulin", "Metformin")
    rows = {row.taken.medicine.substance: row for row in panel(ana).rows}
    assert {name: row.same_as for name, row in rows.items()} == {
        "Bromazepam": "",
        "Lorazepam": "Bromazepam",
        "Insulin": "",
        "Metformin": "",
    }
    assert rows["Lorazepam"].alerts == rows["Bromazepam"].alerts


def line(patient: Patient, *, days_later: float = 0) -> str:
    patient.refresh_from_db()
    return listed_words(patient, at=DAY + timedelta(days=days_later), zone=ZoneInfo("UTC"))


def test_the_panel_tells_never_asked_none_and_a_part_of_a_list_apart(ana: Patient, house: Cast) -> None:
    assert (panel(ana).state, line(ana)) == ("not_asked", "not asked")
    add(house, ana, "Lorazepam", dose="1 mg")
    assert (panel(ana).state, line(ana)) == ("listed", "Lorazepam 1 mg; never asked whether this is all")
    void_medicine(house.nurse.acting, Medicine.objects.get().pk, reason="wrong patient", at=DAY)
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset(), at=DAY)
    assert (panel(ana).state, line(ana)) == ("none_taken", f"takes none; asked on {DAY:%-d %b %Y}")


def test_a_line_says_when_it_was_asked_that_it_changed_and_that_it_is_old(ana: Patient, house: Cast) -> None:
    add(house, ana, "Lorazepam")
    seen = frozenset(Medicine.objects.values_list("pk", flat=True))
    confirm_medicines(house.nurse.acting, ana.pk, seen=seen, at=DAY)
    asked = f"asked on {DAY:%-d %b %Y}"
    assert line(ana) == f"Lorazepam; {asked}"
    assert line(ana, days_later=8) == f"Lorazepam; {asked}; older than 7 days: ask again"
    add_medicine(house.nurse.acting, ana.pk, substance="Metformin", at=DAY + timedelta(hours=1))
    assert line(ana) == f"Lorazepam, Metformin; {asked}; the list changed since"


def test_planted_fault_a_line_without_its_worth_is_caught(
    ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(medicine_line, "_worth", lambda shown, zone: ())
    with pytest.raises(AssertionError):
        test_a_line_says_when_it_was_asked_that_it_changed_and_that_it_is_old(ana, house)


def test_a_list_that_grew_since_it_was_asked_says_so(ana: Patient, house: Cast) -> None:
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset(), at=DAY - timedelta(hours=1))
    assert not panel(ana).changed
    add(house, ana, "Lorazepam")
    assert panel(ana).changed
    seen = frozenset(Medicine.objects.values_list("pk", flat=True))
    confirm_medicines(house.nurse.acting, ana.pk, seen=seen, at=DAY)
    assert not panel(ana).changed


@pytest.mark.parametrize("ending", ["stop", "void"])
def test_a_list_that_shrank_since_it_was_asked_says_so(ana: Patient, house: Cast, ending: str) -> None:
    add(house, ana, "Lorazepam", "Lithium")
    seen = frozenset(Medicine.objects.values_list("pk", flat=True))
    confirm_medicines(house.nurse.acting, ana.pk, seen=seen, at=DAY)
    assert not panel(ana).changed
    gone, later = Medicine.objects.get(substance="Lithium").pk, DAY + timedelta(hours=1)
    if ending == "stop":
        tell_of_medicine(house.nurse.acting, gone, what="stopped", at=later)
    else:
        void_medicine(house.nurse.acting, gone, reason="wrong patient", at=later)
    assert panel(ana).changed
    confirm_medicines(house.nurse.acting, ana.pk, seen=seen - {gone}, at=later + timedelta(hours=1))
    assert not panel(ana).changed


def test_a_word_about_today_changes_no_list(ana: Patient, house: Cast) -> None:
    add(house, ana, "Lorazepam")
    seen = frozenset(Medicine.objects.values_list("pk", flat=True))
    confirm_medicines(house.nurse.acting, ana.pk, seen=seen, at=DAY)
    tell_of_medicine(house.nurse.acting, next(iter(seen)), what="not_taken", at=DAY + timedelta(hours=1))
    assert not panel(ana).changed


@pytest.mark.parametrize("ending", ["stop", "void"])
def test_planted_fault_a_list_that_sees_additions_only_is_caught(
    ana: Patient, house: Cast, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = import_module("slowdrip.clinic.people.queries.medicines")
    monkeypatch.setattr(queries, "_changed", lambda told, asked_at: any(row.at > asked_at for row in told))
    with pytest.raises(AssertionError):
        test_a_list_that_shrank_since_it_was_asked_says_so(ana, house, ending)


def test_a_list_older_than_the_limit_of_the_table_is_old(ana: Patient, house: Cast) -> None:
    limit = default_interactions().limits.list_old_after_days
    assert (limit.value, limit.confidence.value) == (7, "proposal")
    assert not panel(ana, days_later=99).is_old
    confirm_medicines(house.nurse.acting, ana.pk, seen=frozenset(), at=DAY)
    assert not panel(ana, days_later=limit.value).is_old
    assert panel(ana, days_later=limit.value + 0.01).is_old


MOVED = "Medicines on the list may move this patient outside the band"


def confirmed(house: Cast, patient: Patient, *substances: str) -> str:
    """What is said beside a band when the whole list is these."""
    add(house, patient, *substances)
    seen = frozenset(Medicine.objects.values_list("pk", flat=True))
    confirm_medicines(house.nurse.acting, patient.pk, seen=seen, at=DAY)
    patient.refresh_from_db()
    return band_sentence(patient, at=DAY)


def test_the_sentence_for_a_prediction_names_what_may_move_a_band(ana: Patient, house: Cast) -> None:
    said = confirmed(house, ana, "Clonidine", "Grapefruit", "Lorazepam", "Rifampicin", "Lithium", "Tranylcypromine")
    assert said == f"{MOVED}: Clonidine, Rifampicin, Tranylcypromine. (proposal)"


@pytest.mark.parametrize("substance", ["Lorazepam", "Morphine", "Theophylline", "Lamotrigine", "Sertraline"])
def test_what_moves_neither_concentration_nor_pressure_says_nothing_of_a_band(
    ana: Patient, house: Cast, substance: str
) -> None:
    assert confirmed(house, ana, substance) == ""


def test_planted_fault_a_sentence_for_every_alert_is_caught(
    ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_module, "MOVES_A_BAND", frozenset(ALERTS) - LESSER)
    with pytest.raises(AssertionError):
        test_what_moves_neither_concentration_nor_pressure_says_nothing_of_a_band(ana, house, "Lorazepam")


def test_each_alert_is_said_to_move_a_band_or_not() -> None:
    elsewhere = {
        "clearance_differs_by_genotype",
        "sedation_adds",
        "sedation_and_breathing_add",
        "antidepressant_effect_shorter",
        "effects_may_weaken",
        "seizures_come_easier",
        "positive_symptoms_weaker",
        "findings_mixed",
    }
    assert MOVES_A_BAND | LESSER | elsewhere == set(ALERTS)
    assert not (MOVES_A_BAND & (LESSER | elsewhere))


def test_beside_a_band_never_asked_a_part_and_unknown_are_said(ana: Patient, house: Cast) -> None:
    nobody = "Nobody asked for this patient's medicines: what they do to this band is not known."
    assert band_sentence(ana, at=DAY) == nobody
    add(house, ana, "Metformin", "Insulin")
    assert band_sentence(ana, at=DAY) == (
        "Not known to this list: Insulin, Metformin. What they do to this band is not known. "
        "Nobody asked whether the list of medicines is whole."
    )
    assert confirmed(house, ana) == (
        "Not known to this list: Insulin, Metformin. What they do to this band is not known."
    )


def test_an_maoi_shows_the_label_and_the_case_reports(ana: Patient, house: Cast) -> None:
    add(house, ana, "Tranylcypromine")
    (row,) = panel(ana).rows
    assert [alert.says for alert in row.alerts] == [
        "Blood pressure may rise further.",
        "Case reports of tranylcypromine with S-ketamine found no relevant change of the vital signs.",
    ]


def missing(shown: MedicinePanel, patient: Patient) -> set[str]:
    """The check: every medicine in the table of the patient's is on the panel."""
    return {row.substance for row in Medicine.objects.filter(patient=patient)} - set(names(shown))


def test_every_listed_medicine_is_shown(ana: Patient, house: Cast) -> None:
    add(house, ana, "Lorazepam", "Metformin", "Grapefruit", "Lithium")
    assert missing(panel(ana), ana) == set()


def test_planted_fault_a_panel_that_leaves_out_what_it_does_not_know_is_caught(
    ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(house, ana, "Lorazepam", "Metformin")

    def only_known(patient: Patient) -> MedicineList:
        found = medicines(patient)
        found.rows[:] = [row for row in found.rows if row.medicine.substance != "Metformin"]
        return found

    monkeypatch.setattr(panel_module, "medicines", only_known)
    assert missing(panel(ana), ana) == {"Metformin"}


def test_planted_fault_an_alert_that_claims_more_than_its_source_is_caught(
    ana: Patient, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SAYS, "sedation_adds", "Do not give ketamine.")
    with pytest.raises(AssertionError):
        test_a_benzodiazepine_says_what_its_sources_say_and_no_more(ana, house)

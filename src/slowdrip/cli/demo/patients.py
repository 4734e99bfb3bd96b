"""The people treated in the demo clinics; all of them are invented."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from slowdrip.clinic.people.facts import PatientFacts

from .course import Rest

F, M = "female", "male"


@dataclass(frozen=True, slots=True)
class Told:
    """One medicine as told: substance, dose, the class that somebody named, and whether it was taken that day."""

    substance: str
    dose: str = ""
    belongs_to: str = ""
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient: facts, body, vital signs at rest, finished drips as (days ago, hour of the day, story).

    `medicines` is None where nobody asked, and empty where the patient takes none.
    """

    key: str
    facts: PatientFacts
    weight_g: int = 0
    height_mm: int = 0
    rest: Rest = field(default_factory=Rest)
    past: tuple[tuple[int, int, str], ...] = ()
    allergies: tuple[tuple[str, str], ...] = ()
    medicines: tuple[Told, ...] | None = None
    phone: str = ""


def _facts(given: str, family: str, born: date, sex: str, **more: Any) -> PatientFacts:
    kin = {"emergency_name": "Robin Hale", "emergency_relation": "friend", "emergency_phone": "+1 555 0142"}
    return PatientFacts(legal_given=given, legal_family=family, birth_date=born, sex_for_dosing=sex, **{**kin, **more})


PATIENTS: Final = (
    Patient(
        "running",
        _facts("Maya", "Ferreira", date(1988, 4, 12), F, preferred_name="May", pronouns="she/her"),
        68_400,
        1_660,
        Rest(112, 70, 66),
        ((15, 9, "drowsy"), (11, 9, "as_planned"), (8, 9, "as_planned"), (4, 9, "as_planned")),
        phone="+1 555 0170",
    ),
    Patient(
        "recovery",
        _facts("Jonas", "Weidner", date(1979, 11, 2), M),
        84_900,
        1_820,
        Rest(126, 80, 72),
        ((15, 13, "as_planned"), (8, 13, "drowsy")),
        phone="+1 555 0171",
    ),
    Patient(
        "paused",
        _facts("Amara", "Nwosu", date(1994, 7, 23), F, may_be_pregnant=True),
        61_200,
        1_640,
        Rest(108, 68, 74),
        ((8, 11, "drowsy"),),
        phone="+1 555 0172",
    ),
    Patient(
        "preparing",
        _facts("Ruth", "Kessler", date(1971, 1, 30), F),
        74_300,
        1_690,
        Rest(121, 76, 68),
        ((11, 13, "as_planned"),),
        allergies=(("Penicillin", "rash"), ("Latex", "itching")),
        medicines=(Told("Lorazepam", "1 mg at night", taken="not_taken"), Told("Sertraline", "100 mg", taken="taken")),
        phone="+1 555 0173",
    ),
    Patient(
        "hypertensive",
        _facts("Walter", "Abendroth", date(1954, 9, 8), M),
        91_700,
        1_760,
        Rest(136, 84, 64),
        ((18, 11, "as_planned"), (15, 11, "pressure_alarm"), (11, 11, "as_planned")),
        phone="+1 555 0174",
    ),
    Patient(
        "early_stop", _facts("Lena", "Baptiste", date(1999, 3, 17), F), 57_800, 1_620, past=((11, 15, "stopped_early"),)
    ),
    Patient("ems", _facts("Howard", "Pritchard", date(1961, 12, 5), M), 88_200, 1_780, past=((8, 15, "taken_by_ems"),)),
    Patient("voided", _facts("Tomas", "Hruska", date(1985, 6, 28), M), 79_500, 1_800, past=((4, 11, "corrected"),)),
    Patient(
        "next",
        _facts("Grace", "Oyelaran", date(1990, 2, 14), F),
        66_100,
        1_670,
        past=((4, 13, "as_planned"),),
        medicines=(),
    ),
    Patient(
        "unverified",
        _facts("Daniel", "Soto", date(1982, 10, 9), M),
        82_600,
        1_790,
        medicines=(Told("Alprazolam", "0.5 mg", "benzodiazepines"), Told("Rifampicin", "600 mg", taken="taken")),
    ),
    Patient("verbal", _facts("Priya", "Raman", date(1996, 5, 21), F, may_be_pregnant=True), 54_900, 1_580),
    Patient("tomorrow", _facts("Erik", "Solheim", date(1975, 8, 3), M), 95_300, 1_850),
    Patient("not_started", _facts("Celia", "Marquez", date(1968, 3, 26), F), 70_800, 1_630),
    Patient(
        "interpreter",
        _facts("Nadia", "Haddad", date(1987, 12, 19), F, language="Arabic", needs_interpreter=True),
        63_700,
        1_650,
    ),
    Patient("stated", _facts("Colin", "Byrne", date(1992, 9, 14), M)),
    Patient("new_1", _facts("Sofia", "Lindgren", date(2001, 1, 8), F), 59_400, 1_700),
    Patient("new_2", _facts("Marcus", "Bell", date(1977, 4, 4), M), 101_500, 1_880),
    Patient("new_3", _facts("Hana", "Mori", date(1993, 11, 27), F, preferred_name="Hanako"), 51_300, 1_560),
    Patient("new_4", _facts("Oliver", "Grant", date(1965, 7, 16), M)),
    Patient("new_5", _facts("Imani", "Clarke", date(1989, 10, 31), F, gender="non-binary", pronouns="they/them")),
    Patient("new_6", _facts("Peter", "Novotny", date(1958, 2, 2), M)),
    Patient("new_7", _facts("Alice", "Thornton", date(1984, 5, 5), F)),
    Patient("namesake", _facts("Alice", "Thornbury", date(1984, 6, 5), F)),
    Patient("new_8", _facts("Gabriel", "Costa", date(2003, 3, 12), M)),
)

ELSEWHERE: Final = (
    Patient("north_1", _facts("Beatrice", "Lowell", date(1973, 6, 1), F), 72_000, 1_680),
    Patient("north_2", _facts("Samuel", "Okoro", date(1991, 8, 29), M), 80_400, 1_770),
)

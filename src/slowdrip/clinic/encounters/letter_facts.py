"""The facts of a letter: whose it is, and of each started drip day, dose by the record, highest pressure and ending."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.last_time import dose_words, peak_words
from slowdrip.clinic.chart.words import code_words
from slowdrip.clinic.encounters.visits import was_started
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.science.infusion import InfusionState, delivered_ug

MOST_VISITS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """One drip: the words that stand in the letter, and the exact amount they were made from."""

    infusion: str
    on: str
    number: int
    dose: str
    given_ug: str
    peak: str
    ending: str
    open_symptoms: int

    def told(self) -> dict[str, object]:
        """Gives what is signed of it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What is signed beside a person's words: whose letter it is, the visits, how many older ones are left out."""

    given: str
    family: str
    born: str
    mrn: str
    visits: tuple[VisitFacts, ...]
    older_visits: int

    def told(self) -> dict[str, Any]:
        """Gives what is signed of it."""
        who = {"given": self.given, "family": self.family, "born": self.born, "mrn": self.mrn}
        return {"who": who, "visits": [each.told() for each in self.visits], "older_visits": self.older_visits}


def letter_facts(actor: Acting, patient: Patient, *, zone: ZoneInfo) -> LetterFacts:
    """Gives the patient's started drips, the first one first, at most the newest thirty; a no-show is none of them."""
    rows = Infusion.objects.visible_to(actor).filter(was_started(), patient_id=patient.pk, state__isnull=False)
    newest = list(rows.select_related("state", "order").order_by("-planned_at", "-pk")[:MOST_VISITS])
    return LetterFacts(
        given=patient.legal_given,
        family=patient.legal_family,
        born=patient.birth_date.isoformat(),
        mrn=patient.mrn,
        visits=tuple(_facts(row, state_of(row.state), zone=zone) for row in reversed(newest)),
        older_visits=rows.count() - len(newest),
    )


def _facts(row: Infusion, state: InfusionState, *, zone: ZoneInfo) -> VisitFacts:
    started = state.drip.started_at or row.planned_at
    given = delivered_ug(state, state.as_of) if state.as_of else Fraction(0)
    return VisitFacts(
        infusion=str(row.pk),
        on=started.astimezone(zone).date().isoformat(),
        number=row.number,
        dose=dose_words(row, state),
        given_ug=str(given),
        peak=peak_words(state),
        ending=code_words(state.ending.code) if state.ending is not None else "",
        open_symptoms=len(state.open_symptoms),
    )


def facts_digest(facts: LetterFacts) -> str:
    """Gives what stands for the facts that somebody was shown."""
    return sha256(canonical(facts.told()))

"""The facts of a letter: each started drip with its date, dose by the record, highest pressure and ending."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.chart.last_time import dose_words, peak_words
from slowdrip.clinic.chart.words import code_words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.projecting import state_of
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


def visit_facts(actor: Acting, patient_id: UUID, *, zone: ZoneInfo) -> list[VisitFacts]:
    """Gives the patient's started drips, the first one first, at most the newest thirty."""
    rows = Infusion.objects.visible_to(actor).filter(patient_id=patient_id, state__isnull=False)
    newest = list(rows.select_related("state", "order").order_by("-planned_at", "-pk")[:MOST_VISITS])
    told = [(row, state_of(row.state)) for row in reversed(newest)]
    return [_facts(row, state, zone=zone) for row, state in told if state.drip.started_at is not None]


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


def facts_digest(visits: Sequence[VisitFacts]) -> str:
    """Gives what stands for the facts that somebody was shown."""
    return sha256(canonical([each.told() for each in visits]))

"""From a checked line to the rows that it makes; nothing is written here."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from slowdrip.clinic.golive.checking import CONTACTS, facts_of, grams, micrograms
from slowdrip.clinic.golive.columns import MAINTENANCE, YES
from slowdrip.clinic.golive.judging import Line
from slowdrip.clinic.golive.models import GoLiveBatch, NextBooster, PriorTreatment
from slowdrip.clinic.golive.steps import moment_of
from slowdrip.clinic.golive.totals import GAD7, PHQ9, Total, totals_of
from slowdrip.clinic.outcomes.following import FIRST
from slowdrip.clinic.outcomes.given import TOTAL_OF
from slowdrip.clinic.outcomes.models import Answer, Following, Response
from slowdrip.clinic.outcomes.offered import LANGUAGE
from slowdrip.clinic.outcomes.scoring import main_score, score_row, scored
from slowdrip.clinic.people.actions.contacts import checked_contact
from slowdrip.clinic.people.facts import checked
from slowdrip.clinic.people.models import Contact, Measurement, Patient
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.canonical import canonical
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.science.scales import Result


@dataclass(frozen=True, slots=True)
class Told:
    """One answer that was made from a total: the response, its answers, what they score, and whether it is the newest.

    A baseline with a newer score beside it is no sign of today: the newer one says what is so now.
    """

    response: Response
    answers: tuple[Answer, ...]
    result: Result
    is_newest: bool


@dataclass(slots=True)
class Made:
    """Every row of one line, in the order in which they can be written."""

    patient: Patient
    treatment: PriorTreatment
    rows: list[Model] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def others(self) -> dict[str, list[str]]:
        """Gives the ids of all rows but the patient and their treatment, by table."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            found.setdefault(row._meta.label_lower, []).append(str(row.pk))
        return found


@dataclass(frozen=True, slots=True)
class Making:
    """What all lines of one import have in common."""

    tx: Tx
    batch: GoLiveBatch
    zone: ZoneInfo

    def made_of(self, line: Line) -> Made:
        """Gives the rows of one line."""
        at = self.tx.at
        facts = checked(facts_of(line), on=at.astimezone(self.zone).date())
        patient = Patient(clinic_id=self.batch.clinic_id, **asdict(facts))
        made = Made(patient, self._treatment(patient, line))
        made.rows += [*self._contacts(patient, line), *self._weight(patient, line), self._following(patient, line)]
        made.rows += self._booster(patient, line)
        self._scores(made, line)
        made.treatment.made = canonical(made.others)
        return made

    def _treatment(self, patient: Patient, line: Line) -> PriorTreatment:
        dose = line.last_dose_mg
        return PriorTreatment(
            **self._of(patient),
            batch=self.batch,
            line=line.line,
            series_infusions=line.series_infusions,
            lifetime_infusions=line.lifetime_infusions,
            last_infusion_on=line.last_infusion_date,
            last_dose_ug=None if dose is None else micrograms(dose),
            by_id=self.tx.actor.actor_id,
            at=self.tx.at,
        )

    def _contacts(self, patient: Patient, line: Line) -> Iterator[Contact]:
        for name, kind in CONTACTS:
            value = getattr(line, name)
            if value is not None:
                safe = line.contact_consent == YES
                yield Contact(**self._of(patient), kind=kind, value=checked_contact(kind, value), safe=safe)

    def _weight(self, patient: Patient, line: Line) -> Iterator[Measurement]:
        """Nobody here read it off a scale, so it is kept as stated: it is shown, and it cannot dose."""
        if line.weight_kg is None or line.weight_date is None:
            return
        yield Measurement(
            **self._of(patient),
            kind=Measurement.Kind.WEIGHT_G,
            value=grams(line.weight_kg),
            how=Measurement.How.STATED,
            by_id=self.tx.actor.actor_id,
            at=moment_of(line.weight_date, self.zone, at=self.tx.at),
            recorded_at=self.tx.at,
        )

    def _following(self, patient: Patient, line: Line) -> Following:
        since: datetime = FIRST
        if line.phase == MAINTENANCE and line.last_infusion_date is not None:
            since = moment_of(line.last_infusion_date, self.zone, at=self.tx.at)
        return Following(**self._of(patient), indication=line.indication, phase=line.phase, phase_since=since)

    def _booster(self, patient: Patient, line: Line) -> Iterator[NextBooster]:
        if line.next_booster_date is not None:
            yield NextBooster(**self._of(patient), batch=self.batch, due_on=line.next_booster_date)

    def _scores(self, made: Made, line: Line) -> None:
        """Baselines first, so that in every order of the rows they come before what is compared with them."""
        kept: dict[str, Response] = {}
        for each in totals_of(line):
            response = self._score(made, each)
            if each.is_baseline:
                kept[each.scale] = response
        made.treatment.baseline, made.treatment.baseline_gad7 = kept.get(PHQ9), kept.get(GAD7)

    def _score(self, made: Made, each: Total) -> Response:
        """A total and the items that are known; whatever was not told stays unknown and is never 0."""
        scale, own = scale_of(each.scale), self._of(made.patient)
        at, by = moment_of(each.day, self.zone, at=self.tx.at), self.tx.actor.actor_id
        response = Response(
            **own,
            scale=scale.name,
            content_sha256=scale.content_sha256,
            language=LANGUAGE,
            way=Response.Way.IMPORT,
            started_at=self.tx.at,
            answered_at=at,
            completed_at=self.tx.at,
            by_id=by,
        )
        values = {**each.items, TOTAL_OF + main_score(scale): each.total}
        answers = tuple(self._answer(response, item, value) for item, value in values.items())
        result = scored(scale, answers, language=LANGUAGE)
        made.rows += [response, *answers, score_row(self.tx, response, scale, result)]
        made.told.append(Told(response, answers, result, each.is_newest))
        return response

    def _answer(self, response: Response, item: str, value: int) -> Answer:
        return Answer(
            clinic_id=response.clinic_id,
            response=response,
            item=item,
            what=Answer.What.VALUE,
            value=str(value),
            way=Response.Way.IMPORT,
            by_id=self.tx.actor.actor_id,
            answered_at=response.answered_at or self.tx.at,
            at=self.tx.at,
        )

    def _of(self, patient: Patient) -> dict[str, Any]:
        return {"clinic_id": self.batch.clinic_id, "patient": patient}

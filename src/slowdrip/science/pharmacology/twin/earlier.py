"""What a patient's earlier visits teach about the next one: how strongly their pressure rises, and little else."""

from collections.abc import Sequence
from dataclasses import dataclass

from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology import updating
from slowdrip.science.pharmacology.models import NoPrediction, Person
from slowdrip.science.pharmacology.twin.course import Course
from slowdrip.science.pharmacology.twin.expected import baseline_of
from slowdrip.science.pharmacology.twin.subject import Subject
from slowdrip.science.pharmacology.twin.surprise import Reading
from slowdrip.science.pharmacology.updating import Belief, Observation, Posterior, Signal

DRAWS = 400


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit that is over: who came, what was given, and the cuff readings that ketamine alone can explain."""

    subject: Subject
    course: Course
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """What is known of the person from so many visits and readings; `belief` is that of the last visit's end."""

    belief: Belief
    visits: int
    readings: int

    def before(self, subject: updating.Subject) -> Belief:
        """What is believed before the next visit: the person as known, and all that differs at a visit drawn anew."""
        return updating.next_visit(subject, self.belief)


def remembered(models: ModelSet, visits: Sequence[Visit]) -> Remembered | None:
    """What earlier visits, oldest first, say about the person; where no update can be trusted, a visit says nothing."""
    known: Remembered | None = None
    for visit in visits:
        found = _after(models, visit, known)
        if found is not None:
            so_far = (known.visits, known.readings) if known is not None else (0, 0)
            known = Remembered(found.belief, so_far[0] + 1, so_far[1] + len(found.used))
    return known


def _after(models: ModelSet, visit: Visit, known: Remembered | None) -> Posterior | None:
    """What is believed after one more visit, or nothing where it teaches nothing."""
    made = person_of(models, visit.subject)
    if isinstance(made, NoPrediction):
        return None
    start = known.before(made) if known is not None else None
    taken = observed(visit.readings)
    found = updating.updated(made, visit.course.regimen, taken, belief=start, draws=DRAWS, seed=visit.subject.seed)
    return found if isinstance(found, Posterior) and found.used else None


def observed(readings: Sequence[Reading]) -> tuple[Observation, ...]:
    """The readings since the start as an update takes them."""
    return tuple(Observation(Signal.SBP_MMHG, each.t_min, each.sbp_mmhg) for each in readings if each.t_min >= 0)


def person_of(models: ModelSet, subject: Subject) -> updating.Subject | NoPrediction:
    """The person with the readings before the start, without which nothing can be learned of pressure."""
    if subject.weight_kg is None:
        return NoPrediction("weight_missing", {"model": models.kinetics.name})
    if subject.before is None or subject.hr_bpm is None:
        return NoPrediction("baseline_missing", {})
    return updating.Subject(models, Person(subject.weight_kg, subject.age_years), baseline_of(subject))

"""What a patient is asked next: the questions of one ask in their order, what is answered, and where one is in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from slowdrip.clinic.outcomes.given import Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.offered import asks_about_risk, for_patients
from slowdrip.clinic.outcomes.scoring import does_not_apply, known_answers, newest
from slowdrip.clinic.record.acting import Acting
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales import Answer as Known
from slowdrip.science.scales import Fired, score

AT_ONCE: Final = frozenset({"side_effects"})
"""Scales whose questions are small keys on one page, tapped and sent together."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions: one item, or with no item a whole scale at once."""

    scale: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One scale of an ask with what was answered so far."""

    scale: Scale
    rows: tuple[Answer, ...]
    response: Response | None

    @property
    def answers(self) -> dict[str, Known]:
        """The answers as the scorer takes them."""
        return known_answers(self.scale, self.rows)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages of this scale; a question that does not apply by the answers before it is none."""
        if self.scale.name in AT_ONCE:
            return (Step(self.scale.name),)
        answers = self.answers
        return tuple(
            Step(self.scale.name, each.name)
            for each in self.scale.items
            if each.assumed is None and not does_not_apply(self.scale, answers, each.name)
        )

    @property
    def fires(self) -> bool:
        """Whether an answer about self-harm stands there, whatever the total is."""
        found = score(self.scale, self.answers)
        fired = [each for each in found.fired if each.fired is Fired.FIRES]
        return any(asks_about_risk(self.scale, item) for each in fired for item in each.items)

    def chosen(self, item: str) -> Answer | None:
        """The answer that holds for one item."""
        row = newest(self.rows).get(item)
        return None if row is None or row.what == Answer.What.TAKEN_BACK else row

    def rows_of(self, given: Iterable[Given]) -> list[UUID]:
        """The rows that hold and say what was just given; another answer that came since is not among them."""
        held = newest(self.rows)
        found = ((held.get(each.item), each) for each in given)
        return [row.pk for row, each in found if row is not None and (row.what, row.value) == (each.what, each.value)]

    def is_done(self, step: Step) -> bool:
        """Whether a page was answered, also by not wanting to say."""
        items = [step.item] if step.item else [each.name for each in self.scale.items]
        held = newest(self.rows)
        return all(name in held and held[name].what != Answer.What.TAKEN_BACK for name in items)


@dataclass(frozen=True, slots=True)
class Questions:
    """One ask with all its parts."""

    ask: Ask
    parts: tuple[Part, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All pages in their order."""
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def next_open(self) -> Step | None:
        """The first page that nobody answered; None when all are."""
        return next((step for step in self.steps if not self.part(step.scale).is_done(step)), None)

    @property
    def fires(self) -> bool:
        """Whether an answer about self-harm stands in any of its scales."""
        return any(part.fires for part in self.parts if part.rows)

    @property
    def felt(self) -> bool:
        """Whether something is tapped among the small keys of any of its scales."""
        told = (row for part in self.parts if part.scale.name in AT_ONCE for row in newest(part.rows).values())
        return any(row.what == Answer.What.VALUE and row.value != "0" for row in told)

    def only(self, is_shown: Callable[[Answer], bool]) -> "Questions":
        """The same with some of the answers alone, for whoever may not see the others."""
        parts = tuple(replace(part, rows=tuple(filter(is_shown, part.rows))) for part in self.parts)
        return replace(self, parts=parts)

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return sum(part.scale.minutes for part in self.parts)

    @property
    def is_begun(self) -> bool:
        """Whether anything was answered."""
        return any(part.rows for part in self.parts)

    def part(self, scale: str) -> Part:
        """The part of one scale; KeyError when it is not asked."""
        return {each.scale.name: each for each in self.parts}[scale]

    def after(self, step: Step) -> Step | None:
        """The page that comes next in order."""
        return self._beside(step, 1)

    def before(self, step: Step) -> Step | None:
        """The page that came before."""
        return self._beside(step, -1)

    def number(self, step: Step) -> int:
        """The how-manieth page it is, from 1."""
        return self.steps.index(step) + 1

    def _beside(self, step: Step, by: int) -> Step | None:
        steps = self.steps
        there = steps.index(step) + by
        return steps[there] if 0 <= there < len(steps) else None


def asks_now(actor: Acting, patient_id: UUID, *, at: datetime, subject_id: UUID | None = None) -> list[Ask]:
    """Gives what is open for a patient now, oldest first, and the ask that a link was made for, also a late one."""
    rows = Ask.objects.visible_to(actor).filter(patient_id=patient_id, withdrawn_at__isnull=True)
    is_open = Q(opens_at__lte=at, closes_at__gt=at, answered_at__isnull=True)
    found = rows.filter(is_open | Q(pk=subject_id)) if subject_id is not None else rows.filter(is_open)
    return [ask for ask in found.order_by("opens_at", "id") if for_patients(ask.scales)]


def questions_of(actor: Acting, asks: Sequence[Ask]) -> list[Questions]:
    """Gives each ask with its answers, in two queries however many there are."""
    responses = {
        (row.ask_id, row.scale): row
        for row in Response.objects.visible_to(actor).filter(ask__in=[ask.pk for ask in asks]).select_related("ask")
    }
    rows: dict[UUID, list[Answer]] = {row.pk: [] for row in responses.values()}
    if rows:
        for answer in Answer.objects.visible_to(actor).filter(response__in=rows).current().order_by("at", "id"):
            rows[answer.response_id].append(answer)
    return [Questions(ask, _parts(ask, responses, rows)) for ask in asks]


def _parts(
    ask: Ask, responses: Mapping[tuple[UUID, str], Response], rows: Mapping[UUID, list[Answer]]
) -> tuple[Part, ...]:
    found = [(scale_of(name), responses.get((ask.pk, name))) for name in for_patients(ask.scales)]
    return tuple(
        Part(scale, tuple(rows[response.pk]) if response is not None else (), response) for scale, response in found
    )

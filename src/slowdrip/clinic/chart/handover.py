"""All that a nurse needs to take a chair: the drip, the patient now and before, what is open, what was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.cards import OpenAlarm, loud_first
from slowdrip.clinic.chart.chair import ChairPage, chair_page
from slowdrip.clinic.chart.compare import Compared, compared
from slowdrip.clinic.chart.nurses import Nurse, nurses_at
from slowdrip.clinic.chart.own_limits import InForce, in_force
from slowdrip.clinic.chart.story import standing, story_of
from slowdrip.clinic.chart.timeline import Entry, entry
from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.clinic.chart.words.tasks import task_words
from slowdrip.clinic.infusion.models import Infusion, Task
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.record.models import Clinic
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.lasting import off_monitor, return_at

TOLD = frozenset({"handed_over", "taken_over", "note"})


@dataclass(frozen=True, slots=True)
class OpenSymptom:
    """A symptom that goes on: what, how bad, since when."""

    name: str
    grade: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A chair at the moment it changes hands."""

    chair: ChairPage
    nurse: Nurse | None
    started_at: datetime | None
    ends_at: datetime | None
    alarms: list[OpenAlarm]
    compared: list[Compared]
    symptoms: list[OpenSymptom]
    own_limits: InForce | None
    off_since: datetime | None
    back_at: datetime | None
    tasks: list[str]
    told: list[Entry]


def summary_of(infusion: Infusion, clinic: Clinic, *, at: datetime) -> Summary:
    """Gives the summary of a visit under way at an instant."""
    zone, nurses = ZoneInfo(clinic.time_zone), nurses_at(clinic.pk, at=at)
    chair, story = chair_page(infusion, at=at, slug=clinic.slug, zone=zone), story_of(infusion)
    state, off = chair.state, off_monitor(chair.state)
    left = chair.card.left_until
    return Summary(
        chair=chair,
        nurse=nurses.of(state),
        started_at=state.drip.started_at,
        ends_at=datetime.fromisoformat(left) if left else None,
        alarms=loud_first(state),
        compared=compared(state, standing(story)),
        symptoms=open_symptoms(state),
        own_limits=in_force(state, nurses.names, zone=zone),
        off_since=off.at if off is not None else None,
        back_at=return_at(off, pinned_policy(infusion)) if off is not None else None,
        tasks=_tasks(infusion),
        told=_told([entry(each, names=nurses.names, zone=zone) for each in story if each.event.kind in TOLD]),
    )


def open_symptoms(state: InfusionState) -> list[OpenSymptom]:
    """Gives the symptoms that go on, in words."""
    return [
        OpenSymptom(
            choice_words("symptom", each.symptom),
            choice_words("grade", each.grade) if each.grade else "",
            each.started_at,
        )
        for each in state.open_symptoms
    ]


def _told(lines: Sequence[Entry]) -> list[Entry]:
    return [line for line in reversed(lines) if not line.void]


def _tasks(infusion: Infusion) -> list[str]:
    rows = Task.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion, state=Task.State.OPEN)
    kinds = rows.order_by("at").values_list("kind", flat=True)
    return [task_words(kind) for kind in dict.fromkeys(kinds)] or [_("none")]

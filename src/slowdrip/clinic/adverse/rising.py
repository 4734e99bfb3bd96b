"""Scores whose file says that a rise is somebody's task: what they are compared with, and what they say."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import Final, cast

from django.db.models import Min
from django.db.models.functions import Coalesce

from slowdrip.clinic.encounters.visits import STARTS
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.outcomes.baselines import pinned_responses
from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.outcomes.scoring import rows_of, scored
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.tables import ClinicQuerySet
from slowdrip.knowledge.scales.catalogue import scale as scale_of
from slowdrip.science.rules.adverse.codes import Task
from slowdrip.science.scales import Fired, Result, Status, change

ASKED_BY: Final[Mapping[str, Task]] = {
    "ymrs": Task.MANIA_SCREEN,
    "bprs_plus": Task.PSYCHOSIS_SCREEN,
    "bprs18": Task.PSYCHOSIS_SCREEN,
}
"""Which task a rise of a scale gives; every scale with such a line stands here."""
RISES: Final[Mapping[Task, str]] = {Task.MANIA_SCREEN: "ymrs_rise", Task.PSYCHOSIS_SCREEN: "bprs_rise"}
LOOKED_BACK: Final = 24
"""How many fillings-in of the scale back a whole score is looked for."""


def codes_of(actor: Acting, response: Response, result: Result) -> tuple[str, ...]:
    """Gives the codes of the rises that are certain or possible; nothing where none is."""
    scale = scale_of(response.scale)
    name = RISES[ASKED_BY[scale.name]]
    found = [
        name if label.fired is Fired.FIRES else f"{name}_open"
        for score in dict.fromkeys(each.score for each in scale.thresholds if each.raises_task)
        for label in change(scale, score, baseline=_before(actor, response, score), current=result).tasks
    ]
    return tuple(dict.fromkeys(found))


def _before(actor: Acting, response: Response, score: str) -> Result | None:
    """The score to compare with: the pinned one, else the last whole one before the first drip, else the first since.

    Nothing where this is the first whole one: then a rise that is possible is told as possible.
    """
    pinned = pinned_responses(actor, response.patient_id).get(response.scale) or ()
    rows, first_at = _earlier(actor, response), _first_drip_at(response)
    before = rows if first_at is None else rows.filter(told_at__lt=first_at)
    since = rows.none() if first_at is None else rows.filter(told_at__gte=first_at).reverse()
    held = map(_result, chain(rows.filter(pk__in=pinned), before[:LOOKED_BACK], since[:LOOKED_BACK]))
    return next((each for each in held if each.scores[score].status is Status.COMPLETE), None)


def _earlier(actor: Acting, response: Response) -> ClinicQuerySet:
    """The fillings-in of this scale before this one, the newest first."""
    rows = Response.objects.visible_to(actor).filter(patient_id=response.patient_id, scale=response.scale)
    at = Coalesce("answered_at", "started_at")
    rows = rows.exclude(pk=response.pk).annotate(told_at=at).filter(told_at__lt=_told_at(response))
    return cast(ClinicQuerySet, rows.order_by("-told_at", "-id"))


def _first_drip_at(response: Response) -> datetime | None:
    rows = InfusionEvent.objects.filter(clinic_id=response.clinic_id, infusion__patient_id=response.patient_id)
    found: datetime | None = rows.filter(kind__in=STARTS).current().aggregate(first=Min("occurred_at"))["first"]
    return found


def _told_at(response: Response) -> datetime:
    at: datetime = response.answered_at or response.started_at
    return at


def _result(response: Response) -> Result:
    return scored(scale_of(response.scale), rows_of(response), language=response.language)

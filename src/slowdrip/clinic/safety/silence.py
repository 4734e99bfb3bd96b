"""No answer after a positive one, and a signed plan whose review has come: signs that nobody sends."""

import json
import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.scoring import rows_of, scored
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.logged import logged
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.safety.chair import FIELDS, NONE
from slowdrip.clinic.safety.models import CaseEvent, KnownIdeation, RiskCase
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import state_of
from slowdrip.clinic.safety.ruling import risk_policy
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.knowledge.scales.catalogue import scale, scales
from slowdrip.science.rules.risk_case import Tier, Urgency
from slowdrip.science.rules.risk_case.known import is_risk
from slowdrip.science.scales import BadAnswers, Fired

log = logging.getLogger("slowdrip.risk")
SILENCE: Final = "silence"
REVIEW: Final = "known.review"
LOOKED_BACK: Final = timedelta(days=60)
SEARCH_EVERY: Final = timedelta(seconds=30)
AT_ONCE: Final = 200
HOLDS_FOR_S: Final = 0.5
"""How long one look may read, and again as long write; the rest comes with the next one."""
NOT_DENIED: Final = frozenset({Fired.FIRES, Fired.REFUSED})
_searched: dict[UUID, datetime] = {}
_looked_at: dict[UUID, UUID] = {}


@dataclass(frozen=True, slots=True)
class LastWord:
    """The newest word about risk: when it was given, and whether it was a yes."""

    at: datetime
    is_positive: bool


@cache
def risk_items() -> dict[str, frozenset[str]]:
    """Gives the items on which the risk triggers of each scale rest."""
    found = {
        name: frozenset[str]().union(
            *(each.items_behind(rule.when) for rule in each.triggers if is_risk(f"{name}.{rule.name}"))
        )
        for name, each in scales().items()
    }
    return {name: items for name, items in found.items() if items}


def last_word(clinic_id: UUID, patient_id: UUID) -> LastWord | None:
    """Gives the newest word about risk: the last answer to a risk item, the last screen, or what the chair charted."""
    return last_words(clinic_id, [patient_id]).get(patient_id)


def last_words(clinic_id: UUID, patient_ids: Collection[UUID]) -> dict[UUID, LastWord]:
    """Gives the newest word about risk of each patient of whom there is one."""
    found, screens = _answered(clinic_id, patient_ids), list(_screened(clinic_id, patient_ids))
    grave = {patient_id for patient_id, _, tier in screens if tier.rank >= Tier.MODERATE.rank}
    charted = _charted(clinic_id, patient_ids)
    # A word at the chair, perhaps still under the drug, takes no screen back that was moderate or worse.
    spoken = ((key, word) for key, word in charted if word.is_positive or key not in grave)
    for patient_id, word in (*((key, word) for key, word, _ in screens), *spoken):
        told = found.get(patient_id)
        if told is None or (word.at, word.is_positive) > (told.at, told.is_positive):
            found[patient_id] = word
    return found


def missed(tx: Tx, asks: Sequence[Ask]) -> None:
    """Makes a sign of an ask without an answer, where the last word about risk was a yes and nothing was said since."""
    words = last_words(tx.actor.clinic_id, {ask.patient_id for ask in asks})
    for ask in asks:
        word = words.get(ask.patient_id)
        if word is not None and word.is_positive and word.at <= ask.opens_at:
            sign_seen(tx, ask.patient_id, source=SILENCE, code=SILENCE, urgency=Urgency.REVIEW, subject_id=ask.pk)


def tick(clinic_id: UUID, at: datetime) -> None:
    """Looks twice a minute: silence and reviews are counted in hours. It has a thread of its own beside the calls."""
    last = _searched.get(clinic_id)
    if last is None or not timedelta(0) <= at - last < SEARCH_EVERY:
        _searched[clinic_id] = at
        look(clinic_id, at=at)


def look(clinic_id: UUID, *, at: datetime) -> None:
    """Looks for signed plans whose review has come, and for asks of patients with a sign that nobody answers."""
    with tenant(clinic_id):
        system = system_of(clinic_id)
        due = _reviews_due(clinic_id, at=at)
    for known in due:
        _review_or_log(system, known, at=at)
    began = time.monotonic()
    with tenant(clinic_id):
        unanswered = _unanswered(clinic_id, at=at)
    for ask in unanswered[:AT_ONCE]:
        if time.monotonic() - began > 2 * HOLDS_FOR_S:
            return
        _missed_or_log(system, ask, at=at)


def _unanswered(clinic_id: UUID, *, at: datetime) -> list[Ask]:
    """Asks that have been open for as long as the policy waits after a positive answer, and told of by nobody yet.

    So many patients in one look, each asked for their last word once; the next look goes on after the last of them.
    """
    waited = timedelta(hours=risk_policy(clinic_id).silence_after_h.value)
    asks = Ask.objects.filter(clinic_id=clinic_id, answered_at__isnull=True, withdrawn_at__isnull=True)
    asks = asks.filter(opens_at__lte=at - waited, opens_at__gt=at - LOOKED_BACK, patient__in=_with_signs(clinic_id, at))
    found, began = list[Ask](), time.monotonic()
    for patient_id in _in_turn(clinic_id, set(asks.values_list("patient_id", flat=True)))[:AT_ONCE]:
        if time.monotonic() - began > HOLDS_FOR_S:
            break
        _looked_at[clinic_id] = patient_id
        found += _unheard(clinic_id, patient_id, asks.filter(patient_id=patient_id).order_by("opens_at"))
    return found


def _in_turn(clinic_id: UUID, patients: Collection[UUID]) -> list[UUID]:
    """The patients, beginning after the one who was looked at last."""
    last = _looked_at.get(clinic_id)
    return sorted(patients, key=lambda one: (last is not None and one <= last, one))


def _unheard(clinic_id: UUID, patient_id: UUID, asks: QuerySet[Ask]) -> list[Ask]:
    """One patient's asks after a yes that no case names; a patient who cannot be looked at hides nobody else."""
    try:
        word = last_word(clinic_id, patient_id)
        if word is None or not word.is_positive:
            return []
        told = _told(clinic_id, patient_id)
        return [ask for ask in asks.filter(opens_at__gte=word.at) if str(ask.pk) not in told]
    except Exception:  # as below
        log.exception("the silence of patient %s could not be looked at", patient_id)
        return []


def _with_signs(clinic_id: UUID, at: datetime) -> set[UUID]:
    cases = StateRow.objects.filter(clinic_id=clinic_id, case__events__occurred_at__gt=at - LOOKED_BACK)
    known = KnownIdeation.objects.filter(clinic_id=clinic_id, at__gt=at - LOOKED_BACK)
    return {*cases.values_list("patient_id", flat=True), *known.values_list("patient_id", flat=True)}


def _told(clinic_id: UUID, patient_id: UUID) -> frozenset[str]:
    """The asks that this patient's cases name already."""
    rows = StateRow.objects.filter(clinic_id=clinic_id, patient_id=patient_id)
    return frozenset(sign.subject for row in rows for sign in state_of(row).signs if sign.source == SILENCE)


def _missed_or_log(system: Acting, ask: Ask, *, at: datetime) -> None:
    """One patient's silence must not hide another's."""
    with logged(log, "the silence after ask %s could not be written down", ask.pk), act(system, at=at) as tx:
        missed(tx, [ask])


def _reviews_due(clinic_id: UUID, *, at: datetime) -> list[KnownIdeation]:
    rows = KnownIdeation.objects.filter(clinic_id=clinic_id, review_by__gt=at - LOOKED_BACK).current()
    newest = {row.patient_id: row for row in rows.order_by("at", "id")}
    due = [row for row in newest.values() if row.review_by <= at]
    names = {str(row.pk) for row in due}
    cases = RiskCase.objects.filter(clinic_id=clinic_id, patient__in=[row.patient_id for row in due])
    events = CaseEvent.objects.filter(clinic_id=clinic_id, case__in=cases, kind="signalled")
    told = {name for text in events.values_list("payload", flat=True) for name in names if name in text}
    return [row for row in due if str(row.pk) not in told]


def _review_or_log(system: Acting, known: KnownIdeation, *, at: datetime) -> None:
    with logged(log, "the review of %s could not be asked for", known.pk), act(system, at=at) as tx:
        sign_seen(tx, known.patient_id, source=REVIEW, code=REVIEW, urgency=Urgency.REVIEW, subject_id=known.pk)


@cache
def _about_risk() -> Q:
    return reduce(or_, (Q(response__scale=name, item__in=items) for name, items in risk_items().items()))


def _answered(clinic_id: UUID, patient_ids: Collection[UUID]) -> dict[UUID, LastWord]:
    rows = Answer.objects.filter(_about_risk(), clinic_id=clinic_id, response__patient_id__in=patient_ids)
    rows = rows.filter(what__in=(Answer.What.VALUE, Answer.What.REFUSED)).current().order_by("answered_at", "id")
    told = rows.values_list("response__patient_id", "response_id", "answered_at")
    newest = {patient_id: (response_id, at) for patient_id, response_id, at in told}
    responses = Response.objects.in_bulk({response_id for response_id, _ in newest.values()})
    return {key: LastWord(at, _fires(responses[response_id])) for key, (response_id, at) in newest.items()}


def _fires(response: Response) -> bool:
    """Whether risk was not denied: a yes, or a question that was refused."""
    try:
        result = scored(scale(response.scale), rows_of(response), language=response.language)
    except BadAnswers:
        return True
    return any(each.fired in NOT_DENIED and is_risk(f"{response.scale}.{each.name}") for each in result.fired)


def _screened(clinic_id: UUID, patient_ids: Collection[UUID]) -> Iterator[tuple[UUID, LastWord, Tier]]:
    for row in StateRow.objects.filter(clinic_id=clinic_id, patient_id__in=patient_ids):
        screens = state_of(row).screens
        if screens:
            last = screens[-1]
            yield row.patient_id, LastWord(last.at, last.tier is not Tier.NONE), last.tier


def _charted(clinic_id: UUID, patient_ids: Collection[UUID]) -> Iterator[tuple[UUID, LastWord]]:
    """What each patient said when they were asked at the chair; a question that was declined is no denial."""
    rows = InfusionEvent.objects.filter(clinic_id=clinic_id, infusion__patient_id__in=patient_ids, kind__in=FIELDS)
    told = rows.current().values_list("infusion__patient_id", "kind", "payload", "occurred_at")
    for patient_id, kind, payload, at in told:
        answer = json.loads(payload).get(FIELDS[kind])
        if answer is not None:
            yield patient_id, LastWord(at, answer != NONE)

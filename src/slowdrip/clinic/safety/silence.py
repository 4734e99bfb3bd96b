"""No answer after a positive one, and a signed plan whose review has come: signs that nobody sends."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.scoring import rows_of, scored
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant
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
    """Gives the newest word about risk: the patient's last answer to a risk item, or a screen by a person after it."""
    told = [each for each in (_answered(clinic_id, patient_id), _screened(clinic_id, patient_id)) if each is not None]
    return max(told, key=lambda one: one.at, default=None)


def missed(tx: Tx, ask: Ask) -> None:
    """Makes a sign of an ask without an answer, where the last word about risk was a yes and nothing was said since."""
    if not _is_after_yes(ask):
        return
    sign_seen(tx, ask.patient_id, source=SILENCE, code=SILENCE, urgency=Urgency.REVIEW, subject_id=ask.pk)


def look(clinic_id: UUID, *, at: datetime) -> None:
    """Looks for asks of patients with a sign that nobody answers, and for signed plans whose review has come."""
    with tenant(clinic_id):
        system = system_of(clinic_id)
        unanswered = _unanswered(clinic_id, at=at)
        due = _reviews_due(clinic_id, at=at)
    for ask in unanswered:
        _missed_or_log(system, ask, at=at)
    for known in due:
        _review_or_log(system, known, at=at)


def _unanswered(clinic_id: UUID, *, at: datetime) -> list[Ask]:
    """Asks that have been open for as long as the policy waits after a positive answer, and told of by nobody yet."""
    waited = timedelta(hours=risk_policy(clinic_id).silence_after_h.value)
    asks = Ask.objects.filter(clinic_id=clinic_id, answered_at__isnull=True, withdrawn_at__isnull=True)
    asks = asks.filter(opens_at__lte=at - waited, opens_at__gt=at - LOOKED_BACK, patient__in=_with_signs(clinic_id, at))
    found = list(asks.order_by("opens_at"))
    told = _told(clinic_id, [ask.patient_id for ask in found])
    return [ask for ask in found if str(ask.pk) not in told and _is_after_yes(ask)]


def _with_signs(clinic_id: UUID, at: datetime) -> set[UUID]:
    cases = StateRow.objects.filter(clinic_id=clinic_id, case__events__occurred_at__gt=at - LOOKED_BACK)
    known = KnownIdeation.objects.filter(clinic_id=clinic_id, at__gt=at - LOOKED_BACK)
    return {*cases.values_list("patient_id", flat=True), *known.values_list("patient_id", flat=True)}


def _told(clinic_id: UUID, patients: Iterable[UUID]) -> frozenset[str]:
    """The asks that these patients' cases name already."""
    rows = StateRow.objects.filter(clinic_id=clinic_id, patient_id__in=set(patients))
    return frozenset(sign.subject for row in rows for sign in state_of(row).signs if sign.source == SILENCE)


def _is_after_yes(ask: Ask) -> bool:
    word = last_word(ask.clinic_id, ask.patient_id)
    return word is not None and word.is_positive and word.at <= ask.opens_at


def _missed_or_log(system: Acting, ask: Ask, *, at: datetime) -> None:
    try:
        with act(system, at=at) as tx:
            missed(tx, ask)
    except Exception:  # one patient's silence must not hide another's
        log.exception("the silence after ask %s could not be written down", ask.pk)


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
    try:
        with act(system, at=at) as tx:
            sign_seen(tx, known.patient_id, source=REVIEW, code=REVIEW, urgency=Urgency.REVIEW, subject_id=known.pk)
    except Exception:  # as above
        log.exception("the review of %s could not be asked for", known.pk)


def _answered(clinic_id: UUID, patient_id: UUID) -> LastWord | None:
    items = {item for each in risk_items().values() for item in each}
    rows = Answer.objects.filter(clinic_id=clinic_id, response__patient_id=patient_id, item__in=items)
    rows = rows.filter(response__scale__in=risk_items(), what__in=(Answer.What.VALUE, Answer.What.REFUSED))
    for row in rows.current().select_related("response").order_by("-answered_at", "-id")[:20]:
        if row.item in risk_items()[row.response.scale]:
            return LastWord(row.answered_at, _fires(row.response))
    return None


def _fires(response: Response) -> bool:
    try:
        result = scored(scale(response.scale), rows_of(response), language=response.language)
    except BadAnswers:
        return True
    return any(each.fired is Fired.FIRES and is_risk(f"{response.scale}.{each.name}") for each in result.fired)


def _screened(clinic_id: UUID, patient_id: UUID) -> LastWord | None:
    rows = StateRow.objects.filter(clinic_id=clinic_id, patient_id=patient_id)
    screens = [state.screens[-1] for state in map(state_of, rows) if state.screens]
    last = max(screens, key=lambda one: one.at, default=None)
    return None if last is None else LastWord(last.at, last.tier is not Tier.NONE)

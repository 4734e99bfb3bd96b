"""How the demo's patients answer: most get better, some do not, and some asks stay unanswered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Ask, Response
from slowdrip.clinic.outcomes.offered import for_patients
from slowdrip.clinic.outcomes.syncing import sync
from slowdrip.clinic.portal.links import make_link
from slowdrip.clinic.portal.models import ANSWER
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.queries import system_of
from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.knowledge.types.scales import Item

BEFORE_FIRST: Final = timedelta(hours=26)
LINK_LASTS: Final = timedelta(days=7)
PER_DAY: Final = {"hypertensive": 10, "early_stop": -4, "preparing": 2}
"""How fast burdens fall, in thousandths of the whole burden per day; who is not named gets better by the usual."""
USUAL: Final = 35
HEAVY: Final = 730
"""The burden before the first drip, in thousandths."""
FEW: Final = 300
"""Side effects are few, however heavy the illness: about one in ten of those that are asked."""
EVENING: Final = 19
SKIPPED_OF: Final = 4
"""One ask in so many stays unanswered."""


def write_baseline(nurse: Acting, patient_id: UUID, *, first_at: datetime) -> None:
    """Types the forms that a patient filled in on paper the day before the first drip."""
    answered_at = first_at - BEFORE_FIRST
    for name in ("phq9", "gad7"):
        filling = Filling(
            patient_id=patient_id,
            scale=name,
            way=Response.Way.PAPER,
            tap_id=uuid5(patient_id, f"baseline:{name}"),
            answered_at=answered_at,
            is_whole=True,
        )
        save_answers(nurse, filling, _given(name, HEAVY, patient_id), at=answered_at)


def answer_open(patient_id: UUID, key: str, *, clinic_id: UUID, first_at: datetime, at: datetime) -> None:
    """Plans the asks of a patient as they stand at this hour, and answers those that are open, but for some."""
    system = system_of(clinic_id)
    with act(system, at=at) as tx:
        sync(tx, patient_id, at)
        # What is planned is no news to anybody; the audit wants one entry an action all the same.
        tx.wrote("asks.planned", None, patient=patient_id)
    rows = Ask.objects.visible_to(system).filter(patient_id=patient_id, opens_at__lte=at, closes_at__gt=at)
    burden = max(60, HEAVY - PER_DAY.get(key, USUAL) * max(0, (at - first_at).days))
    for ask in rows.filter(answered_at=None, withdrawn_at=None).order_by("opens_at", "pk"):
        if uuid5(patient_id, ask.key).int % SKIPPED_OF:
            _answer(system, ask, burden, at=at)


def _answer(system: Acting, ask: Ask, burden: int, *, at: datetime) -> None:
    with act(system, at=at) as tx:
        link, _ = make_link(tx, ask.patient_id, scopes=[ANSWER], subject_id=ask.pk, lasts=LINK_LASTS)
    for name in for_patients(ask.scales):
        filling = Filling(
            patient_id=ask.patient_id,
            scale=name,
            way=Response.Way.LINK,
            tap_id=uuid5(ask.pk, name),
            ask_id=ask.pk,
            is_whole=True,
        )
        save_answers(link.acting(), filling, _given(name, burden, ask.pk), at=at)


def _given(name: str, burden: int, seed: UUID) -> tuple[Given, ...]:
    known = scale(name)
    asked = [each for each in known.items if each.applies_when is None and each.assumed is None]
    risky = known.risk_items
    felt = min(burden, FEW) if name == "side_effects" else burden
    return tuple(
        Given(each.name, Answer.What.VALUE, str(_value(each, 0 if each.name in risky else felt, seed, name)))
        for each in asked
    )


def _value(item: Item, burden: int, seed: UUID, name: str) -> int:
    """A value near this share of the range, a little different from item to item; a mood is high when burden is low."""
    low, high = int(item.answers.low), int(item.answers.high)
    share = 1000 - burden if name == "nrs_mood" else burden
    wobble = uuid5(seed, item.name).int % 500 - 250 if burden else 0
    return low + min(high - low, max(0, round((high - low) * (share + wobble) / 1000)))


def hours_of(starts: Sequence[datetime], *, now: datetime) -> list[datetime]:
    """Gives the hours at which a patient looks at the phone: the evening of each day since the first drip."""
    first = starts[0].replace(hour=EVENING)
    return [first + timedelta(days=day) for day in range((now - first).days + 1)]

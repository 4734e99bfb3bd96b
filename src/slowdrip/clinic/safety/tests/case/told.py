"""Cases as tests tell them: a sign, a screen, an act, the end, each some minutes after the day began."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from slowdrip.cli.demo.team import shown_by
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety import actions
from slowdrip.clinic.safety.models import CaseEvent, KnownIdeation, RiskCase
from slowdrip.clinic.safety.projecting import stored_state
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.science.rules.risk_case import CaseState
from tests.cases import planned
from tests.cast import DAY
from tests.drips import House


def after(minutes: float) -> datetime:
    return DAY + timedelta(minutes=minutes)


def signed(house: House, minute: float = 0, **told: Any) -> RiskCase:
    """A sign out of an answer of Ada's."""
    usual: dict[str, Any] = {"source": "answer", "code": "phq9.item9", "urgency": "urgent", "height": 3}
    with act(house.cast.system, at=after(minute)) as tx:
        case = sign_seen(tx, house.patient_id, **{**usual, **told})
    assert case is not None
    return case


def settled(house: House, case: RiskCase, minute: float, *, tier: str = "none") -> None:
    """Screened, acted on where the tier asks for it, and decided."""
    actor = house.cast.prescriber.acting
    actions.screen(actor, case.pk, "clinician", outcome=tier, at=after(minute))
    if tier != "none":
        actions.note_action(actor, case.pk, "contact_reached", at=after(minute + 1))
    actions.dispose(actor, case.pk, "follow_up", note="Tuesday", at=after(minute + 2))


def closed(house: House, case: RiskCase, minute: float) -> CaseState:
    """Closed with the prescriber's signature."""
    actor, at = house.cast.prescriber.acting, after(minute)
    return actions.close(actor, case.pk, proof=shown_by(actor, at=at), at=at)


def state(case: RiskCase) -> CaseState:
    return stored_state(case.pk)


def kinds(case_id: UUID) -> list[str]:
    rows = CaseEvent.objects.filter(case_id=case_id).order_by("occurred_at", "id")
    return list(rows.values_list("kind", flat=True))


def known(house: House, heights: dict[str, int], *, days: int = 14) -> KnownIdeation:
    """Thoughts of these heights signed as known by the prescriber, with a plan."""
    prescriber = house.cast.prescriber.acting
    plan = planned(house.cast, house.patient_id, at=after(0))
    return actions.sign_known(
        prescriber,
        plan.pk,
        review_by=after(0) + timedelta(days=days),
        heights=heights,
        proof=shown_by(prescriber, at=after(0)),
        at=after(0),
        known_id=uuid7(),
    )

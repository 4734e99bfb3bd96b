"""From the start of a drip until 24 h after its end (policy), nothing the patient signs is accepted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from slowdrip.clinic.infusion.history import events_of
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion import EMPTY, InfusionState, replay
from slowdrip.science.rules.adapters.lasting import consent_withdrawn_at
from slowdrip.science.rules.ending import may_patient_sign, patient_signs_again_at

CONSENT, RENEWED = "consent_seen", "consent_renewed"


def must_be_fit_to_sign(infusion: Infusion, signed_on: date, *, at: datetime) -> None:
    """Refuses a consent that the patient signed on a day on which nothing they sign is accepted.

    Only the day is on the form, so the last day of the wait counts as over when the wait ends on it.
    """
    zone = zone_of(infusion.clinic_id)
    rows = StateRow.objects.filter(clinic_id=infusion.clinic_id, infusion__patient=infusion.patient_id)
    for row in rows.select_related("infusion__policy"):
        drip = state_of(row).drip
        hours = pinned_policy(row.infusion).after_care.no_signature_h.value
        if row.infusion_id == infusion.pk and not may_patient_sign(drip.started_at, drip.ended_at, at=at, hours=hours):
            raise Refused("patient_may_not_sign", field="signed_on", hours=hours)
        if row.infusion_id != infusion.pk and too_soon(
            drip.started_at, drip.ended_at, signed_on, hours=hours, zone=zone
        ):
            raise Refused("patient_may_not_sign", field="signed_on", hours=hours)


def must_be_fit_to_renew(infusion: Infusion, *, at: datetime, instead_of: str = "") -> None:
    """Refuses a renewed yes while nothing the patient signs is accepted, and one where nobody said no.

    `instead_of` is an earlier yes whose place this one takes.
    """
    must_be_fit_to_sign(infusion, at.astimezone(zone_of(infusion.clinic_id)).date(), at=at)
    if consent_withdrawn_at(_state_without(infusion, instead_of)) is None:
        raise Refused("consent_not_withdrawn")


def _state_without(infusion: Infusion, event_id: str) -> InfusionState:
    if not event_id:
        return state_of(StateRow.objects.filter(infusion_id=infusion.pk).first())
    left = [event for event in events_of(infusion.pk) if event.id != event_id]
    return replay(left, left[-1].occurred_at) if left else EMPTY


def too_soon(
    started_at: datetime | None, ended_at: datetime | None, signed_on: date, *, hours: int, zone: ZoneInfo
) -> bool:
    """Says whether a form of that day may have been signed under another drip, by the days of the clinic's zone.

    On the day of the start nobody can tell whether it was before, so it counts as after; on the day the wait ends it
    counts as after the end.
    """
    if started_at is None or signed_on < started_at.astimezone(zone).date():
        return False
    again_at = patient_signs_again_at(ended_at, hours=hours)
    return again_at is None or signed_on < again_at.astimezone(zone).date()

"""The treatment that an adverse event came with or after, as the record tells it: drug, amount, times, medicines."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.adverse.page import Fact
from slowdrip.clinic.adverse.queries import Standing
from slowdrip.clinic.chart.record.totals import mg
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.people.medicine_line import listed_words
from slowdrip.science.infusion import delivered_ug

A_MINUTE = timedelta(minutes=1)


def treatment_of(standing: Standing, *, at: datetime, zone: ZoneInfo) -> list[Fact]:
    """Gives label and value: the drip it belongs to, else the last one before it began; what the patient takes."""
    drip = standing.matter.infusion or _last_before(standing)
    facts = _drip(drip, standing) if drip is not None else [(_("Drip"), _("none here before it began"))]
    facts.append((_("Other medicines, as listed now"), listed_words(standing.patient, at=at, zone=zone)))
    return [(label, value) for label, value in facts if value]


def _last_before(standing: Standing) -> Infusion | None:
    onset = standing.state.onset
    if onset is None:
        return None
    rows = Infusion.objects.filter(clinic_id=standing.matter.clinic_id, patient_id=standing.matter.patient_id)
    rows = rows.filter(planned_at__lte=onset + timedelta(days=1)).select_related("state", "order")
    for drip in rows.order_by("-planned_at"):
        began = state_of(drip.state).drip.started_at if hasattr(drip, "state") else None
        if began is not None and began <= onset:
            found: Infusion = drip
            return found
    return None


def _drip(drip: Infusion, standing: Standing) -> list[Fact]:
    state, onset = state_of(drip.state), standing.state.onset
    began, ended = state.drip.started_at, state.drip.ended_at
    linked = _("written down with it") if standing.matter.infusion_id else _("not linked: the last one before it began")
    return [
        (_("Drip"), f"{drip.number} · {linked}"),
        (_("Drug"), _product(drip)),
        (_("Given to the patient, by the record"), mg(delivered_ug(state, state.as_of)) if state.as_of else ""),
        (_("Drip began"), began or ""),
        (_("Drip ended"), ended or ""),
        (_("From the start to the event"), _minutes(began, onset)),
    ]


def _product(drip: Infusion) -> str:
    if drip.order is None:
        return ""
    return str(json.loads(drip.order.document)["product"]["name"])


def _minutes(began: datetime | None, onset: datetime | None) -> str:
    if began is None or onset is None:
        return ""
    return _("%(minutes)s min") % {"minutes": (onset - began) // A_MINUTE}

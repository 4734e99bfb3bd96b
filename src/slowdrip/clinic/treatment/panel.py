"""The orders on a patient's page."""

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.people.models import Patient
from slowdrip.science.pharmacology.dosing.display import number

from .queries import Standing, orders_of
from .words import STATE_WORDS

MOST = 8


def orders_panel(request: ClinicRequest, patient: Patient) -> SafeString:
    """Gives the patient's orders and, for those who may, the way to a new one."""
    if not request.acting.may("order.see"):
        return SafeString("")
    found = orders_of(request.acting, patient.pk, at=request.at, most=MOST)
    shown = {
        "clinic": request.clinic,
        "patient": patient,
        "orders": [_row(each) for each in found],
        "may_write": request.acting.may("order.enter_verbal"),
        "at": request.at,
    }
    return render_to_string("treatment/panel.html", shown)


def _row(standing: Standing) -> dict[str, Any]:
    order = standing.order
    return {
        "standing": standing,
        "state_word": STATE_WORDS[standing.state],
        "dose_mg": number(Decimal(order.dose_ug) / 1000),
        "ml_per_h": number(Decimal(order.rate_ul_per_h) / 1000),
        "changes_rate": standing.changes_rate,
        "minutes": number(Decimal(order.duration_s) / 60, places=1),
    }

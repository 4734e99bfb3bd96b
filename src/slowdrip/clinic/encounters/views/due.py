"""The call list: whom to call after a drip."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart.last_time import symptom_words
from slowdrip.clinic.encounters.calls_due import LOOKED_BACK, calls_due
from slowdrip.clinic.encounters.forms import phone_words


@staff_page("drip.see", shows_patient=True)
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows the calls that are due now, read anew each time."""
    found = calls_due(request.acting, at=request.at)
    shows(request, *(due.infusion.patient_id for due in found))
    rows = [
        {
            "due": due,
            "patient": due.infusion.patient,
            "symptoms": [symptom_words(each) for each in due.symptoms],
            "phones": [(phone_words(each), each.safe) for each in due.contacts],
        }
        for due in found
    ]
    context: dict[str, Any] = {"rows": rows, "may_write": request.acting.may("drip.chart"), "days": LOOKED_BACK.days}
    context["may_list"] = request.acting.may("record.see")
    return render(request, "encounters/calls_due.html", context)

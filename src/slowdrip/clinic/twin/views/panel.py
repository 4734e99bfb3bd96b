"""The prediction of one drip, and what a change at the pump would do. Both are looks: they change nothing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart.chair import find
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.twin.switch import is_on


@staff_page("drip.see", shows_patient=True)
@require_safe
@or_404
def panel(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Shows the panel; with `what` also the preview of one change at the pump, which nothing stores."""
    found, by_script = find(request.acting, infusion), "HX-Request" in request.headers
    if not is_on(found):
        return render(request, "twin/off.html", {"part": by_script})
    shows(request, found.patient_id)
    # Loaded here: it brings NumPy, and a clinic without predictions never needs it.
    from slowdrip.clinic.twin.shown import panel_of
    from slowdrip.clinic.twin.shown_models import note
    from slowdrip.science.pharmacology.twin import WhatIf

    asked = request.GET.get("what", "")
    what = WhatIf(asked) if asked in set(WhatIf) else None
    note(request, found)
    shown = {"infusion": found, "patient": found.patient, "panel": panel_of(found, at=request.at, what=what)}
    return render(request, "twin/parts/panel.html" if by_script else "twin/page.html", shown)

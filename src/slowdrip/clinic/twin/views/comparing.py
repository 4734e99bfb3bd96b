"""An order beside other doses, durations and weight bases. A look: it changes and suggests nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart.trend.marks import svg
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.treatment.documents import changes_rate, read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.queries import order_status
from slowdrip.clinic.twin.forms import CaseForm
from slowdrip.clinic.twin.switch import is_on_in

if TYPE_CHECKING:
    from slowdrip.clinic.twin.comparing import Case


@staff_page("order.see", shows_patient=True)
@require_safe
@or_404
def compare(request: ClinicRequest, order_id: UUID) -> HttpResponse:
    """Shows what the models say of an order, and of others typed beside it."""
    order = order_status(request.acting, order_id, at=request.at).order
    if not is_on_in(request.clinic.pk):
        return render(request, "twin/off.html", {"part": False})
    if changes_rate(read_document(order.document)):
        raise Http404
    shows(request, order.patient_id)
    form = CaseForm(request.GET or None)
    return render(request, "twin/compare.html", {**_compared(order, form), "form": form})


def _compared(order: Order, form: CaseForm) -> dict[str, Any]:
    # Loaded here: it brings NumPy, and a clinic without predictions never needs it.
    from slowdrip.clinic.twin.compare_chart import compare_chart
    from slowdrip.clinic.twin.comparing import (
        cases_of,
        compared,
        norketamine_words,
        refused_for,
        sentence,
        series_words,
        subject_of_order,
        weighed_for,
        weight_words,
    )
    from slowdrip.clinic.twin.told import model_lines
    from slowdrip.clinic.twin.words import no_prediction, whom_words

    scales = weighed_for(order)
    subject = subject_of_order(order, scales)
    refused = refused_for(order, subject)
    cases = cases_of(order, typed=_typed(order, form))
    rows = [compared(subject, case, refused=refused) for case in cases]
    course = rows[0].case.course
    chart = compare_chart(rows, _("Plasma ketamine ng/mL, arterial, typical"))
    return {
        "order": order,
        "patient": order.patient,
        "rows": rows,
        "chart": chart,
        "chart_svg": svg(chart.marks) if chart is not None else "",
        "sentence": sentence(rows[0]),
        "heavy": "" if refused else weight_words(subject, course),
        "whom": whom_words(subject, scales),
        "series": no_prediction(refused) if refused else series_words(subject, course),
        "norketamine": [no_prediction(refused)] if refused else norketamine_words(subject, course),
        "models": model_lines(),
        "trusts": _trusts(subject.age_years),
    }


def _typed(order: Order, form: CaseForm) -> Case | None:
    """What was typed to look at, or nothing."""
    from slowdrip.clinic.twin.comparing import Case, asked_of

    if not form.is_valid() or form.cleaned_data["mg_per_kg"] is None:
        return None
    dose_mg = float(form.cleaned_data["mg_per_kg"] * asked_of(order).dosing_kg)
    return Case(_("as typed"), dose_mg, float(form.cleaned_data["minutes"]))


def _trusts(age_years: float | None) -> dict[str, Any]:
    """How far each column may be trusted."""
    from slowdrip.clinic.twin.trust import trust_of, trust_of_plasma

    effects = {"pressure": "map", "dissociation": "dissociation"}
    return {"plasma": trust_of_plasma(age_years)} | {name: trust_of(each, age_years) for name, each in effects.items()}

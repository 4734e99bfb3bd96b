"""Shifts: opened on the page of the day, closed on a page of their own, read later."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart.closing import Closing, closing_of
from slowdrip.clinic.chart.forms.shift import OpenForm
from slowdrip.clinic.chart.opening import opening_of
from slowdrip.clinic.chart.shift import handed_lines, held_words, part_lines, stays_words
from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.chart.views.day import day_page
from slowdrip.clinic.chart.views.told import own_page, told_id
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.shifts import shift_of, shifts_of
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain

MOST = 60


@require_POST
@staff_page("day.open", shows_patient=True)
def open_shift(request: ClinicRequest) -> HttpResponse:
    """Opens the shift over the signature; what is refused comes back on the page of the day with all that was typed."""
    with tenant(request.clinic.pk):
        opening = opening_of(request)
    if opening.form is None:
        messages.error(request, _("A shift is open already, or the clinic has no policy yet. Nothing was changed."))
        return redirect("chart:day", clinic=request.clinic.slug)
    if opening.form.is_valid() and _opened(request, opening.form):
        messages.success(request, _("The shift is open."))
        return redirect("chart:day", clinic=request.clinic.slug)
    return render_again(request, lambda: day_page(request, opening))


def _opened(request: ClinicRequest, form: OpenForm) -> bool:
    device = request.seat.device
    try:
        own_page(request)
        actions.open_shift(
            request.acting,
            form.because(),
            # As it was sent: the form itself shows by now how the house stands.
            seen=request.POST.get("seen", ""),
            device_id=device.pk if device else None,
            proof=form.proof(request),
            at=request.at,
            shift_id=told_id(request.POST, "row_id"),
        )
    except Refused as why:
        explain(form, why)
        return False
    return True


@staff_page("day.open", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def close_shift(request: ClinicRequest, shift: UUID) -> HttpResponse:
    """Lists what still stands open, and closes the shift over the signature."""
    with tenant(request.clinic.pk):
        found = shift_of(request.acting, shift)
        closing = closing_of(request)
    if found.closed is not None:
        return redirect("chart:shift", clinic=request.clinic.slug, shift=shift)
    if request.method == "POST" and closing.form.is_valid() and _closed(request, shift, closing):
        messages.success(request, _("The shift is closed."))
        return redirect("chart:shift", clinic=request.clinic.slug, shift=shift)
    return render_again(request, lambda: _closing_page(request, shift, closing))


def _closed(request: ClinicRequest, shift_id: UUID, closing: Closing) -> bool:
    form = closing.form
    try:
        own_page(request)
        actions.close_shift(
            request.acting,
            shift_id,
            form.because(),
            stays=form.staying(),
            unsent=form.cleaned_data["unsent"],
            seen=request.POST.get("seen", ""),
            proof=form.proof(request),
            at=request.at,
            closed_id=told_id(request.POST, "row_id"),
        )
    except Refused as why:
        explain(form, why)
        return False
    return True


def _closing_page(request: ClinicRequest, shift_id: UUID, closing: Closing) -> HttpResponse:
    found = shift_of(request.acting, shift_id)
    shows(request, *closing.patient_ids)
    context = {
        "shift": found,
        "closing": closing,
        "form": closing.form,
        "row_id": told_id(request.POST, "row_id"),
        "returned": closing.form.is_bound,
    }
    return render(request, "chart/close_shift.html", context, status=422 if closing.form.is_bound else 200)


@staff_page("record.see")
@require_safe
def shifts(request: ClinicRequest) -> HttpResponse:
    """Lists the shifts of the clinic, the newest first."""
    context = {"shifts": shifts_of(request.acting, most=MOST), "may_open": request.acting.may("day.open")}
    return render(request, "chart/shifts.html", context)


@staff_page("record.see")
@require_safe
@or_404
def shift(request: ClinicRequest, shift: UUID) -> HttpResponse:
    """Shows one shift as it was signed: what stood at its opening, who took which chair, what was left at its close."""
    found, names, zone = shift_of(request.acting, shift), names_of(request.clinic.pk), zone_of(request.clinic.pk)
    closed = found.closed
    until = closed.at if closed is not None else request.at
    context = {
        "shift": found,
        "opened": part_lines(found.opened.document["parts"], names, zone=zone),
        "present": ", ".join(names.get(each, "–") for each in found.opened.document["present"]),
        "closed": part_lines(closed.document["parts"], names, zone=zone) if closed is not None else [],
        "stays": stays_words(closed, names) if closed is not None else "",
        "visits": held_words(closed, names) if closed is not None else [],
        "handed": handed_lines(request.acting, names, since=found.opened.at, until=until),
        "may_open": request.acting.may("day.open"),
        "may_see": request.acting.may("drip.see"),
    }
    return render(request, "chart/shift.html", context)

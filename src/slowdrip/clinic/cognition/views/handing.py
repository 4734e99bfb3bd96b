"""Both tasks are handed to a patient: on this very screen, or by a link to their own phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.queries import people_with_pin
from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE, give_away
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.cognition.offering import hand_out, send
from slowdrip.clinic.cognition.visits import had_earlier, limits_of, moment_now
from slowdrip.clinic.cognition.words import OCCASION_WORDS
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.portal.rules import hold_link
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said


@staff_page("outcomes.hand_out", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def page(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Makes this very screen the patient's for both tasks, until it is given back and somebody shows a PIN."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        has_taker = bool(people_with_pin(request.clinic))
    if request.method != "POST":
        return _page(request, patient)
    try:
        return _handed(request, patient, has_taker=has_taker)
    except Refused as refused:
        problem = said(refused)
    return render_again(request, lambda: _page(request, patient, problem=problem, status=422))


@staff_page("outcomes.hand_out", shows_patient=True)
@require_POST
@or_404
def send_link(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Sends a link to the patient's own phone: a phone is compared with nothing but a phone."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
    try:
        send(request.acting, patient.pk, row_id=told_id(request.POST, "row_id"), at=request.at)
    except Refused as refused:
        problem = said(refused)
        return render_again(request, lambda: _page(request, patient, problem=problem, status=422))
    messages.success(request, _("A link to the two tasks is on its way to the patient."))
    return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient.pk)


def _handed(request: ClinicRequest, patient: Patient, *, has_taker: bool) -> HttpResponse:
    device = request.seat.device
    if device is not None and not has_taker:
        raise Refused("nobody_could_take_it_back")
    link, token = hand_out(
        request.acting,
        patient.pk,
        device_id=device.pk if device is not None else None,
        row_id=told_id(request.POST, "row_id"),
        at=request.at,
    )
    give_away(request)
    response = HttpResponseRedirect(reverse("games:home", kwargs={"clinic": request.clinic.slug}))
    hold_link(response, request, link, token)
    # The tablet's own key was replaced: what it still held would only show a lock that nobody can open.
    response.delete_cookie(DEVICE_COOKIE)
    return response


def _page(request: ClinicRequest, patient: Patient, *, problem: str = "", status: int = 200) -> HttpResponse:
    shows(request, patient.pk)
    limits = limits_of(request.clinic.pk)
    moment = moment_now(request.acting, patient.pk, limits, at=request.at) if limits is not None else None
    shown = {
        "patient": patient,
        "device": request.seat.device,
        "problem": problem,
        "had_earlier": had_earlier(request.clinic.pk, patient.pk),
        "row_id": uuid7(),
        "phone_row_id": uuid7(),
        "occasion": OCCASION_WORDS[moment.occasion.value] if moment is not None else "",
    }
    return render(request, "cognition/hand_out.html", shown, status=status)

"""A tablet is handed to a patient: everybody is signed out of it, and it shows their questions and nothing else."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.queries import people_with_pin
from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE, give_away
from slowdrip.clinic.outcomes.flow import asks_now
from slowdrip.clinic.outcomes.forms import HandOutForm
from slowdrip.clinic.outcomes.handing import hand_out
from slowdrip.clinic.outcomes.offered import is_for_patients
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.portal.rules import hold_link
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain
from slowdrip.knowledge.scales.catalogue import scales


@staff_page("outcomes.hand_out", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def page(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Makes this very screen the patient's until it is given back and somebody shows a PIN."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        waiting = asks_now(request.acting, patient_id, at=request.at)
        able = people_with_pin(request.clinic)
    shipped = [each for name, each in scales().items() if is_for_patients(name)]
    form = HandOutForm(posted(request), scales=shipped)
    if request.method != "POST":
        return _page(request, patient, form, len(waiting))
    try:
        if form.is_valid():
            return _handed(request, patient, form.cleaned_data["scales"], waiting=len(waiting), able=able)
    except Refused as refused:
        explain(form, refused)
    return render_again(request, lambda: _page(request, patient, form, len(waiting), status=422))


def _handed(
    request: ClinicRequest, patient: Patient, chosen: list[str], *, waiting: int, able: list[Membership]
) -> HttpResponse:
    device = request.seat.device
    if not chosen and not waiting:
        raise Refused("nothing_to_hand", field="scales")
    if device is not None and not able:
        raise Refused("nobody_could_take_it_back")
    link, token = hand_out(
        request.acting,
        patient.pk,
        scales=chosen,
        device_id=device.pk if device is not None else None,
        at=request.at,
    )
    give_away(request)
    response = HttpResponseRedirect(reverse("answers:home", kwargs={"clinic": request.clinic.slug}))
    hold_link(response, request, link, token)
    # The tablet's own key was replaced: what it still held would only show a lock that nobody can open.
    response.delete_cookie(DEVICE_COOKIE)
    # Nor may the key Back bring a page of the staff out of the browser's memory.
    response["Clear-Site-Data"] = '"cache"'
    return response


def _page(
    request: ClinicRequest, patient: Patient, form: HandOutForm, waiting: int, *, status: int = 200
) -> HttpResponse:
    shows(request, patient.pk)
    shown = {"patient": patient, "form": form, "waiting": waiting, "device": request.seat.device}
    return render(request, "outcomes/hand_out.html", shown, status=status)
